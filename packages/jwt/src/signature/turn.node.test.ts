import { createHook } from 'node:async_hooks';
import { generateKeyPairSync } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createSigner, createVerifier } from '../index.ts';
import { SECRET } from '../testing/forge.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 3072 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ed = generateKeyPairSync('ed25519');

// Signing on the calling thread makes the same kind of resource, but is never called back from the event loop.
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
  ['RS256', rsa, 1, 0],
  ['RS256', rsa, 2, 2],
  ['PS256', rsa, 16, 16],
  ['ES256', ec, 7, 0],
  ['ES256', ec, 8, 8],
  ['Ed25519', ed, 7, 0],
  ['Ed25519', ed, 64, 64],
] as const)(
  '%s: %d in flight, on the pool %d',
  async (algorithm, { privateKey, publicKey }, inFlight, expected) => {
    const sign = createSigner(privateKey, { algorithm });
    const verify = createVerifier<{ n: number }>(publicKey, { algorithms: [algorithm] });
    const numbers = Array.from({ length: inFlight }, (_, n) => n);
    const tokens = await Promise.all(numbers.map((n) => sign({ n })));
    expect(onPool).toBe(expected);
    expect(await Promise.all(tokens.map(async (token) => (await verify(token)).n))).toEqual(numbers);
  },
);

test('after a crowd there is none', async () => {
  const sign = createSigner(ec.privateKey, { algorithm: 'ES256' });
  await Promise.all(Array.from({ length: 20 }, () => sign({})));
  await expect(createSigner(ec.privateKey, { algorithm: 'ES256' })({ exp: Number.NaN })).rejects.toThrow();
  onPool = 0;
  await sign({});
  expect(onPool).toBe(0);
});

test('a MAC is always made on the calling thread', async () => {
  const sign = createSigner(SECRET, { algorithm: 'HS256' });
  await Promise.all(Array.from({ length: 3000 }, () => sign({})));
  expect(onPool).toBe(0);
});

test('the event loop turns while one signature follows the other', async () => {
  const sign = createSigner(rsa.privateKey, { algorithm: 'PS512' });
  await sign({});
  let turns = 0;
  let isSigning = true;
  const turning = (async () => {
    for (; isSigning; turns++) await nextTurn();
  })();
  for (let n = 0; n < 64; n++) await sign({ n });
  isSigning = false;
  await turning;
  // A signature with this key takes a third of a millisecond or more, and a turn has time for two milliseconds of them.
  expect(turns).toBeGreaterThan(5);
  expect(onPool).toBe(0);
});

test('the event loop turns while many are in flight', async () => {
  const sign = createSigner(rsa.privateKey, { algorithm: 'PS512' });
  let signed = 0;
  const all = Promise.all(
    Array.from({ length: 64 }, async () => {
      await sign({});
      signed += 1;
    }),
  );
  // The calling thread has finished its synchronous work by then. The pool may need longer.
  await new Promise<void>((resolve) => process.nextTick(resolve));
  expect(signed).toBeLessThan(64);
  await all;
});
