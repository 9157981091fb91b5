import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { baseOf, packagesWithoutChangeset } from './changeset-guard.ts';
import { commitAll } from './checkout.ts';
import { temporaryFolder } from './temporary.ts';
import { run } from './workspace.ts';

let workspace: string;

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    writeFileSync(join(workspace, path), text);
  }
}

const git = async (...args: readonly string[]): Promise<string> =>
  (await run('git', args, { cwd: workspace })).trim();

const manifest = (name: string, version = '1.0.0'): string =>
  JSON.stringify({ name: `@countersign/${name}`, version });

const changeset = (...names: readonly string[]): string =>
  `---\n${names.map((name) => `'@countersign/${name}': minor\n`).join('')}---\n\nA change.\n`;

beforeEach(async () => {
  workspace = temporaryFolder('guard');
  await git('init', '--quiet', '--initial-branch=main');
  write({
    'packages/core/package.json': manifest('core'),
    'packages/core/core.api.md': 'one\n',
    'packages/jwt/package.json': manifest('jwt'),
    'packages/jwt/jwt.api.md': 'one\n',
    '.changeset/README.md': '# Changesets\n',
    '.changeset/pending-before.md': changeset('core', 'jwt'),
  });
  await commitAll(workspace, 'Base');
});

describe('the changeset guard', () => {
  test.each<{ when: string; files: Readonly<Record<string, string>>; missing: readonly string[] }>([
    { when: 'nothing changes', files: {}, missing: [] },
    { when: 'a file that is not a report changes', files: { 'packages/core/src/a.ts': '' }, missing: [] },
    {
      when: 'an API changes, though an older changeset names the package',
      files: { 'packages/core/core.api.md': 'two\n' },
      missing: ['@countersign/core'],
    },
    {
      when: 'a report is added',
      files: { 'packages/jwt/jwt-node.api.md': 'one\n' },
      missing: ['@countersign/jwt'],
    },
    {
      when: 'the changeset names another package',
      files: { 'packages/core/core.api.md': 'two\n', '.changeset/new.md': changeset('jwt') },
      missing: ['@countersign/core'],
    },
    {
      when: 'the package is named only in the text of a changeset',
      files: {
        'packages/core/core.api.md': 'two\n',
        '.changeset/new.md': "---\n---\n\n'@countersign/core': minor\n",
      },
      missing: ['@countersign/core'],
    },
    {
      when: 'one changeset names both',
      files: {
        'packages/core/core.api.md': 'two\n',
        'packages/jwt/jwt.api.md': 'two\n',
        '.changeset/new.md': changeset('core', 'jwt'),
      },
      missing: [],
    },
    {
      when: 'a release raised the version',
      files: {
        'packages/core/core.api.md': 'two\n',
        'packages/core/package.json': manifest('core', '1.1.0'),
      },
      missing: [],
    },
  ])('names $missing when $when, committed or not', async ({ files, missing }) => {
    write(files);
    expect(await packagesWithoutChangeset('HEAD', workspace)).toEqual(missing);
    write({ 'another.txt': '' });
    await commitAll(workspace, 'Change');
    expect(await packagesWithoutChangeset('HEAD~1', workspace)).toEqual(missing);
  });

  test('wants a changeset for a report that is taken away', async () => {
    rmSync(join(workspace, 'packages/core/core.api.md'));
    expect(await packagesWithoutChangeset('HEAD', workspace)).toEqual(['@countersign/core']);
  });

  test('compares a branch with where it left main', async () => {
    const fork = await git('rev-parse', 'HEAD');
    await git('switch', '--quiet', '--create', 'feature');
    write({ 'a.txt': '' });
    await commitAll(workspace, 'Feature');
    expect(await baseOf(workspace)).toBe(fork);
  });

  test('compares main with the last release, and with nothing when there was none', async () => {
    expect(await baseOf(workspace)).toBeUndefined();
    await git('tag', '@countersign/core@1.0.0');
    expect(await baseOf(workspace)).toBe('@countersign/core@1.0.0');
  });
});
