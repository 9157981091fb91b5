// Bundles the command as ECMAScript modules: one chunk that every start needs, and one for each command. The packages
// are bundled. Native code and files that are read at run time stay dependencies.
import { spawnSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { builtinModules, lateCommonJs } from './bundling.ts';
import manifest from './package.json' with { type: 'json' };
import { thirdPartyLicences } from './third-party.ts';

/** The oldest supported version of Node.js. */
const NODE_VERSION = manifest.engines.node.replace('>=', '');
const [NODE_MAJOR = '', NODE_MINOR = ''] = NODE_VERSION.split('.');

/** Core loads the digests of @noble/hashes with `require` when it first needs them. Here they are a chunk. */
const lateDigests: Plugin = {
  name: 'late-digests',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^#load$/ }, ({ path }) => ({ path, namespace: 'load' }));
    onLoad({ filter: /.*/, namespace: 'load' }, () => ({
      contents: `
        import { readFileSync } from 'node:fs';
        import { createRequire } from 'node:module';
        const resolver = () => createRequire(import.meta.filename);
        export const loadNoble = () => resolver()('./noble.mjs');
        export const readHashWasm = (name) =>
          readFileSync(resolver().resolve('hash-wasm/dist/' + name + '.umd.min.js'), 'latin1');`,
    }));
  },
};

const { outputFiles, metafile } = await build({
  entryPoints: {
    start: 'src/main.ts',
    worker: 'src/digest/worker.ts',
    noble: '../../packages/core/src/noble/noble.ts',
  },
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  write: false,
  metafile: true,
  bundle: true,
  splitting: true,
  minify: true,
  sourcemap: 'linked',
  legalComments: 'none',
  format: 'esm',
  platform: 'node',
  target: `node${NODE_VERSION}`,
  conditions: ['@countersign/source', 'node'],
  // ECMAScript modules keep their named exports when they are imported late.
  mainFields: ['module', 'main'],
  external: ['@napi-rs/*', '@node-rs/*', 'hash-wasm'],
  plugins: [builtinModules, lateDigests, lateCommonJs],
  inject: ['src/start.ts'],
  chunkNames: '[name]-[hash]',
});

await rm('dist', { recursive: true, force: true });
await mkdir('dist');
for (const { path, text } of outputFiles)
  await writeFile(join('dist', basename(path)), path.endsWith('.map') ? withoutForeignSources(text) : text);
await writeFile(
  'dist/main.cjs',
  `#!/usr/bin/env node
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < ${NODE_MAJOR} || (major === ${NODE_MAJOR} && minor < ${NODE_MINOR})) {
  console.error("countersign: Node.js ${NODE_VERSION} or newer is required. This is " + process.versions.node + ".");
  process.exit(2);
}
import("./start.mjs");
`,
  { mode: 0o755 },
);
await writeFile(
  'dist/third-party.txt',
  thirdPartyLicences(Object.keys(metafile.inputs), import.meta.dirname),
);

// `man countersign` and `countersign man` are the same page.
const manual = spawnSync(process.execPath, ['dist/main.cjs', 'man'], { encoding: 'utf8' });
if (manual.status !== 0) throw new Error(`countersign man: ${manual.stderr}`);
await writeFile('dist/countersign.1', manual.stdout);

interface SourceMap {
  readonly sources: readonly string[];
  readonly sourcesContent: readonly (string | null)[];
}

/** Sources of other projects are not part of the package. */
function withoutForeignSources(text: string): string {
  const map: SourceMap = JSON.parse(text);
  const sourcesContent = map.sources.map((source, index) =>
    source.startsWith('../') && !source.includes('node_modules/')
      ? (map.sourcesContent[index] ?? null)
      : null,
  );
  return JSON.stringify({ ...map, sourcesContent });
}
