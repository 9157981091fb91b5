import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';
import { expect, test } from 'vitest';
import { root } from './workspace.ts';

/**
 * The bytes that a browser loads for an import, minified and compressed with gzip: 5 % above the measured size. Raise a
 * limit only with a reason in the commit.
 */
const LIMITS: readonly (readonly [from: string, code: string, bytes: number])[] = [
  ['packages/core', "export { toHex } from '@countersign/core'", 1_500],
  ['packages/core', "export { tokenUrlSafe } from '@countersign/core'", 2_500],
  ['packages/core', "export * from '@countersign/core'", 25_200],
  ['packages/jwt', "export { decodeUnverified } from '@countersign/jwt'", 6_700],
  ['packages/jwt', "export { verify } from '@countersign/jwt'", 21_100],
  ['packages/jwt', "export { createRemoteKeySet, verify } from '@countersign/jwt'", 23_700],
  ['packages/jwt', "export { validateClaims } from '@countersign/jwt'", 7_100],
  ['packages/jwt', "export * from '@countersign/jwt'", 59_500],
  ['packages/password', "export { generatePassword } from '@countersign/password'", 6_800],
  ['packages/password', "export * from '@countersign/password'", 80_000],
];

/** The files that an entry loads immediately. Files that it imports only when needed do not count. */
function loadedWith(entry: string, outputs: Metafile['outputs']): ReadonlySet<string> {
  const loaded = new Set<string>([entry]);
  for (const file of loaded) {
    for (const { path, kind } of outputs[file]?.imports ?? [])
      if (kind === 'import-statement') loaded.add(path);
  }
  return loaded;
}

test.each(LIMITS)('%s: %s loads at most %i bytes, and nothing of Node.js', async (from, code, limit) => {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: join(root, from), loader: 'js' },
    absWorkingDir: root,
    bundle: true,
    minify: true,
    splitting: true,
    outdir: 'out',
    format: 'esm',
    platform: 'browser',
    write: false,
    metafile: true,
  });
  const loaded = loadedWith('out/stdin.js', metafile.outputs);
  const sizes = outputFiles
    .filter(({ path }) => [...loaded].some((file) => path === join(root, file)))
    .map(({ contents }) => gzipSync(contents).length);
  const size = sizes.reduce((sum, bytes) => sum + bytes, 0);
  expect(size).toBeGreaterThan(100);
  expect(size).toBeLessThanOrEqual(limit);
  expect(Object.keys(metafile.inputs).filter((path) => path.includes('node:'))).toEqual([]);
});
