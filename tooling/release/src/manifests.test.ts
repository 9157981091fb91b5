import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { publishedPackages, workspacePackages } from './workspace.ts';

const packages = publishedPackages();

test('three libraries and the command are published, and nothing else', () => {
  expect(packages.map(({ manifest }) => manifest.name)).toEqual([
    '@countersign/cli',
    '@countersign/core',
    '@countersign/jwt',
    '@countersign/password',
  ]);
});

test.each(workspacePackages().map(({ directory, manifest }) => [directory, manifest] as const))(
  '%s has the scripts that every package and app has',
  (_, { scripts = {} }) => {
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['build', 'check', 'test']));
  },
);

describe.each(packages.map((found) => ({ name: found.manifest.name, ...found })))(
  '$name',
  ({ manifest, directory, folder }) => {
    test('has a description, a repository and a range of Node.js versions', () => {
      expect(manifest).toMatchObject({
        description: expect.stringMatching(/^[A-Z].*\.$/),
        license: 'MIT',
        type: 'module',
        repository: { url: 'git+https://github.com/countersign/countersign.git', directory },
        engines: { node: expect.stringMatching(/^>=(20\.19|22\.12)$/) },
        publishConfig: { access: 'public', provenance: true },
      });
    });

    test('has a README', () => {
      expect(existsSync(join(folder, 'README.md'))).toBe(true);
    });

    test('runs nothing on install', () => {
      const onInstall = ['preinstall', 'install', 'postinstall', 'prepare'];
      expect(Object.keys(manifest.scripts ?? {}).filter((name) => onInstall.includes(name))).toEqual([]);
    });

    test('takes every outside version from the catalog and every inside one from the workspace', () => {
      const versions = Object.values(manifest.dependencies ?? {});
      expect(versions.filter((version) => !['catalog:', 'workspace:^'].includes(version))).toEqual([]);
    });
  },
);

describe.each(
  packages
    .filter(({ manifest }) => manifest.exports)
    .map((found) => ({ name: found.manifest.name, ...found })),
)('$name, a library', ({ manifest }) => {
  test('is free of side effects', () => {
    expect(manifest.sideEffects).toBe(false);
  });

  test('resolves types first among what consumers see, and code by default last', () => {
    for (const [subpath, target] of Object.entries(manifest.exports ?? {})) {
      if (typeof target !== 'object' || target === null) continue;
      const conditions = Object.keys(target).filter((condition) => condition !== '@countersign/source');
      expect({ subpath, first: conditions[0], last: conditions.at(-1) }).toEqual({
        subpath,
        first: 'types',
        last: 'default',
      });
    }
  });
});
