import { fileURLToPath } from 'node:url';
import { askOn, type Runtime } from '@countersign/vitest-config/runtimes';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Algorithm, decode, encode, exportKey, generateKey, importKey } from './index.ts';
import { CLAIMS, codes, type Exchange, type ExchangeCase } from './testing/exchange.ts';
import { supported } from './testing/supported.ts';

// Bun and Deno have a node:crypto of their own, which is not OpenSSL's in all it accepts: their tokens must be ours, and ours theirs.

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const cases: ExchangeCase[] = [];
beforeAll(async () => {
  for (const algorithm of supported) {
    const key = await generateKey(algorithm);
    const [signing, verifying] = 'privateKey' in key ? [key.privateKey, key.publicKey] : [key, key];
    const token = await encode(CLAIMS, signing, { algorithm });
    cases.push({
      algorithm,
      signing: await exportKey(signing, 'jwk'),
      verifying: await exportKey(verifying, 'jwk'),
      token,
    });
  }
});

/** What the node:crypto of each does not have. */
const RUNTIMES: readonly (readonly [runtime: Runtime, lacking: readonly Algorithm[]])[] = [
  ['bun', []],
  ['deno', ['ES512', 'ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87']],
];

describe.each(RUNTIMES)('%s', (runtime, lacking) => {
  let given: Exchange;
  beforeAll(() => {
    given = JSON.parse(askOn(runtime, PACKAGE, 'src/testing/exchange.ts', cases));
  });

  test('every attack ends as on Node.js', async () => {
    expect(given.codes).toEqual(await codes());
  });

  test('tokens are exchanged with Node.js in every algorithm', async () => {
    expect(given.answers.map(({ algorithm }) => algorithm)).toEqual(supported);
    for (const [index, { algorithm, refusal, claims, tokens }] of given.answers.entries()) {
      expect([algorithm, refusal]).toEqual([
        algorithm,
        lacking.includes(algorithm) ? 'ERR_KEY_INVALID' : undefined,
      ]);
      if (refusal !== undefined) continue;
      expect([algorithm, claims]).toEqual([algorithm, [CLAIMS, CLAIMS]]);
      const key = await importKey(cases[index]?.verifying ?? '', { algorithm });
      if (key.kind === 'private') throw new Error('the half for verifying is public or secret');
      for (const token of tokens)
        expect(await decode(token, key, { algorithms: [algorithm] })).toEqual(CLAIMS);
    }
  });
});
