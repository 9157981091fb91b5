import { generateKeyPairSync } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createSigner, createVerifier } from '../index.ts';
import { type Algorithm, findAlgorithm } from '../keys/algorithms.ts';
import { importMaterial } from '../keys/import.ts';
import { SECRET } from '../testing/forge.ts';
import { engine } from './node.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 3072 });
const input = { header: 'e30', payload: 'e30' };

async function signMany(
  algorithm: Algorithm,
  key: unknown,
  count: number,
): Promise<(string | Promise<string>)[]> {
  const info = findAlgorithm(algorithm);
  if (!info) throw new Error('the table has it');
  const material = await importMaterial(key);
  await nextTurn();
  return Array.from({ length: count }, () => engine.sign(input, material, info));
}

test.each([
  ['RS256', rsa.privateKey],
  ['PS256', rsa.privateKey],
  ['ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey],
  ['Ed25519', generateKeyPairSync('ed25519').privateKey],
] as const)(
  '%s: a turn signs the first at once, and leaves to the pool what would hold it up',
  async (algorithm, key) => {
    const [first, ...rest] = await signMany(algorithm, key, 500);
    expect(first).toBeTypeOf('string');
    expect(rest.at(-1)).toBeInstanceOf(Promise);
    expect(new Set((await Promise.all(rest)).map((signature) => signature.length)).size).toBe(1);
    const [next] = await signMany(algorithm, key, 1);
    expect(next).toBeTypeOf('string');
  },
);

test('a MAC is always made at once', async () => {
  expect((await signMany('HS256', SECRET, 3000)).every((mac) => typeof mac === 'string')).toBe(true);
});

test('tokens signed either way are verified', async () => {
  const sign = createSigner(rsa.privateKey, { algorithm: 'RS256' });
  const verify = createVerifier<{ n: number }>(rsa.publicKey, { algorithms: ['RS256'] });
  const tokens = await Promise.all(Array.from({ length: 40 }, (_, n) => sign({ n })));
  expect(await Promise.all(tokens.map(async (token) => (await verify(token)).n))).toEqual(
    Array.from({ length: 40 }, (_, n) => n),
  );
});

test('the event loop turns while many signatures are in flight', async () => {
  const sign = createSigner(rsa.privateKey, { algorithm: 'PS512' });
  await sign({});
  let signed = 0;
  const all = Promise.all(
    Array.from({ length: 64 }, async () => {
      await sign({});
      signed += 1;
    }),
  );
  await nextTurn();
  // Whatever the machine is doing: not all of them were made before the loop went on.
  expect(signed).toBeLessThan(64);
  await all;
});
