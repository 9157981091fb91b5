import { KeyObject } from 'node:crypto';
import { askPage, bundle } from '@countersign/vitest-config/browser';
import { needs } from '@countersign/vitest-config/counterparts';
import { beforeAll, expect, test } from 'vitest';
import { ATTACKS } from './testing/attacks/all.ts';
import type { Codes, ExchangeAnswer } from './testing/exchange.ts';
import { exchangeCases, expectedOutcomes, outcomes } from './testing/exchange-cases.ts';
import { SECRET } from './testing/forge.ts';

// The default entry, bundled for browsers and run in a real one: its tokens must be those of Node.js, and its refusals.

let script = '';
beforeAll(async () => {
  ({ script } = await bundle(new URL('./testing/browser-suite.ts', import.meta.url)));
});

function ask<Answer>(name: string, argument: unknown): Promise<Answer> {
  return askPage('https://jwt.test/', script, (page) =>
    page.evaluate(([named, given]) => Reflect.get(globalThis, 'suite')[named](given), [
      name,
      argument,
    ] as const),
  );
}

test('a bundle for browsers reaches no built-in module of Node.js', async () => {
  const { files, builtins } = await bundle(new URL('./index.ts', import.meta.url));
  expect(files.some((path) => path.endsWith('signature/webcrypto.ts'))).toBe(true);
  expect(files.filter((path) => /(platform|signature)\/node/.test(path))).toEqual([]);
  expect(builtins).toEqual([]);
});

test('a bundle that reaches one does not build, so the test above can fail', async () => {
  await expect(bundle(new URL('./node.ts', import.meta.url))).rejects.toThrow(/Could not resolve "node:/);
});

test('Chromium exchanges tokens with Node.js in every algorithm', needs('chromium'), async () => {
  const cases = await exchangeCases();
  const answers = await ask<readonly ExchangeAnswer[]>('answers', cases);
  expect(await outcomes(cases, answers)).toEqual(expectedOutcomes(1));
});

/** The attacks that a page can be handed: a KeyObject goes as a JWK, and a key set cannot go at all. */
const SENT = Object.fromEntries(
  Object.entries(ATTACKS).flatMap(([name, attack]): [string, unknown][] => {
    const { key } = attack;
    if (key instanceof KeyObject) return [[name, { ...attack, key: key.export({ format: 'jwk' }) }]];
    if (key instanceof Uint8Array) return [[name, { ...attack, key: Uint8Array.from(key) }]];
    return typeof key === 'object' && key !== null && !('kty' in key) ? [] : [[name, attack]];
  }),
);

test('every attack ends in Chromium in its error', needs('chromium'), async () => {
  expect(Object.keys(SENT).length).toBe(Object.keys(ATTACKS).length - 3);
  const codes = await ask<Codes>('codes', { attacks: SENT, secret: SECRET });
  expect(codes).toEqual(Object.fromEntries(Object.keys(SENT).map((name) => [name, [ATTACKS[name]?.code]])));
});
