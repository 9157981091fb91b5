import { fileURLToPath } from 'node:url';
import { askOn } from '@countersign/vitest-config/runtimes';
import { expect, test } from 'vitest';
import { randomCases } from './testing/cases.ts';
import { answers, digestOf } from './testing/suite.ts';

// Bun and Deno take the `node` condition for theirs, too, but lack parts of node:crypto: HMAC over BLAKE2 in Bun 1.4, PBKDF2
// over it in Deno 2.9. Their answers must be those of Node.js.

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));

test.each(['bun', 'deno'] as const)('%s answers what Node.js answers', async (runtime) => {
  const seed = Math.trunc(Math.random() * 2 ** 31);
  const cases = randomCases(seed);
  const given: unknown = JSON.parse(askOn(runtime, PACKAGE, 'src/testing/answer.ts', cases));
  expect(given, `seed ${seed}`).toEqual({ digests: cases.map(digestOf), answers: await answers() });
});
