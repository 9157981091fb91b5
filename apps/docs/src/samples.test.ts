import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { samples } from './samples.ts';

const docs = resolve(import.meta.dirname, '..');
const folder = join(docs, '.samples');
const all = samples(join(docs, 'guides'));

// The samples stand inside the package, so that they resolve what a reader who installed it would.
beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  for (const { name, code } of all) writeFileSync(join(folder, `${name}.ts`), code);
  const config = {
    extends: '../../../tsconfig.base.json',
    compilerOptions: { isolatedDeclarations: false, declaration: false, declarationMap: false },
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(command: string, ...args: readonly string[]): string {
  const done = spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${command} ${args.join(' ')}\n${done.stdout}${done.stderr}`);
  return done.stdout;
}

test('every sample type-checks under the strictest flags', () => {
  run(resolve(docs, '../../node_modules/.bin/tsc'), '--noEmit', '-p', '.');
});

test.each(all)('$name prints what it says', ({ name, prints }) => {
  const printed = run(process.execPath, '--conditions=@countersign/source', `${name}.ts`);
  expect(printed.trim() === '' ? [] : printed.trim().split('\n')).toEqual(prints);
});
