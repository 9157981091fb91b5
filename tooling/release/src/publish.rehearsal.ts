import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copyWorkspace } from './checkout.ts';
import { type LocalRegistry, startRegistry } from './registry.ts';
import { installNode, SUPPORTED_NODE_LINES } from './runtimes.ts';
import { type Manifest, pnpm, publishedPackages, root, run } from './workspace.ts';

const libraries = publishedPackages().filter(({ manifest }) => manifest.exports);
const everything = publishedPackages().map(({ manifest }) => manifest.name);

/** One program that uses each package as its README does, and prints `ok`. */
const programs: Readonly<Record<string, string>> = {
  '@countersign/core': `
    import { hash, hmac, compareDigest, tokenUrlSafe } from '@countersign/core';
    const digest: string = hash('sha256', 'Hash me now!', { encoding: 'hex' });
    if (digest !== '10d561fa94a89a25ea0c7aa47708bdb353bbb062a17820292cd905a3a60d6783') throw new Error(digest);
    const tag: Uint8Array = hmac('sha256', tokenUrlSafe(), 'message');
    if (!compareDigest(tag, tag)) throw new Error('compareDigest');
    console.log('ok');`,
  '@countersign/jwt': `
    import { decode, encode, generateKey } from '@countersign/jwt';
    const key = await generateKey('HS256');
    const token: string = await encode({ id: 7 }, key, { algorithm: 'HS256', expiresIn: '1m' });
    const claims = await decode(token, key, { algorithms: ['HS256'] });
    if (claims['id'] !== 7) throw new Error('claims');
    console.log('ok');`,
  '@countersign/password': `
    import { generatePassword, hashPassword, verifyPassword } from '@countersign/password';
    const password: string = generatePassword({ length: 20 });
    if (!(await verifyPassword(password, await hashPassword(password)))) throw new Error('verifyPassword');
    console.log('ok');`,
};

const folder = mkdtempSync(join(tmpdir(), 'countersign-consumers-'));
let registry: LocalRegistry;
let workspace: string;
let versionsBefore: ReadonlyMap<string, string>;

beforeAll(async () => {
  registry = await startRegistry();
  workspace = copyWorkspace();
  versionsBefore = versions();
  writeFileSync(join(workspace, '.npmrc'), registry.npmrc);
  writeFileSync(
    join(workspace, '.changeset/rehearsed-change.md'),
    "---\n'@countersign/core': minor\n---\n\nA change that users notice.\n",
  );
  pnpm(['install', '--frozen-lockfile', '--prefer-offline'], { cwd: workspace });
  pnpm(['run', 'version-packages'], { cwd: workspace });
  pnpm(['run', 'release'], { cwd: workspace, env: { CI: 'true', npm_config_provenance: 'false' } });
}, 600_000);

afterAll(async () => {
  await registry?.stop();
  for (const path of [folder, workspace]) if (path) rmSync(path, { recursive: true, force: true });
});

function versions(): ReadonlyMap<string, string> {
  return new Map(publishedPackages(workspace).map(({ manifest }) => [manifest.name, manifest.version]));
}

/** An empty folder outside any workspace, which looks for `@countersign/*` in the local registry only. */
function emptyFolder(name: string, manifest: object = {}): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'package.json'), JSON.stringify({ private: true, type: 'module', ...manifest }));
  writeFileSync(join(path, '.npmrc'), registry.npmrc);
  writeFileSync(join(path, 'pnpm-workspace.yaml'), 'packages: []\n');
  return path;
}

describe('a release', () => {
  test('raises the changed package and what depends on it, writes changelogs, and uses the changeset up', () => {
    const after = versions();
    expect(after.get('@countersign/core')).not.toBe(versionsBefore.get('@countersign/core'));
    expect(after.get('@countersign/jwt')).not.toBe(versionsBefore.get('@countersign/jwt'));
    expect(readFileSync(join(workspace, 'packages/core/CHANGELOG.md'), 'utf8')).toContain(
      'A change that users notice.',
    );
    expect(run('git', ['ls-files', '--others', '--exclude-standard', '.changeset'], { cwd: workspace })).toBe(
      '',
    );
  });

  test.each(everything)('publishes %s with real versions in place of workspace ones', async (name) => {
    const answer = await fetch(new URL(encodeURIComponent(name), registry.url));
    const published: { 'dist-tags': { latest: string }; versions: Record<string, Manifest> } = JSON.parse(
      await answer.text(),
    );
    const latest = published.versions[published['dist-tags'].latest];
    expect(latest?.version).toBe(versions().get(name));
    const inside = Object.entries(latest?.dependencies ?? {}).filter(([dependency]) =>
      dependency.startsWith('@countersign/'),
    );
    for (const [dependency, range] of inside) expect(range).toBe(`^${versions().get(dependency)}`);
  });
});

describe.each(SUPPORTED_NODE_LINES)('on Node.js %i', (line) => {
  let node: string;
  let npm: string;
  beforeAll(() => {
    node = installNode(line, folder);
    npm = join(
      dirname(run('npm', ['root', '--global'], { cwd: folder }).trim()),
      'node_modules/npm/bin/npm-cli.js',
    );
  }, 120_000);

  function install(name: string, path: string): void {
    run(node, [npm, 'install', '--silent', '--no-audit', '--no-fund', name], { cwd: path });
  }

  test.each(libraries.map(({ manifest }) => manifest.name))('npm installs %s alone, and it works', (name) => {
    const path = emptyFolder(`npm-${line}-${name.slice(13)}`);
    install(name, path);
    writeFileSync(join(path, 'main.mts'), programs[name] ?? '');
    run(
      join(root, 'node_modules/.bin/tsc'),
      ['--target', 'es2022', '--module', 'nodenext', '--types', '', '--lib', 'es2023,dom', 'main.mts'],
      { cwd: path },
    );
    expect(run(node, ['main.mjs'], { cwd: path })).toBe('ok\n');
  });

  test('npm installs the command, and it works', () => {
    const path = emptyFolder(`npm-${line}-cli`);
    install('@countersign/cli', path);
    const command = join(path, 'node_modules/.bin/countersign');
    const env = { PATH: `${dirname(node)}:${process.env['PATH']}` };
    expect(run(command, ['--version'], { cwd: path, env })).toContain(versions().get('@countersign/cli'));
    writeFileSync(join(path, 'message'), 'Hash me now!');
    expect(run(command, ['hash', 'message'], { cwd: path, env })).toMatch(/^10d561fa94a89a25/);
  });
});

describe('a consumer', () => {
  test('installs everything with pnpm, under its strict node_modules', () => {
    const path = emptyFolder('pnpm');
    pnpm(['add', '--silent', ...everything], { cwd: path });
    for (const [name, program] of Object.entries(programs)) {
      const file = `${name.slice(13)}.mts`;
      writeFileSync(join(path, file), program);
      expect(run(join(root, 'node_modules/.bin/node'), [file], { cwd: path })).toBe('ok\n');
    }
    expect(run(join(path, 'node_modules/.bin/countersign'), ['--version'], { cwd: path })).toMatch(
      /\d+\.\d+\.\d+/,
    );
  });

  test.each(['nodenext', 'bundler'])(
    'type-checks under moduleResolution %s, declarations included',
    (moduleResolution) => {
      const path = emptyFolder(`types-${moduleResolution}`);
      pnpm(['add', '--silent', ...libraries.map(({ manifest }) => manifest.name)], { cwd: path });
      for (const [name, program] of Object.entries(programs))
        writeFileSync(join(path, `${name.slice(13)}.mts`), program);
      const module = moduleResolution === 'nodenext' ? 'nodenext' : 'preserve';
      writeFileSync(
        join(path, 'tsconfig.json'),
        JSON.stringify({
          compilerOptions: {
            target: 'es2022',
            lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
            module,
            moduleResolution,
            strict: true,
            exactOptionalPropertyTypes: true,
            noEmit: true,
            types: [],
          },
        }),
      );
      expect(run(join(root, 'node_modules/.bin/tsc'), ['-p', path], { cwd: path })).toBe('');
    },
  );

  test.each(['@countersign/core', '@countersign/jwt'])('bundles %s for the browser with Vite', (name) => {
    const path = emptyFolder(`vite-${name.slice(13)}`);
    pnpm(['add', '--silent', name, 'vite@8'], { cwd: path });
    writeFileSync(join(path, 'main.ts'), programs[name] ?? '');
    writeFileSync(
      join(path, 'index.html'),
      '<!doctype html><script type="module" src="/main.ts"></script>\n',
    );
    const output = run(
      join(root, 'node_modules/.bin/node'),
      ['node_modules/vite/bin/vite.js', 'build', '--target', 'es2022'],
      { cwd: path },
    );
    expect(output).not.toMatch(/externalized for browser|node:/);
  });
});
