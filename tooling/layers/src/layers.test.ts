import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const workspace = resolve(import.meta.dirname, '../../..');
const turbo = join(workspace, 'node_modules/.bin/turbo');
const copy = mkdtempSync(join(tmpdir(), 'countersign-layers-'));

/** A workspace with this one's manifests and rules, and one line of source in each package. */
beforeAll(() => {
  const manifests = globSync(
    ['package.json', 'turbo.json', 'pnpm-*.yaml', '{packages,apps,tooling}/*/{package,turbo}.json'],
    { cwd: workspace },
  );
  for (const path of manifests) cpSync(join(workspace, path), join(copy, path), { recursive: true });
  for (const path of manifests.filter((path) => path.endsWith('/package.json')))
    write(join(dirname(path), 'src/index.ts'), '');
  spawnSync('git', ['init', '--quiet'], { cwd: copy });
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(copy, path)), { recursive: true });
  writeFileSync(join(copy, path), text);
}

function boundaries(): { readonly status: number | null; readonly output: string } {
  const run = spawnSync(turbo, ['boundaries', '--no-color'], { cwd: copy, encoding: 'utf8' });
  return { status: run.status, output: run.stdout + run.stderr };
}

function declareDependency(folder: string, name: string): () => void {
  const path = join(folder, 'package.json');
  const before = readFileSync(join(copy, path), 'utf8');
  const manifest: { dependencies?: Record<string, string> } = JSON.parse(before);
  write(
    path,
    JSON.stringify({ ...manifest, dependencies: { ...manifest.dependencies, [name]: 'workspace:*' } }),
  );
  return () => write(path, before);
}

describe('the layer rule', () => {
  test('is kept by the packages as they are declared', () => {
    expect(boundaries()).toMatchObject({ status: 0 });
  });

  test.each([
    { layer: 'core', folder: 'packages/core', imports: '@countersign/jwt', because: 'upwards' },
    { layer: 'jwt', folder: 'packages/jwt', imports: '@countersign/password', because: 'sideways' },
    { layer: 'password', folder: 'packages/password', imports: '@countersign/cli', because: 'upwards' },
    { layer: 'cli', folder: 'apps/cli', imports: '@countersign/demo', because: 'sideways' },
  ])('catches $layer importing $imports ($because)', ({ folder, imports }) => {
    write(join(folder, 'src/index.ts'), `import '${imports}';\n`);
    const undeclared = boundaries();
    const withdraw = declareDependency(folder, imports);
    const declared = boundaries();
    withdraw();
    write(join(folder, 'src/index.ts'), '');

    expect(undeclared).toMatchObject({ status: 1, output: expect.stringContaining(imports) });
    expect(declared).toMatchObject({ status: 1, output: expect.stringContaining(imports) });
  });

  test('catches a relative import that leaves its package', () => {
    write('packages/jwt/src/index.ts', "import '../../password/src/index.ts';\n");
    const found = boundaries();
    write('packages/jwt/src/index.ts', '');
    expect(found).toMatchObject({ status: 1, output: expect.stringContaining('leaves the package') });
  });
});
