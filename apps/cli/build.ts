// Bundles the command as ECMAScript modules: one chunk that every start needs, and one for each command. The packages
// are bundled. Native code and files that are read at run time stay dependencies.
import { spawnSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { builtinModules as builtins } from 'node:module';
import { basename, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import manifest from './package.json' with { type: 'json' };
import { thirdPartyLicences } from './third-party.ts';

/** The oldest supported version of Node.js. */
const NODE_VERSION = manifest.engines.node.replace('>=', '');
const [NODE_MAJOR = '', NODE_MINOR = ''] = NODE_VERSION.split('.');

/**
 * Loads each module of Node.js when a member of it is first used. An ECMAScript import evaluates every export, which for
 * node:crypto includes WebCrypto. esbuild copies the prototype of a CommonJS module, so the prototype loads it.
 */
const builtinModules: Plugin = {
  name: 'builtin-modules',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^(node:.*|${builtins.join('|')})$`) }, ({ path }) => ({
      path,
      namespace: 'builtin',
    }));
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = Object.create(new Proxy({}, {
        get: (_, name) => name === '__esModule' ? undefined : process.getBuiltinModule(${JSON.stringify(path)})[name],
      }))`,
    }));
  },
};

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

/** In a bundle, a late import of a CommonJS package has only a default export. */
const lateCommonJs: Plugin = {
  name: 'late-commonjs',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^bcrypt-pbkdf$/ }, ({ path, kind, resolveDir }) =>
      kind === 'dynamic-import' ? { path, namespace: 'late', pluginData: resolveDir } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'late' }, ({ path, pluginData }) => ({
      contents: `export { pbkdf } from ${JSON.stringify(path)}`,
      resolveDir: pluginData,
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
