import { spawnSync } from 'node:child_process';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { hashPassword, verifyPassword } from '../src/index.ts';

// The entry /pure in one file, on Node.js: no native binding is loaded, with and without WebAssembly.

const PROGRAM = `
  import { hashPassword, passwordRuntime, verifyPassword } from '@countersign/password/pure';
  const [stored] = process.argv.slice(2);
  const main = async () => {
    const kinds = Object.values(await passwordRuntime()).map(({ kind }) => kind);
    const hashed = await hashPassword('correct horse', { algorithm: 'bcrypt', cost: 10 });
    const native = process.report.getReport().sharedObjects.filter((path) => path.endsWith('.node'));
    const verified = [await verifyPassword('correct horse', stored), await verifyPassword('wrong', stored)];
    console.log(JSON.stringify({ kinds, hashed, native, verified, argon2: await hashPassword('correct horse') }));
  };
  main();
`;

const bundled = build({
  stdin: { contents: PROGRAM, resolveDir: import.meta.dirname },
  bundle: true,
  write: false,
  platform: 'node',
  format: 'cjs',
  conditions: ['@countersign/source'],
}).then(({ outputFiles }) => outputFiles[0]?.text ?? '');

test.each([
  ['WebAssembly', '', 'webassembly'],
  ['JavaScript, without WebAssembly', 'delete globalThis.WebAssembly;', 'javascript'],
])('one file hashes and verifies with %s', async (_name, before, kind) => {
  const stored = await hashPassword('correct horse');
  const run = spawnSync(process.execPath, ['-', stored], {
    input: before + (await bundled),
    encoding: 'utf8',
    cwd: '/',
  });
  expect(run.stderr).toBe('');
  const answer = JSON.parse(run.stdout);
  expect(answer).toMatchObject({ kinds: [kind, kind], native: [], verified: [true, false] });
  expect(await verifyPassword('correct horse', answer.hashed)).toBe(true);
  expect(await verifyPassword('correct horse', answer.argon2)).toBe(true);
});
