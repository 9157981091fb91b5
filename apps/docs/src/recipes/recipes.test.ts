import type { ChildProcess } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { exportKey, generateKey, type SignOptions, sign } from '@countersign/jwt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listen, startProgram } from './start.ts';

// Each recipe runs in its own process, next to a key server that is unreachable at first.

const AUDIENCE = 'https://api.example.com';
const folder = resolve(import.meta.dirname, '../../recipes');
const names = globSync('**/*.ts', { cwd: folder })
  .map((file) => file.replaceAll('\\', '/').replace(/\.ts$/, ''))
  .sort();

const { privateKey, publicKey } = await generateKey('ES256', { keyId: 'one' });
const jwks = JSON.stringify({ keys: [await exportKey(publicKey, 'jwk')] });
const children: ChildProcess[] = [];
const ports = new Map<string, number>();
let issuer: string;
let isReachable = false;

const keyServer = createServer((_request, response) => {
  if (isReachable) response.end(jwks);
  else response.destroy();
});

interface Reply {
  readonly status: number | undefined;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

/** Sends a request with any number of Authorization headers. */
function ask(name: string, ...authorization: readonly string[]): Promise<Reply> {
  return new Promise((resolveReply, reject) => {
    const headers = authorization.flatMap((value) => ['Authorization', value]);
    const path = name === 'trpc' ? '/trpc/me' : '/me';
    const options = {
      host: '127.0.0.1',
      port: ports.get(name),
      path,
      headers: ['Host', 'localhost', ...headers],
    };
    httpRequest(options, async (response) => {
      const chunks: Buffer[] = await response.toArray();
      const body = Buffer.concat(chunks).toString();
      resolveReply({ status: response.statusCode, headers: response.headers, body });
    })
      .on('error', reject)
      .end();
  });
}

const tokenWith = (options: Partial<SignOptions> = {}, claims = {}): Promise<string> =>
  sign({ client_id: 'app', scope: 'read', ...claims }, privateKey, {
    algorithm: 'ES256',
    keyId: 'one',
    type: 'at+jwt',
    issuer,
    audience: AUDIENCE,
    subject: 'user-42',
    tokenId: 'a',
    issuedAt: true,
    expiresIn: '5m',
    ...options,
  });

async function start(name: string): Promise<void> {
  const program = join(import.meta.dirname, 'serve.ts');
  const { child, port } = await startProgram([program, name], { ISSUER: issuer });
  children.push(child);
  ports.set(name, port);
}

/** The answers while the key server is unreachable. */
const outages = new Map<string, Reply>();

beforeAll(async () => {
  issuer = `http://127.0.0.1:${await listen(keyServer)}`;
  await Promise.all(names.map(start));
  const token = await tokenWith();
  for (const name of names) outages.set(name, await ask(name, `Bearer ${token}`));
  isReachable = true;
  // After a failure a key set waits for a second.
  await delay(1100);
}, 60_000);

afterAll(() => {
  for (const child of children) child.kill();
  keyServer.close();
});

test('there is a recipe for each framework', () => {
  expect(names).toEqual([
    'express',
    'fastify',
    'hono',
    'http',
    'nest',
    'next/proxy',
    'next/route',
    'trpc',
    'workers',
  ]);
});

/** The lines of a program that are not imports, comments or empty. */
function linesOf(program: string): readonly string[] {
  const withoutImports = program.replaceAll(/^import [^;]*;$/gm, '');
  return withoutImports.split('\n').filter((line) => !/^\s*($|\/\/|\/?\*)/.test(line));
}

// Three lines create the verifier, and the handler has four lines.
test.each(names)('the recipe %s has at most ten lines around the handler', (name) => {
  const program = readFileSync(join(folder, `${name}.ts`), 'utf8');
  expect(linesOf(program).length).toBeLessThanOrEqual(3 + 4 + 10);
});

describe.each(names)('the recipe %s', (name) => {
  test('answers a valid token', async () => {
    const { status, body } = await ask(name, `Bearer ${await tokenWith()}`);
    expect({ status, body }).toEqual({ status: 200, body: expect.stringContaining('"user":"user-42"') });
  });

  test.each<[string, () => Promise<readonly string[]>, number, string]>([
    ['no token', async () => [], 401, 'Bearer'],
    ['another scheme', async () => ['Basic dXNlcjpwYXNz'], 401, 'Bearer'],
    [
      'two headers',
      async () => [`Bearer ${await tokenWith()}`, `Bearer ${await tokenWith()}`],
      400,
      'error="invalid_request"',
    ],
    [
      'an expired token',
      async () => [`Bearer ${await tokenWith({ now: new Date(Date.now() - 3_600_000) })}`],
      401,
      'error="invalid_token", error_description="The access token expired."',
    ],
    [
      'a token for another audience',
      async () => [`Bearer ${await tokenWith({ audience: 'https://other.example.com' })}`],
      401,
      'error="invalid_token"',
    ],
    [
      'a token without the scope',
      async () => [`Bearer ${await tokenWith({}, { scope: 'write' })}`],
      403,
      'error="insufficient_scope"',
    ],
  ])('rejects %s', async (_case, authorization, status, challenge) => {
    const reply = await ask(name, ...(await authorization()));
    expect(reply.status).toBe(status);
    expect(reply.headers['www-authenticate']).toContain(challenge);
    expect(reply.headers['content-type']).toMatch(/json/);
    expect(JSON.parse(reply.body)).toMatchObject({ status, code: expect.stringMatching(/^ERR_BEARER_/) });
  });

  test('answers 503 without a challenge while the key server is unreachable', () => {
    const { status, headers } = outages.get(name) ?? {};
    expect(status).toBe(503);
    expect(headers?.['retry-after']).toMatch(/^\d+$/);
    expect(headers?.['www-authenticate']).toBeUndefined();
  });
});
