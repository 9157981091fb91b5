import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

// The documents name files, tests, functions and commands. Each must exist.

const ROOT = resolve(import.meta.dirname, '../../..');
const contents = new Map(
  globSync('{packages,apps,tooling}/*/{src,server,web,test}/**/*.{ts,tsx,mjs}', {
    cwd: ROOT,
    exclude: ['**/node_modules/**', '**/.stryker-tmp/**'],
  }).map((path) => [path, readFileSync(join(ROOT, path), 'utf8')] as const),
);
const settings = readFileSync(join(ROOT, 'pnpm-workspace.yaml'), 'utf8');
const all = [settings, ...contents.values()].join('\n');
const scripts: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(join(ROOT, 'package.json'), 'utf8'),
).scripts;

/** Commands of pnpm and npm themselves. */
const OF_PNPM = ['audit', 'install', 'licenses', 'list', 'view'];

/** The matches of a pattern, without repetitions. */
function named(text: string, pattern: RegExp): readonly (readonly [string, string | undefined])[] {
  const found = [...text.matchAll(pattern)].map(([, name = '', title]) => [name, title] as const);
  return [...new Map(found.map((pair) => [pair.join(), pair])).values()];
}

const DOCUMENTS = [
  'docs/threat-model.md',
  'docs/assurance.md',
  'docs/supply-chain.md',
  'SECURITY.md',
  'CONTRIBUTING.md',
];

describe.each(DOCUMENTS)('%s', (path) => {
  const text = readFileSync(join(ROOT, path), 'utf8');

  const files = named(text, /`([\w./-]+\.(?:ts|mjs))`(?:, \*([^*]+)\*)?/g);
  if (files.length > 0)
    test.each(files)('%s exists%s', (file, title) => {
      const found = [...contents].filter(
        ([source]) => `/${source}`.endsWith(`/${file}`) || source.replace('/src/', '/').endsWith(`/${file}`),
      );
      expect(found).not.toEqual([]);
      expect(found.some(([, content]) => content.includes(title ?? ''))).toBe(true);
    });

  // `hashPassword`, `nistPolicy({ mfa: true })`
  const names = named(text, /`([a-z]+[A-Z]\w*)(?:\([^`]*\))?`/g);
  if (names.length > 0)
    test.each(names)('%s is a name of the code', (name) => {
      expect(all).toMatch(new RegExp(`\\b${name}\\b`));
    });

  const commands = named(text, /`(?:pnpm|npm(?: run)?) ([a-z][a-z:-]+)/g).filter(
    ([name]) => !OF_PNPM.includes(name),
  );
  if (commands.length > 0)
    test.each(commands)('%s is a command', (command) => expect(Object.keys(scripts)).toContain(command));

  const links = named(text, /\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)/g);
  if (links.length > 0)
    test.each(links)('%s is a file', (link) => {
      expect(existsSync(join(ROOT, dirname(path), link))).toBe(true);
    });
});

test('enough is found in them', () => {
  const texts = DOCUMENTS.map((path) => readFileSync(join(ROOT, path), 'utf8')).join('\n');
  expect(named(texts, /`([\w./-]+\.ts)`/g).length).toBeGreaterThan(28);
});
