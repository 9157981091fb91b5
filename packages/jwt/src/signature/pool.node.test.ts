import { createHook } from 'node:async_hooks';
import { generateKeyPairSync } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createSigner, createVerifier } from '../index.ts';
import { SECRET } from '../testing/forge.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 3072 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ed = generateKeyPairSync('ed25519');

// Signing on the calling thread creates the same kind of resource, but the event loop never calls it back.
let onPool = 0;
const requests = new Set<number>();
const hook = createHook({
  init(id, type) {
    if (type === 'SIGNREQUEST') requests.add(id);
  },
  before(id) {
    if (requests.has(id)) onPool += 1;
  },
}).enable();
afterAll(() => void hook.disable());
beforeEach(() => {
  onPool = 0;
});

test.each([
  ['RS256', rsa, 1, 1],
  ['PS256', rsa, 16, 16],
  ['ES256', ec, 16, 0],
  ['Ed25519', ed, 16, 0],
] as const)(
  '%s: of %d signatures, the thread pool makes %d',
  async (algorithm, { privateKey, publicKey }, count, expected) => {
    const sign = createSigner(privateKey, { algorithm });
    const verify = createVerifier<{ n: number }>(publicKey, { algorithms: [algorithm] });
    const numbers = Array.from({ length: count }, (_, n) => n);
    const tokens = await Promise.all(numbers.map((n) => sign({ n })));
    expect(onPool).toBe(expected);
    expect(await Promise.all(tokens.map(async (token) => (await verify(token)).n))).toEqual(numbers);
  },
);

test('an HMAC is computed on the calling thread', async () => {
  const sign = createSigner(SECRET, { algorithm: 'HS256' });
  await Promise.all(Array.from({ length: 3000 }, () => sign({})));
  expect(onPool).toBe(0);
});

test('the event loop runs while RSA signs', async () => {
  const sign = createSigner(rsa.privateKey, { algorithm: 'PS512' });
  let turns = 0;
  let isSigning = true;
  const turning = (async () => {
    for (; isSigning; turns++) await nextTurn();
  })();
  await Promise.all(Array.from({ length: 64 }, (_, n) => sign({ n })));
  isSigning = false;
  await turning;
  expect(turns).toBeGreaterThan(5);
});
