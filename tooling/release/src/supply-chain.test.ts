import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runtimeDependencies } from './runtime-dependencies.ts';
import { knownCells, layered } from './supply-chain.ts';
import { temporaryFolder } from './temporary.ts';
import { pnpm, root, run } from './workspace.ts';

const packages = layered().map(({ folder, manifest }) => ({ name: manifest.name, folder }));

describe.each(packages)('$name', ({ name, folder }) => {
  const dependencies = runtimeDependencies(folder);

  test('gives a reason for each package that it needs at run time in its README', () => {
    const unexplained = dependencies.filter(({ reason }) => reason === '').map(({ name }) => name);
    expect(unexplained).toEqual([]);
  });

  test('is described in docs/supply-chain.md as it is locked (pnpm supply-chain rewrites it)', () => {
    const document = readFileSync(join(root, 'docs/supply-chain.md'), 'utf8');
    const [, section = ''] = document.split(`\n### ${name}\n`);
    const [table = ''] = section.split('\n##');
    const rows = [...table.matchAll(/^\| (`.*) \|$/gm)].map(([, row = '']) =>
      row.split(' | ').map((cell) => cell.trim()),
    );
    // Sizes are this platform's; versions, licences, reasons and what comes along are everybody's.
    const withoutSize = (cells: readonly string[]): readonly string[] => cells.filter((_, at) => at !== 3);
    expect(rows.map((cells) => withoutSize(cells.slice(0, 5)))).toEqual(
      dependencies.map((dependency) => withoutSize(knownCells(dependency))),
    );
  });
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

test('a dependency that wants to run a script when it is installed is stopped by the settings of this workspace', async () => {
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
