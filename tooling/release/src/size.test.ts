import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { root } from './workspace.ts';

/** What a browser may have to load, compressed, in bytes. A budget is raised with a reason in the commit that raises it. */
const BUDGETS: readonly (readonly [from: string, code: string, bytes: number])[] = [
  ['packages/core', "export * from '@countersign/core'", 48_000],
  ['packages/core', "export { tokenUrlSafe } from '@countersign/core'", 30_000],
  ['packages/jwt', "export * from '@countersign/jwt'", 80_000],
  ['packages/jwt', "export { verify } from '@countersign/jwt'", 60_000],
  ['packages/jwt', "export { validateClaims } from '@countersign/jwt'", 16_000],
  ['packages/password', "export * from '@countersign/password'", 64_000],
  ['packages/password', "export { generatePassword } from '@countersign/password'", 40_000],
];

describe('what is published, bundled for a browser', () => {
  test.each(BUDGETS)(
    '%s: %s stays within %i bytes and needs nothing of Node.js',
    async (from, code, bytes) => {
      const { outputFiles, metafile } = await build({
        stdin: { contents: code, resolveDir: join(root, from), loader: 'js' },
        bundle: true,
        minify: true,
        treeShaking: true,
        splitting: true,
        outdir: 'out',
        format: 'esm',
        platform: 'browser',
        write: false,
        metafile: true,
      });
      // What is loaded only when it is needed is not counted.
      const entry = outputFiles.find(({ path }) => path.endsWith('stdin.js'));
      const size = gzipSync(entry?.contents ?? new Uint8Array()).length;
      expect(size).toBeGreaterThan(100);
      expect(size).toBeLessThanOrEqual(bytes);
      expect(Object.keys(metafile.inputs).filter((path) => path.includes('node:'))).toEqual([]);
    },
  );
});
