import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from './temporary.ts';
import { root, run } from './workspace.ts';

const folder = temporaryFolder('single-file');
const file = join(folder, 'countersign');

/** Runs the file where no other program is found. */
const countersign = (...args: readonly string[]): Promise<string> =>
  run(file, args, { cwd: folder, env: { PATH: folder, NODE_OPTIONS: undefined } });

beforeAll(async () => {
  await run(process.execPath, ['single-file.ts', file], { cwd: join(root, 'apps/cli') });
  writeFileSync(join(folder, 'message'), 'Hash me now!');
  for (const name of ['large', 'huge']) writeFileSync(join(folder, name), Buffer.alloc(20_000_000, name));
});

test.each([
  [['hash', 'message'], /^10d561fa94a89a25/],
  [['hash', '-a', 'blake2b', 'message'], /^56441b566db9aafc/],
  [['hash', '-a', 'blake3', 'message'], /^bdc3865319dd86d2/],
  [['hash', '-a', 'sha3-256', 'message'], /^f7aa38c9bb56d531/],
  [['hash', 'large', 'huge'], /^[0-9a-f]{64} {2}large\n[0-9a-f]{64} {2}huge\n$/],
  [['password', 'hash', '--insecure-password', 'four random words'], /^\$argon2id\$/],
  [['password', 'hash', '-a', 'bcrypt', '--insecure-password', 'four random words'], /^\$2b\$/],
  [['password', 'passphrase'], /^([a-z]+-)+[a-z]+\n$/],
  [['key', 'generate', 'ES256'], /BEGIN PRIVATE KEY/],
  [['man'], /^\.TH COUNTERSIGN/],
])('the single file runs %j', async (args, output) => {
  expect(await countersign(...args)).toMatch(output);
});

test('the single file runs every example of the tour', async () => {
  expect(await countersign('tour')).not.toMatch(/has no command|Unexpected error/);
});
