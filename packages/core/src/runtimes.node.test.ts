import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { randomCases } from './testing/cases.ts';
import { answers, digestOf } from './testing/suite.ts';

// Bun and Deno take the `node` condition for theirs, too, but lack parts of node:crypto: HMAC over BLAKE2 in Bun 1.4, PBKDF2
// over it in Deno 2.9. Their answers must be those of the Node.js provider.

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const cache = mkdtempSync(join(tmpdir(), 'countersign-deno-'));
afterAll(() => rmSync(cache, { recursive: true, force: true }));

test.each([
  ['Bun', 'bun', []],
  // Without any permission.
  ['Deno', 'deno', ['run', '--quiet', '--no-prompt', '--no-lock', '--node-modules-dir=manual']],
])('%s answers what Node.js answers', { timeout: 120_000 }, async (_name, command, options) => {
  const seed = Math.trunc(Math.random() * 2 ** 31);
  const cases = randomCases(seed);
  const output = execFileSync(
    join(PACKAGE, 'node_modules/.bin', command),
    [...options, '--conditions=@countersign/source', 'src/testing/answer.ts'],
    {
      cwd: PACKAGE,
      env: { ...process.env, DENO_DIR: cache, DENO_NO_UPDATE_CHECK: '1' },
      input: JSON.stringify(cases),
      maxBuffer: 2 ** 26,
    },
  );
  const given: unknown = JSON.parse(output.toString());
  expect(given, `seed ${seed}`).toEqual({ digests: cases.map(digestOf), answers: await answers() });
});
