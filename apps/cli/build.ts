// Bundles the command: one small entry, and a piece for each command that is loaded when it is run. The packages are
// bundled in; what has native code, or is read as a file, stays a dependency.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { build, type Plugin, transform } from 'esbuild';
import { thirdPartyLicences } from './third-party.ts';

const coreProvider = resolve('../../packages/core/src/provider');

/**
 * What core on Node.js holds ready for the digests that OpenSSL does not have: pure JavaScript, whose evaluation takes
 * longer than all else that a small digest needs. In the bundle it is a piece of its own, loaded when first called.
 */
const RARELY_USED: Readonly<Record<string, string>> = {
  './web.ts': 'export const provider = new Proxy({}, { get: (_, name) => load().provider[name] });',
  './noble.ts': 'export const nobleDigest = (...args) => load().nobleDigest(...args);',
  './hmac.ts': 'export const constructHmac = (...args) => load().constructHmac(...args);',
  'node:module':
    "export const createRequire = (path) => process.getBuiltinModule('node:module').createRequire(path);",
};

const loadLate: Plugin = {
  name: 'load-late',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(\.\/(web|noble|hmac)\.ts|node:module)$/ }, ({ path, importer }) =>
      ['node.ts', 'blake.ts', 'openssl-digest.ts', 'wasm.ts'].some(
        (name) => importer === join(coreProvider, name),
      )
        ? { path, namespace: 'late' }
        : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'late' }, ({ path }) => ({
      contents: `const load = () => require('./noble.cjs');\n${RARELY_USED[path]}`,
    }));
    onResolve({ filter: /^\.\/noble\.cjs$/ }, ({ path }) => ({ path, external: true }));
    onResolve({ filter: /^rarely-used$/ }, ({ path }) => ({ path, namespace: 'rarely-used' }));
    onLoad({ filter: /.*/, namespace: 'rarely-used' }, () => ({
      contents: `export { provider } from './web.ts'; export { nobleDigest } from './noble.ts'; export { constructHmac } from './hmac.ts';`,
      resolveDir: coreProvider,
    }));
  },
};

// First as ECMAScript modules, because those are what esbuild can split into pieces.
const { outputFiles, metafile } = await build({
  entryPoints: { main: 'src/main.ts', worker: 'src/digest/worker.ts', noble: 'rarely-used' },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  write: false,
  metafile: true,
  bundle: true,
  splitting: true,
  minify: true,
  legalComments: 'none',
  format: 'esm',
  platform: 'node',
  target: 'node22.12',
  conditions: ['@countersign/source', 'node'],
  external: ['@node-rs/*', 'hash-wasm'],
  define: {
    'import.meta.url': '__filename',
    'import.meta.dirname': '__dirname',
    'import.meta.filename': '__filename',
  },
  plugins: [loadLate],
  chunkNames: '[name]-[hash]',
});

/** What every start needs, and a small digest, which is to be as quick as other tools' are. */
const NEEDED_TO_START = [
  'src/main.ts',
  'src/tree.ts',
  'src/args/parse.ts',
  'src/version.ts',
  'src/commands/hash.ts',
];

function piecesToStart(): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (path: string): void => {
    if (found.has(path)) return;
    found.add(path);
    for (const { path: next, kind } of metafile.outputs[path]?.imports ?? [])
      if (kind === 'import-statement' && next in metafile.outputs) visit(next);
  };
  for (const [path, { entryPoint = '' }] of Object.entries(metafile.outputs))
    if (NEEDED_TO_START.includes(entryPoint)) visit(path);
  return new Set([...found].map((path) => `./${basename(path)}`));
}

/**
 * A piece as CommonJS, which Node.js starts sooner: an ECMAScript import of node:crypto evaluates all of it, WebCrypto too.
 * What a CommonJS package exports is in the default export of its piece.
 */
async function asCommonJs(text: string): Promise<string> {
  const late = text
    .replace(/^#!.*\n/, '')
    .replace(/\bimport\(("\.\/[^"]+")\)/g, 'Promise.resolve().then(() => __named(require($1)))');
  const named =
    'function __named(piece) { return Object.keys(piece).join() === "default" ? { ...piece.default, default: piece.default } : piece; }';
  const { code } = await transform(late.includes('__named(') ? `${late}\n${named}` : late, {
    format: 'cjs',
    platform: 'node',
    target: 'node22.12',
    minify: true,
    supported: { 'dynamic-import': false },
  });
  return code;
}

const start = piecesToStart();
const pieces = await Promise.all(
  outputFiles.map(async ({ path, text }) => [`./${basename(path)}`, await asCommonJs(text)] as const),
);

await rm('dist', { recursive: true, force: true });
await mkdir('dist');
const write = (name: string, code: string, mode = 0o644): Promise<void> =>
  writeFile(join('dist', name), code, { mode });

// Each file costs half a millisecond. The pieces that are always needed are functions in one, compiled when called.
const inner = pieces.filter(([name]) => start.has(name));
const table = inner.map(
  ([name, code]) => `${JSON.stringify(name)}: function (module, exports, require) { ${code} }`,
);
await write(
  'start.cjs',
  `"use strict";
const pieces = { ${table.join(',\n')} };
const loaded = new Map();
module.exports = function piece(name) {
  if (!Object.hasOwn(pieces, name)) return require(name);
  let module = loaded.get(name);
  if (module) return module.exports;
  module = { exports: {} };
  loaded.set(name, module);
  pieces[name](module, module.exports, piece);
  return module.exports;
};
`,
);
// Compiled code is kept beside the code, and nowhere else: who may write the one may write the other, and a folder that
// others may write to would let them run theirs. Where nobody may write, nothing is kept.
await write(
  'main.cjs',
  `#!/usr/bin/env node
require("node:module").enableCompileCache(__dirname + "/cache");
require("./start.cjs")("./main.cjs");
`,
  0o755,
);
for (const [name, code] of pieces.filter(([name]) => !start.has(name)))
  await write(name, `const __require = require; { const require = __require("./start.cjs"); ${code} }\n`);
await write('third-party.txt', thirdPartyLicences(Object.keys(metafile.inputs), import.meta.dirname));
