import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';
import { launchChromium } from '@countersign/vitest-config/chromium';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { printed } from './printed.ts';
import { type LocalRegistry, startRegistry } from './registry.ts';
import { programs } from './rehearsal-programs.ts';
import {
  type Prerelease,
  packFromClone,
  type Release,
  rehearsePrerelease,
  rehearseRelease,
} from './rehearsed-release.ts';
import { findNode, SUPPORTED_NODE_LINES } from './runtimes.ts';
import { temporaryFolder } from './temporary.ts';
import { type Manifest, pnpm, publishedPackages, root, run } from './workspace.ts';

const libraries = publishedPackages()
  .filter(({ manifest }) => manifest.exports)
  .map(({ manifest }) => manifest.name);
const everything = publishedPackages().map(({ manifest }) => manifest.name);

const OLD_COMPILERS = ['5.4', '5.9'];

/** Version 7 of TypeScript has no node10 resolution. */
const COMPILERS = [
  ...OLD_COMPILERS.flatMap((version) =>
    ['nodenext', 'bundler', 'node10'].map((resolution) => [version, resolution] as const),
  ),
  ...['nodenext', 'bundler'].map((resolution) => ['7', resolution] as const),
];

/** The oldest release line of Node.js that runs the command. */
const OLDEST_FOR_COMMAND = 22;

const folder = temporaryFolder('rehearsal');
const nodes = new Map<number, string>();
let registry: LocalRegistry;
let release: Release;
let npmCli: string;

beforeAll(async () => {
  npmCli = realpathSync((await run('which', ['npm'], { cwd: folder })).trim());
  registry = await startRegistry(join(folder, 'registry'));
  [release] = await Promise.all([
    rehearseRelease(join(folder, 'workspace'), registry),
    ...SUPPORTED_NODE_LINES.map(async (line) => nodes.set(line, await findNode(line, folder))),
  ]);
});

afterAll(() => registry?.stop());

interface Published extends Manifest {
  readonly dist: { readonly integrity: string };
}

interface Known {
  readonly 'dist-tags': Readonly<Record<string, string>>;
  readonly versions: Readonly<Record<string, Published>>;
}

/** The registry's description of a package. */
async function known(name: string): Promise<Known> {
  return JSON.parse(await (await fetch(new URL(encodeURIComponent(name), registry.url))).text());
}

/** The same about its latest version. */
async function published(name: string): Promise<Published | undefined> {
  const { versions, 'dist-tags': tags } = await known(name);
  return versions[tags['latest'] ?? ''];
}

/** `@countersign/core` to `core`. */
const short = (name: string): string => name.replace(/^.*\//, '');

/** An empty folder outside any workspace, which looks for `@countersign/*` in the local registry only. */
function emptyFolder(name: string): string {
  const path = join(folder, 'consumers', name);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  writeFileSync(join(path, '.npmrc'), registry.npmrc);
  // Accept packages that were published a second ago. Hoist nothing, so that a package finds only its declared dependencies.
  writeFileSync(join(path, 'pnpm-workspace.yaml'), 'packages: []\nminimumReleaseAge: 0\nhoist: false\n');
  return path;
}

function nodeOf(line: number): string {
  const node = nodes.get(line);
  if (!node) throw new Error(`Node.js ${line} was not installed`);
  return node;
}

/** How the two package managers install one package under one Node.js. */
const installers: Readonly<Record<string, (line: number, path: string, name: string) => Promise<unknown>>> = {
  npm: (line, path, name) =>
    run(
      nodeOf(line),
      [npmCli, 'install', '--loglevel=error', '--prefer-offline', '--no-audit', '--no-fund', name],
      { cwd: path, env: onPath(line) },
    ),
  pnpm: (line, path, name) =>
    pnpm(['add', '--reporter=append-only', '--prefer-offline', name], { cwd: path, env: onPath(line) }),
};

const onPath = (line: number): Readonly<Record<string, string>> => ({
  PATH: `${dirname(nodeOf(line))}:${process.env['PATH']}`,
});

describe('a release', () => {
  test('raises the changed package and what depends on it, writes changelogs, and uses the changeset up', async () => {
    const raised = everything.filter((name) => release.after.get(name) !== release.before.get(name));
    expect(raised).toEqual(expect.arrayContaining(['@countersign/core', '@countersign/jwt']));
    const changelog = (name: string): string =>
      readFileSync(join(release.workspace, `packages/${name}/CHANGELOG.md`), 'utf8');
    expect(changelog('core')).toMatch(
      /- \[`[\da-f]{7}`\]\(https:\/\/github\.com\/.+\/commit\/[\da-f]{7,}\) A change that users notice\./,
    );
    expect(changelog('jwt')).toContain(`@countersign/core@${release.after.get('@countersign/core')}`);
    expect(await run('git', ['ls-files', '.changeset/*.md'], { cwd: release.workspace })).toBe(
      '.changeset/README.md\n',
    );
  });

  test.each(everything)('publishes %s with real versions in place of workspace ones', async (name) => {
    const latest = await published(name);
    expect(latest?.version).toBe(release.after.get(name));
    const ranges = Object.entries(latest?.dependencies ?? {});
    expect(ranges.filter(([, range]) => /^(workspace|catalog):/.test(range))).toEqual([]);
    for (const [dependency, range] of ranges.filter(([dependency]) => everything.includes(dependency)))
      expect(range).toBe(`^${release.after.get(dependency)}`);
  });

  test.each(everything)('makes a bill of materials for %s that CycloneDX’s schema accepts', async (name) => {
    const file = `${name.slice(1).replace('/', '-')}-${release.after.get(name)}.cdx.json`;
    const text = readFileSync(join(release.workspace, 'tooling/release/reports/packed', file), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ bomFormat: 'CycloneDX', specVersion: Spec.Version.v1dot7 });
    expect(await new Validation.JsonStrictValidator(Spec.Version.v1dot7).validate(text)).toBeNull();
  });

  test('makes a Homebrew formula with the digest of the packed command', () => {
    const packed = join(release.workspace, 'tooling/release/reports/packed');
    const formula = readFileSync(join(packed, 'countersign.rb'), 'utf8');
    const [, archive = ''] = /\/([^/"]+\.tgz)"/.exec(formula) ?? [];
    expect(archive).toBe(`countersign-cli-${release.after.get('@countersign/cli')}.tgz`);
    const sha256 = createHash('sha256')
      .update(readFileSync(join(packed, archive)))
      .digest('hex');
    expect(formula).toContain(`sha256 "${sha256}"`);
  });

  test('can be reproduced: packed from another clone, each package has the integrity that the registry states', async () => {
    const packed = await packFromClone(release.workspace, join(folder, 'another/clone'));
    const stated = await Promise.all(
      everything.map(async (name) => [name, (await published(name))?.dist.integrity]),
    );
    expect(packed).toEqual(Object.fromEntries(stated));
  });
});

describe.each(SUPPORTED_NODE_LINES)('on Node.js %i', (line) => {
  describe.each(Object.entries(installers))('%s', (manager, install) => {
    test.concurrent.each(libraries)('installs %s alone, and it works', async (name) => {
      const path = emptyFolder(`${manager}-${line}-${short(name)}`);
      await install(line, path, name);
      // As a consumer's build would leave it, its types taken out.
      writeFileSync(join(path, 'program.mjs'), stripTypeScriptTypes(programs[name] ?? ''));
      expect(await run(nodeOf(line), ['program.mjs'], { cwd: path })).toBe('ok\n');
      const required = `console.log(Object.keys(require('${name}')).length > 0)`;
      writeFileSync(join(path, 'program.cjs'), required);
      expect(await run(nodeOf(line), ['--no-warnings', 'program.cjs'], { cwd: path })).toBe('true\n');
    });

    const commands = line < OLDEST_FOR_COMMAND ? [] : ['@countersign/cli'];
    test.concurrent.each(commands)('installs %s, and it works', async (name) => {
      const path = emptyFolder(`${manager}-${line}-cli`);
      await install(line, path, name);
      const command = join(path, 'node_modules/.bin/countersign');
      const countersign = (...args: readonly string[]): Promise<string> =>
        run(command, args, { cwd: path, env: onPath(line) });
      expect(await countersign('--version')).toContain(release.after.get('@countersign/cli'));
      writeFileSync(join(path, 'message'), 'Hash me now!');
      expect(await countersign('hash', 'message')).toMatch(/^10d561fa94a89a25/);
    });
  });
});

describe('a consumer', () => {
  let path: string;
  beforeAll(async () => {
    path = emptyFolder('types-and-bundles');
    const tools = [
      'vite@8',
      ...OLD_COMPILERS.map((version) => `typescript-${version}@npm:typescript@${version}`),
    ];
    await pnpm(['add', '--reporter=append-only', '--prefer-offline', ...libraries, ...tools], { cwd: path });
    for (const name of libraries) writeFileSync(join(path, `${short(name)}.mts`), programs[name] ?? '');
  });

  test.each(COMPILERS)(
    'of TypeScript %s type-checks under moduleResolution %s, declarations included',
    async (version, moduleResolution) => {
      const config = join(path, `tsconfig.${version}.${moduleResolution}.json`);
      writeFileSync(
        config,
        JSON.stringify({
          compilerOptions: {
            target: 'es2022',
            lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
            module: moduleResolution === 'nodenext' ? 'nodenext' : 'esnext',
            moduleResolution,
            strict: true,
            exactOptionalPropertyTypes: true,
            skipLibCheck: false,
            noEmit: true,
            types: [],
          },
          include: ['*.mts'],
        }),
      );
      const compiler = OLD_COMPILERS.includes(version)
        ? join(path, `node_modules/typescript-${version}/bin/tsc`)
        : join(root, 'node_modules/typescript/bin/tsc');
      expect(await run(nodeOf(24), [compiler, '-p', config], { cwd: path })).toBe('');
    },
  );

  describe('in a browser', () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await launchChromium();
    });
    afterAll(() => browser?.close());

    test.each(libraries)('runs %s, bundled with Vite', async (name) => {
      const page = `<!doctype html><script type="module" src="/${short(name)}.mts"></script>\n`;
      writeFileSync(join(path, 'index.html'), page);
      const built = join(path, `dist-${short(name)}`);
      const output = await run(
        join(root, 'node_modules/.bin/node'),
        ['node_modules/vite/bin/vite.js', 'build', '--target', 'es2022', '--outDir', built],
        { cwd: path },
      );
      expect(output).not.toMatch(/externalized for browser|node:/);
      expect(await printed(browser, built)).toEqual(['ok']);
    });
  });
});

describe('a pre-release, from a clone of what was released', () => {
  let pre: Prerelease;
  beforeAll(async () => {
    pre = await rehearsePrerelease(release.workspace, join(folder, 'pre-release/workspace'), registry);
  });

  test.each(everything)('publishes %s under the tag next and keeps latest', async (name) => {
    expect(pre.entered.get(name)).toMatch(/^\d+\.\d+\.\d+-next\.0$/);
    const { 'dist-tags': tags, versions } = await known(name);
    expect(tags).toMatchObject({ latest: release.after.get(name), next: pre.entered.get(name) });
    const ranges = Object.entries(versions[tags['next'] ?? '']?.dependencies ?? {});
    for (const [dependency, range] of ranges.filter(([dependency]) => everything.includes(dependency)))
      expect(range).toBe(`^${pre.entered.get(dependency)}`);
  });

  test('is installed by its tag alone', async () => {
    for (const [wanted, version] of [
      ['@countersign/core', release.after],
      ['@countersign/core@next', pre.entered],
    ] as const) {
      const path = emptyFolder(wanted.replace(/^.*\//, 'tag-'));
      await pnpm(['add', '--reporter=append-only', '--prefer-offline', wanted], { cwd: path });
      const installed = join(path, 'node_modules/@countersign/core/package.json');
      expect(JSON.parse(readFileSync(installed, 'utf8')).version).toBe(version.get('@countersign/core'));
    }
  });

  test('ends in the version that it led to', () => {
    for (const name of everything)
      expect(pre.left.get(name)).toBe(pre.entered.get(name)?.replace('-next.0', ''));
  });
});
