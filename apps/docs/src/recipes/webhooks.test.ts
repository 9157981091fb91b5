import type { ChildProcess } from 'node:child_process';
import { globSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { signWebhook } from '@countersign/core/webhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProgram } from './start.ts';

const SECRET = 'the secret that GitHub and you share';
const BODY = '{ "action":"opened",  "text": "\\u00e4 ä" }';
const folder = resolve(import.meta.dirname, '../../webhooks');
const names = globSync('*.ts', { cwd: folder })
  .map((file) => basename(file, '.ts'))
  .sort();
const started = new Map<string, { readonly port: number; readonly child: ChildProcess }>();

beforeAll(async () => {
  const start = async (name: string): Promise<void> => {
    started.set(name, await startProgram([join(folder, `${name}.ts`)], { WEBHOOK_SECRET: SECRET }));
  };
  await Promise.all(names.map(start));
}, 60_000);

afterAll(() => {
  for (const { child } of started.values()) child.kill();
});

const send = (name: string, body: string, headers: Record<string, string>): Promise<Response> =>
  fetch(`http://127.0.0.1:${started.get(name)?.port}/hook`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });

test('there is a webhook receiver for each framework', () => {
  expect(names).toEqual(['express', 'fastify', 'hono', 'http']);
});

describe.each(names)('the webhook receiver for %s', (name) => {
  test('accepts a signed body whose JSON has unusual spaces', async () => {
    const response = await send(name, BODY, signWebhook('github', SECRET, BODY));
    expect({ status: response.status, body: await response.json() }).toEqual({
      status: 200,
      body: { action: 'opened' },
    });
  });

  test.each<[string, string, Record<string, string>]>([
    ['a changed body', `${BODY} `, signWebhook('github', SECRET, BODY)],
    ['another secret', BODY, signWebhook('github', 'another secret of some length', BODY)],
    ['no signature', BODY, {}],
    ['a malformed signature', BODY, { 'x-hub-signature-256': 'sha256=zz' }],
  ])('answers 400 for %s', async (_case, body, headers) => {
    expect((await send(name, body, headers)).status).toBe(400);
  });
});
