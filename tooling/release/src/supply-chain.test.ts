import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from './temporary.ts';
import { pnpm, publishedPackages, root, run } from './workspace.ts';

const packages = publishedPackages().map(({ folder, manifest }) => ({
  name: manifest.name,
  folder,
  manifest,
}));

test.each(packages)('$name gives a reason for each dependency in its README', ({ folder, manifest }) => {
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  const [, section = ''] = readme.split('\n## Dependencies\n');
  const names = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies });
  const outside = names.filter((name) => !name.startsWith('@countersign/'));
  expect(
    outside.filter((name) => !section.includes(`\`${name}\``) && !section.includes(`\`${dirname(name)}/*\``)),
  ).toEqual([]);
});

describe('the lockfile', () => {
  const resolutions = [
    ...readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8').matchAll(/^ {4}resolution: (.*)$/gm),
  ].map(([, resolution = '']) => resolution);

  test('holds a SHA-512 digest of every package, and no address', () => {
    expect(resolutions.length).toBeGreaterThan(100);
    const others = resolutions.filter((text) => !/^\{integrity: sha512-[\w+/]{86}==\}$/.test(text));
    expect(others).toEqual([]);
  });
});

test('the install script of a dependency is stopped by the settings of this workspace', async () => {
  const folder = temporaryFolder('install-script');
  const dependency = join(folder, 'dependency');
  mkdirSync(dependency);
  const script = `node -e "require('fs').writeFileSync(${JSON.stringify(join(folder, 'ran'))}, '')"`;
  writeFileSync(
    join(dependency, 'package.json'),
    JSON.stringify({ name: 'wants-to-run', version: '1.0.0', scripts: { postinstall: script } }),
  );
  await run('tar', ['-czf', 'dependency.tgz', '--transform=s/^dependency/package/', 'dependency'], {
    cwd: folder,
  });
  const settings = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');
  writeFileSync(join(folder, 'pnpm-workspace.yaml'), settings.replace(/^packages:\n(?: +- .*\n)+/m, ''));
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ private: true, dependencies: { 'wants-to-run': 'file:dependency.tgz' } }),
  );
  await expect(pnpm(['install', '--no-frozen-lockfile'], { cwd: folder })).rejects.toThrow(
    /ERR_PNPM_IGNORED_BUILDS.*wants-to-run/s,
  );
  expect(existsSync(join(folder, 'ran'))).toBe(false);
});
