// Bundles the command: one small entry, and a piece for each command that is loaded when it is run. The packages are
// bundled in; what has native code, or is read as a file, stays a dependency.
import { rm } from 'node:fs/promises';
import { build } from 'esbuild';

await rm('dist', { recursive: true, force: true });
await build({
  entryPoints: ['src/main.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  minify: true,
  legalComments: 'none',
  format: 'esm',
  platform: 'node',
  target: 'node22.12',
  conditions: ['@countersign/source', 'node'],
  external: ['@node-rs/*', 'hash-wasm'],
  chunkNames: 'chunks/[name]-[hash]',
  banner: {
    // CommonJS packages inside the bundle ask for Node.js built-ins with require.
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
});
