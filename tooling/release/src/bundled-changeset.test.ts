import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { addBundledChangesets } from './bundled-changeset.ts';
import { temporaryFolder } from './temporary.ts';

let workspace: string;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(workspace, path)), { recursive: true });
  writeFileSync(join(workspace, path), text);
}

const changeset = (id: string, ...names: readonly string[]): void =>
  write(
    `.changeset/${id}.md`,
    `---\n${names.map((name) => `'@countersign/${name}': minor\n`).join('')}---\n\nA change.\n`,
  );

beforeEach(() => {
  workspace = temporaryFolder('bundled');
  write('.changeset/README.md', '# Changesets\n');
  for (const name of ['core', 'jwt'])
    write(
      `packages/${name}/package.json`,
      JSON.stringify({ name: `@countersign/${name}`, version: '1.0.0' }),
    );
  const devDependencies = { '@countersign/core': 'workspace:^', '@countersign/jwt': 'workspace:^' };
  write(
    'apps/cli/package.json',
    JSON.stringify({ name: '@countersign/cli', version: '1.0.0', devDependencies }),
  );
});

describe('a changeset for what bundles', () => {
  test('is added when a bundled package rises, and says which', () => {
    changeset('fix', 'core');
    const [file = ''] = addBundledChangesets(workspace);
    const text = readFileSync(join(workspace, file), 'utf8');
    expect(text).toBe("---\n'@countersign/cli': patch\n---\n\nBundles what is new in `@countersign/core`.\n");
    expect(addBundledChangesets(workspace)).toEqual([]);
  });

  test.each([
    ['nothing changes', []],
    [
      'the command has its own changeset',
      [
        ['fix', 'core'],
        ['own', 'cli'],
      ],
    ],
  ])('is not added when %s', (_, changesets) => {
    for (const [id = '', name = ''] of changesets) changeset(id, name);
    expect(addBundledChangesets(workspace)).toEqual([]);
  });

  test('looks, in pre-release mode, at what was not used up yet', () => {
    changeset('first', 'core');
    write('.changeset/pre.json', JSON.stringify({ mode: 'pre', tag: 'next', changesets: ['first'] }));
    expect(addBundledChangesets(workspace)).toEqual([]);
    changeset('second', 'jwt');
    const [file = ''] = addBundledChangesets(workspace);
    expect(readFileSync(join(workspace, file), 'utf8')).toContain('`@countersign/jwt`');
  });
});
