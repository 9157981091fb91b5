import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from './temporary.ts';
import { pnpm, publishedPackages, run } from './workspace.ts';

const tarballs = temporaryFolder('packed');

const packages = publishedPackages().map((found) => ({ name: found.manifest.name, ...found }));

interface Packed {
  readonly path: string;
  readonly files: readonly string[];
  readonly manifest: { readonly dependencies?: Readonly<Record<string, string>> };
  /** The text of a file inside. */
  read(file: string): Promise<string>;
}

interface SourceMap {
  readonly sources: readonly string[];
  readonly sourcesContent: readonly (string | null)[];
}

/** Packs a package as publishing would, and lists what is inside. */
async function pack(name: string, folder: string): Promise<Packed> {
  const path = join(tarballs, `${name.replace('/', '-').slice(1)}.tgz`);
  await pnpm(['pack', '--out', path], { cwd: folder });
  const files = (await run('tar', ['-tzf', path], { cwd: tarballs }))
    .trim()
    .split('\n')
    .map((file) => file.replace(/^package\//, ''));
  const read = (file: string): Promise<string> =>
    run('tar', ['-xzOf', path, `package/${file}`], { cwd: tarballs });
  return { path, files, read, manifest: JSON.parse(await read('package.json')) };
}

describe.each(packages)('$name as it would be published', ({ name, folder, directory, manifest }) => {
  let packed: Packed;
  beforeAll(async () => {
    packed = await pack(name, folder);
  });

  test('holds code, types and documents, and no test, report or configuration', () => {
    const expected = manifest.bin
      ? /^(dist\/.+\.(mjs|mjs\.map|cjs|1)|dist\/third-party\.txt|(README|JSON)\.md|LICENSE|CHANGELOG\.md|package\.json)$/
      : /^(dist\/.+\.(js|cjs|d\.ts|d\.cts)(\.map)?|src\/.+\.(ts|cjs|cts|md)|README\.md|LICENSE|CHANGELOG\.md|package\.json)$/;
    expect(
      packed.files.filter((file) => !expected.test(file) || /\.(test|conformance)\./.test(file)),
    ).toEqual([]);
    expect(packed.files).toEqual(expect.arrayContaining(['README.md', 'LICENSE', 'package.json']));
  });

  test('says where it comes from, what it runs on, and that it is public', () => {
    expect(packed.manifest).toMatchObject({
      repository: { directory },
      engines: manifest.engines,
      publishConfig: { access: 'public', provenance: true },
      ...(manifest.exports && { sideEffects: false }),
    });
  });

  test('names real versions of what it depends on', () => {
    const versions = Object.values(packed.manifest.dependencies ?? {});
    expect(versions.filter((version) => !/^[\^~]?\d+\.\d+\.\d+/.test(version))).toEqual([]);
  });

  if (manifest.bin) {
    test('holds the licences of what is bundled into it', async () => {
      const licences = await packed.read('dist/third-party.txt');
      for (const bundled of ['jose', '@zxcvbn-ts/core', '@countersign/jwt'])
        expect(licences).toMatch(new RegExp(`^=== ${bundled} \\d`, 'm'));
    });

    test('has source maps that hold the sources of this workspace', async () => {
      const programs = packed.files.filter((file) => file.endsWith('.mjs'));
      expect(programs.length).toBeGreaterThan(20);
      const held = new Set<string>();
      for (const program of programs) {
        const map: SourceMap = JSON.parse(await packed.read(`${program}.map`));
        for (const [index, source] of map.sources.entries()) {
          if (source.includes('node_modules/') || !source.startsWith('../')) continue;
          expect({ source, content: map.sourcesContent[index] }).toEqual({
            source,
            content: readFileSync(join(folder, 'dist', source), 'utf8'),
          });
          held.add(source);
        }
      }
      for (const source of ['../src/run.ts', '../../../packages/jwt/src/verify.ts'])
        expect(held).toContain(source);
    });
  }

  if (!manifest.bin)
    test('has source maps whose sources it holds', () => {
      for (const map of packed.files.filter((file) => file.endsWith('.js.map'))) {
        const { sources }: { sources: readonly string[] } = JSON.parse(
          readFileSync(join(folder, map), 'utf8'),
        );
        const missing = sources.filter((source) => !packed.files.includes(join(map, '..', source)));
        expect({ map, missing }).toEqual({ map, missing: [] });
      }
    });

  test('passes publint', async () => {
    const tarball = new Uint8Array(readFileSync(packed.path)).buffer;
    const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  if (!manifest.bin)
    test('has types that every module resolution finds', async () => {
      const analysis = await checkPackage(
        createPackageFromTarballData(new Uint8Array(readFileSync(packed.path))),
      );
      if (!analysis.types) throw new Error(`${name} has no types`);
      // An ESM-only package on purpose: node10 resolution is older than exports, and CommonJS loads it by require(esm).
      const accepted = ['NoResolution:node10', 'CJSResolvesToESM:node16-cjs'];
      const problems = analysis.problems.map((problem) =>
        'resolutionKind' in problem ? `${problem.kind}:${problem.resolutionKind}` : problem.kind,
      );
      expect(problems.filter((problem) => !accepted.includes(problem))).toEqual([]);
    });
});
