import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

// The documents say where things are tested; the tests must be there.

const ROOT = resolve(import.meta.dirname, '../../..');
const sources = globSync('{packages,apps,tooling}/*/{src,server,web}/**/*.ts', {
  cwd: ROOT,
  exclude: ['**/node_modules/**'],
});

describe.each(['docs/threat-model.md', 'docs/assurance.md'])('%s', (path) => {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const named = [...text.matchAll(/`([\w./-]+\.ts)`(?:, \*([^*]+)\*)?/g)].map(
    ([, file = '', title]) => [file, title] as const,
  );

  test('names files', () => expect(named.length).toBeGreaterThan(3));

  test.each(named)('%s is there%s', (file, title) => {
    const found = sources.filter(
      (source) => `/${source}`.endsWith(`/${file}`) || source.replace('/src/', '/').endsWith(file),
    );
    expect(found).not.toEqual([]);
    if (title === undefined) return;
    const contents = found.map((source) => readFileSync(join(ROOT, source), 'utf8'));
    expect(contents.some((content) => content.includes(title))).toBe(true);
  });
});
