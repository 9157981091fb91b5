// Before all tests: builds the command, packs it as for publication, and installs the archive in an empty directory.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';

const run = promisify(execFile);
const folder = resolve(import.meta.dirname, '../..');

declare module 'vitest' {
  interface ProvidedContext {
    /** The installed command's program. */
    readonly countersign: string;
    /** The command in node_modules/.bin. */
    readonly countersignBin: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const target = await mkdtemp(join(tmpdir(), 'countersign-installed-'));
  const PATH = `${dirname(process.execPath)}${delimiter}${process.env['PATH']}`;
  const env = { ...process.env, PATH };
  // Turbo has built it, and other packages read it at the same time.
  if (process.env['TURBO_HASH'] === undefined)
    await run(process.execPath, ['build.ts'], { cwd: folder, env });
  const tarball = join(target, 'countersign.tgz');
  await run('pnpm', ['pack', '--out', tarball], { cwd: folder, env });
  await writeFile(join(target, 'package.json'), '{ "name": "empty", "private": true }');
  await run('pnpm', ['add', '--silent', '--prefer-offline', '--ignore-workspace', tarball], {
    cwd: target,
    env,
  });
  project.provide('countersign', join(target, 'node_modules/@countersign/cli/dist/main.cjs'));
  project.provide('countersignBin', join(target, 'node_modules/.bin/countersign'));
  return () => rm(target, { recursive: true, force: true });
}
