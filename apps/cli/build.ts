// Bundles the command: one small entry, and a piece for each command that is loaded when it is run. The packages are
// bundled in; what has native code, or is read as a file, stays a dependency.
import { spawnSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { build, type Plugin, transform } from 'esbuild';
import manifest from './package.json' with { type: 'json' };
import { thirdPartyLicences } from './third-party.ts';

/** The oldest Node.js that the package runs on, as its `engines` say. */
const [, NODE_MAJOR = '', NODE_MINOR = ''] = /^>=(\d+)\.(\d+)$/.exec(manifest.engines.node) ?? [];

/** The digests of @noble/hashes and hash-wasm, which core loads when a digest first needs them. */
const NOBLE = resolve('../../packages/core/src/noble/noble.ts');
const LATE_DIGESTS = resolve('late-digests.cjs');

/** Replaces core's `#load`, so that those digests are a separate file of the bundle. */
const loadLate: Plugin = {
  name: 'load-late',
  setup({ onResolve, onEnd }) {
    let isFound = false;
    onResolve({ filter: /^#load$/ }, () => {
      isFound = true;
      return { path: LATE_DIGESTS };
    });
    onResolve({ filter: /^\.\/noble\.cjs$/ }, ({ path }) => ({ path, external: true }));
    onEnd(() =>
      isFound ? {} : { errors: [{ text: 'Core does not import #load any more. Use its new name here.' }] },
    );
  },
};

// First as ECMAScript modules, because those are what esbuild can split into pieces.
const { outputFiles, metafile } = await build({
  entryPoints: { main: 'src/main.ts', worker: 'src/digest/worker.ts', noble: NOBLE },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  write: false,
  metafile: true,
  bundle: true,
  splitting: true,
  sourcemap: 'inline',
  legalComments: 'none',
  format: 'esm',
  platform: 'node',
  target: `node${NODE_MAJOR}.${NODE_MINOR}`,
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

interface SourceMap {
  readonly sources: readonly string[];
  readonly sourcesContent: readonly (string | null)[];
}

interface Piece {
  readonly name: string;
  readonly code: string;
  readonly map: SourceMap;
}

/**
 * A piece as CommonJS, which Node.js starts sooner: an ECMAScript import of node:crypto evaluates all of it, WebCrypto too.
 * What a CommonJS package exports is in the default export of its piece.
 */
async function asCommonJs(name: string, text: string): Promise<Piece> {
  const late = text
    .replace(/^#!.*/, '')
    .replace(/\bimport\(("\.\/[^"]+")\)/g, 'Promise.resolve().then(() => __named(require($1)))');
  const named =
    'function __named(piece) { return Object.keys(piece).join() === "default" ? { ...piece.default, default: piece.default } : piece; }';
  const [, before = late, mapComment = ''] = /^(.*)(\n\/\/# sourceMappingURL=.*)$/s.exec(late) ?? [];
  const { code, map } = await transform(
    before.includes('__named(') ? `${before}\n${named}${mapComment}` : late,
    {
      sourcefile: name,
      sourcemap: 'external',
      format: 'cjs',
      platform: 'node',
      target: `node${NODE_MAJOR}.${NODE_MINOR}`,
      minify: true,
      supported: { 'dynamic-import': false },
    },
  );
  const whole: SourceMap = JSON.parse(map);
  // Sources of other packages stay with them; a piece that only passes on what others have has none.
  const sourcesContent = whole.sources.map((source, index) =>
    source.startsWith('../') && !source.includes('node_modules/')
      ? (whole.sourcesContent[index] ?? null)
      : null,
  );
  return { name, code, map: { ...whole, sourcesContent } };
}

const start = piecesToStart();
const pieces = await Promise.all(
  outputFiles.map(({ path, text }) => asCommonJs(`./${basename(path)}`, text)),
);

await rm('dist', { recursive: true, force: true });
await mkdir('dist');
const write = (name: string, text: string, mode = 0o644): Promise<void> =>
  writeFile(join('dist', name), text, { mode });

/** Writes a program that is made of pieces, and the map of where each came from. */
async function writeMapped(name: string, parts: readonly (string | Piece)[]): Promise<void> {
  let text = '';
  const sections = parts.flatMap((part) => {
    const lines = text.split('\n');
    const offset = { line: lines.length - 1, column: lines.at(-1)?.length ?? 0 };
    text += typeof part === 'string' ? part : part.code;
    return typeof part === 'string' ? [] : [{ offset, map: part.map }];
  });
  const file = basename(name);
  await write(name, `${text}//# sourceMappingURL=${file}.map\n`);
  await write(`${name}.map`, JSON.stringify({ version: 3, file, sections }));
}

// Each file costs half a millisecond. The pieces that are always needed are functions in one, compiled when called.
const inner = pieces.filter(({ name }) => start.has(name));
await writeMapped('start.cjs', [
  '"use strict";\nconst pieces = {\n',
  ...inner.flatMap((piece) => [
    `${JSON.stringify(piece.name)}: function (module, exports, require) { `,
    piece,
    ' },\n',
  ]),
  `};
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
]);
// Compiled code is kept beside the code, and nowhere else: who may write the one may write the other, and a folder that
// others may write to would let them run theirs. Where nobody may write, nothing is kept.
await write(
  'main.cjs',
  `#!/usr/bin/env node
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < ${NODE_MAJOR} || (major === ${NODE_MAJOR} && minor < ${NODE_MINOR})) {
  console.error("countersign: Node.js ${NODE_MAJOR}.${NODE_MINOR} or newer is needed, and this is " + process.versions.node + ".");
  process.exit(2);
}
require("node:module").enableCompileCache(__dirname + "/cache");
require("./start.cjs")("./main.cjs");
`,
  0o755,
);
for (const piece of pieces.filter(({ name }) => !start.has(name)))
  await writeMapped(piece.name, [
    'const __require = require; { const require = __require("./start.cjs"); ',
    piece,
    ' }\n',
  ]);
await write('third-party.txt', thirdPartyLicences(Object.keys(metafile.inputs), import.meta.dirname));
// The manual comes from the command itself, so that `man countersign` and `countersign man` are one.
const manual = spawnSync(process.execPath, ['dist/main.cjs', 'man'], { encoding: 'utf8' });
if (manual.status !== 0) throw new Error(`countersign man: ${manual.stderr}`);
await write('countersign.1', manual.stdout);
await rm('dist/cache', { recursive: true, force: true });
