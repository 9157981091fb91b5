import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, inject, test } from 'vitest';

const dist = dirname(inject('countersign'));

/** The source of a text in the built command, and its line there. */
function origin(text: string): { readonly source: string; readonly line: string } {
  for (const file of readdirSync(dist).filter((name) => name.endsWith('.mjs'))) {
    const before = readFileSync(join(dist, file), 'utf8').split(text, 1)[0] ?? '';
    const lines = before.split('\n');
    if (before === readFileSync(join(dist, file), 'utf8')) continue;
    const map = new SourceMap(JSON.parse(readFileSync(join(dist, `${file}.map`), 'utf8')));
    const found = map.findEntry(lines.length - 1, lines.at(-1)?.length ?? 0);
    if (!('originalSource' in found)) continue;
    const source = join(import.meta.dirname, '../dist', found.originalSource);
    return {
      source: found.originalSource,
      line: readFileSync(source, 'utf8').split('\n')[found.originalLine] ?? '',
    };
  }
  throw new Error(`${text} is in no file`);
}

// The first is in the chunk of every start, the second in that of a command, and the third in a package.
test.each([
  ['Lists of forbidden passwords', '../src/commands/tree.ts'],
  ['the claims are not UTF-8 text', '../src/commands/jwt/sign.ts'],
  [' has a member named __proto__', '../../../packages/jwt/src/token/json.ts'],
])('%j of the built command leads to %s', (text, source) => {
  const found = origin(text);
  expect(found.source).toBe(source);
  expect(found.line).toContain(text);
});

test('the manual is the one that the command prints', () => {
  expect(readFileSync(join(dist, 'countersign.1'), 'utf8')).toMatch(/^\.TH COUNTERSIGN 1/m);
});

/** Prints the modules of Node.js that a program has loaded. */
const WATCH = `
  const loaded = new Set(), load = process.getBuiltinModule;
  process.getBuiltinModule = (name) => (loaded.add(name), load(name));
  process.on('exit', () => console.error([...loaded].join(' ')));`;

test.each([
  [['--version'], 'node:fs'],
  [['hash', '--text', 'x'], 'node:crypto node:fs'],
])('%j loads only %s of Node.js', (args, expected) => {
  const hook = `--import=data:text/javascript,${encodeURIComponent(WATCH)}`;
  const { stderr } = spawnSync(process.execPath, [hook, inject('countersign'), ...args], {
    encoding: 'utf8',
  });
  expect(stderr.trim().split(' ').sort().join(' ')).toBe(expected);
});
