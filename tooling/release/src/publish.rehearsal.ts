import { mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commitAll, copyWorkspace } from './checkout.ts';
import { type LocalRegistry, startRegistry } from './registry.ts';
import { programs } from './rehearsal-programs.ts';
import { findNode, SUPPORTED_NODE_LINES } from './runtimes.ts';
import { temporaryFolder } from './temporary.ts';
import { type Manifest, pnpm, publishedPackages, root, run } from './workspace.ts';

const libraries = publishedPackages()
  .filter(({ manifest }) => manifest.exports)
  .map(({ manifest }) => manifest.name);
const everything = publishedPackages().map(({ manifest }) => manifest.name);

const folder = temporaryFolder('rehearsal');
const workspace = join(folder, 'workspace');
const nodes = new Map<number, string>();
let registry: LocalRegistry;
let npmCli: string;
let versionsBefore: ReadonlyMap<string, string>;

beforeAll(async () => {
  npmCli = realpathSync((await run('which', ['npm'], { cwd: folder })).trim());
  registry = await startRegistry(join(folder, 'registry'));
  await Promise.all([
    release(),
    ...SUPPORTED_NODE_LINES.map(async (line) => nodes.set(line, await findNode(line, folder))),
  ]);
}, 300_000);

afterAll(async () => {
  await registry?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Adds a changeset to a copy of the workspace, versions, and publishes everything, with the scripts that a release runs. */
async function release(): Promise<void> {
  await copyWorkspace(workspace);
  versionsBefore = versions();
  writeFileSync(join(workspace, '.npmrc'), registry.npmrc);
  writeFileSync(
    join(workspace, '.changeset/rehearsed-change.md'),
    "---\n'@countersign/core': minor\n---\n\nA change that users notice.\n",
  );
  await commitAll(workspace, 'A change');
  await pnpm(['install', '--frozen-lockfile', '--prefer-offline'], { cwd: workspace });
  await pnpm(['run', 'version-packages'], { cwd: workspace });
  await commitAll(workspace, 'Version packages');
  await pnpm(['run', 'release'], {
    cwd: workspace,
    env: { CI: 'true', npm_config_provenance: 'false', PNPM_CONFIG_PROVENANCE: 'false' },
  });
}

function versions(): ReadonlyMap<string, string> {
  return new Map(publishedPackages(workspace).map(({ manifest }) => [manifest.name, manifest.version]));
}

/** `@countersign/core` to `core`. */
const short = (name: string): string => name.replace(/^.*\//, '');

/** An empty folder outside any workspace, which looks for `@countersign/*` in the local registry only. */
function emptyFolder(name: string): string {
  const path = join(folder, 'consumers', name);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  writeFileSync(join(path, '.npmrc'), registry.npmrc);
  // What was published a second ago is not too new here.
  writeFileSync(join(path, 'pnpm-workspace.yaml'), 'packages: []\nminimumReleaseAge: 0\n');
  return path;
}

function nodeOf(line: number): string {
  const node = nodes.get(line);
  if (!node) throw new Error(`Node.js ${line} was not installed`);
  return node;
}

/** Runs a program as JavaScript, its types taken out, as a consumer's build would leave it. */
async function runProgram(node: string, name: string, path: string): Promise<string> {
  const file = join(path, `${short(name)}.mjs`);
  writeFileSync(file, stripTypeScriptTypes(programs[name] ?? ''));
  return run(node, [file], { cwd: path });
}

describe('a release', () => {
  test('raises the changed package and what depends on it, writes changelogs, and uses the changeset up', async () => {
    const after = versions();
    expect(after.get('@countersign/core')).not.toBe(versionsBefore.get('@countersign/core'));
    expect(after.get('@countersign/jwt')).not.toBe(versionsBefore.get('@countersign/jwt'));
    expect(readFileSync(join(workspace, 'packages/core/CHANGELOG.md'), 'utf8')).toMatch(
      /- \[`[\da-f]{7}`\]\(https:\/\/github\.com\/.+\/commit\/[\da-f]{7,}\) A change that users notice\./,
    );
    expect(await run('git', ['ls-files', '.changeset/*.md'], { cwd: workspace })).toBe(
      '.changeset/README.md\n',
    );
  });

  test.each(everything)('publishes %s with real versions in place of workspace ones', async (name) => {
    const answer = await fetch(new URL(encodeURIComponent(name), registry.url));
    const published: { 'dist-tags': { latest: string }; versions: Record<string, Manifest> } = JSON.parse(
      await answer.text(),
    );
    const latest = published.versions[published['dist-tags'].latest];
    expect(latest?.version).toBe(versions().get(name));
    const ranges = Object.entries(latest?.dependencies ?? {});
    expect(ranges.filter(([, range]) => /^(workspace|catalog):/.test(range))).toEqual([]);
    for (const [dependency, range] of ranges.filter(([dependency]) => everything.includes(dependency)))
      expect(range).toBe(`^${versions().get(dependency)}`);
  });
});

describe.each(SUPPORTED_NODE_LINES)('on Node.js %i', (line) => {
  async function install(path: string, name: string): Promise<void> {
    const PATH = `${dirname(nodeOf(line))}:${process.env['PATH']}`;
    const args = ['install', '--silent', '--prefer-offline', '--no-audit', '--no-fund', name];
    await run(nodeOf(line), [npmCli, ...args], { cwd: path, env: { PATH } });
  }

  test.concurrent.each(libraries)('npm installs %s alone, and it works', async (name) => {
    const path = emptyFolder(`npm-${line}-${short(name)}`);
    await install(path, name);
    expect(await runProgram(nodeOf(line), name, path)).toBe('ok\n');
  });

  test.concurrent('npm installs the command, and it works', async () => {
    const path = emptyFolder(`npm-${line}-cli`);
    await install(path, '@countersign/cli');
    const command = join(path, 'node_modules/.bin/countersign');
    const env = { PATH: `${dirname(nodeOf(line))}:${process.env['PATH']}` };
    const version = await run(command, ['--version'], { cwd: path, env });
    expect(version).toContain(versions().get('@countersign/cli'));
    writeFileSync(join(path, 'message'), 'Hash me now!');
    expect(await run(command, ['hash', 'message'], { cwd: path, env })).toMatch(/^10d561fa94a89a25/);
  });

  test('pnpm installs everything under its strict node_modules, and it works', async () => {
    const path = emptyFolder(`pnpm-${line}`);
    await pnpm(['add', '--silent', '--prefer-offline', ...everything], { cwd: path });
    for (const name of libraries) expect(await runProgram(nodeOf(line), name, path)).toBe('ok\n');
    const env = { PATH: `${dirname(nodeOf(line))}:${process.env['PATH']}` };
    expect(await run(join(path, 'node_modules/.bin/countersign'), ['--version'], { cwd: path, env })).toMatch(
      /\d+\.\d+\.\d+/,
    );
  });
});

describe('a consumer', () => {
  let path: string;
  beforeAll(async () => {
    path = emptyFolder('types-and-bundles');
    await pnpm(['add', '--silent', '--prefer-offline', ...libraries, 'vite@8'], { cwd: path });
    for (const name of libraries) writeFileSync(join(path, `${short(name)}.mts`), programs[name] ?? '');
  }, 60_000);

  test.each(['nodenext', 'bundler'])(
    'type-checks under moduleResolution %s, declarations included',
    async (moduleResolution) => {
      const config = join(path, `tsconfig.${moduleResolution}.json`);
      writeFileSync(
        config,
        JSON.stringify({
          compilerOptions: {
            target: 'es2022',
            lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
            module: moduleResolution === 'nodenext' ? 'nodenext' : 'preserve',
            moduleResolution,
            strict: true,
            exactOptionalPropertyTypes: true,
            noEmit: true,
            types: [],
          },
          include: ['*.mts'],
        }),
      );
      expect(await run(join(root, 'node_modules/.bin/tsc'), ['-p', config], { cwd: path })).toBe('');
    },
  );

  test.each(['@countersign/core', '@countersign/jwt'])(
    'bundles %s for the browser with Vite',
    async (name) => {
      writeFileSync(
        join(path, 'index.html'),
        `<!doctype html><script type="module" src="/${short(name)}.mts"></script>\n`,
      );
      const output = await run(
        join(root, 'node_modules/.bin/node'),
        ['node_modules/vite/bin/vite.js', 'build', '--target', 'es2022'],
        { cwd: path },
      );
      expect(output).not.toMatch(/externalized for browser|node:/);
    },
  );
});
