import { fileURLToPath } from 'node:url';
import { askOn, type Runtime } from '@countersign/vitest-config/runtimes';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Algorithm } from './index.ts';
import type { ExchangeCase } from './testing/exchange.ts';
import { exchangeCases, expectedOutcomes, outcomes } from './testing/exchange-cases.ts';
import { codes, type Exchange } from './testing/exchange-program.ts';

// Bun and Deno have their own node:crypto, which differs from OpenSSL in details. Tokens must work in both directions.

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
let cases: readonly ExchangeCase[];
beforeAll(async () => {
  cases = await exchangeCases();
});

/** Algorithms that the node:crypto of each lacks. */
const RUNTIMES: readonly (readonly [runtime: Runtime, lacking: readonly Algorithm[]])[] = [
  ['bun', []],
  ['deno', ['ES512', 'ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87']],
];

describe.each(RUNTIMES)('%s', (runtime, lacking) => {
  let given: Exchange;
  beforeAll(() => {
    given = JSON.parse(askOn(runtime, PACKAGE, 'src/testing/exchange-program.ts', cases));
  });

  test('every attack ends as on Node.js', async () => {
    expect(given.codes).toEqual(await codes());
  });

  test('tokens are exchanged with Node.js in every algorithm', async () => {
    expect(await outcomes(cases, given.answers)).toEqual(expectedOutcomes(2, lacking));
  });
});
