// Bundles the command: one small entry, and a piece for each command that is loaded when it is run. The packages are
// bundled in; what has native code, or is read as a file, stays a dependency.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Plugin, transform } from 'esbuild';

/**
 * What core on Node.js holds ready for the digests that OpenSSL does not have: pure JavaScript, whose evaluation takes
 * longer than all else that a small digest needs. In the bundle it is evaluated when first called.
 */
const RARELY_USED: Readonly<Record<string, string>> = {
  './web.ts': `export const provider = new Proxy({}, { get: (_, name) => load().provider[name] });`,
  './noble.ts': `export const nobleDigest = (...args) => load().nobleDigest(...args);`,
  './hmac.ts': `export const constructHmac = (...args) => load().constructHmac(...args);`,
};

const evaluateLate: Plugin = {
  name: 'evaluate-late',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/(web|noble|hmac)\.ts$/ }, ({ path, importer, resolveDir }) =>
      /[\\/]core[\\/]src[\\/]provider[\\/](node|blake|openssl-digest)\.ts$/.test(importer)
        ? { path: join(resolveDir, path), namespace: 'late', pluginData: path }
        : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'late' }, ({ path, pluginData }) => ({
      contents: `const load = () => require(${JSON.stringify(path)});\n${RARELY_USED[pluginData]}`,
      resolveDir: import.meta.dirname,
    }));
  },
};

/** A CommonJS package that is a piece of its own has only a default export, which is where its names are. */
const PIECE =
  'function __piece(piece) { return Object.keys(piece).join() === "default" ? { ...piece.default, default: piece.default } : piece; }';

/** Modules that are loaded piece by piece, as ECMAScript modules: this is what esbuild can split. */
const { outputFiles } = await build({
  entryPoints: { main: 'src/main.ts', worker: 'src/digest/worker.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  write: false,
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
  plugins: [evaluateLate],
  chunkNames: '[name]-[hash]',
});

// Node.js starts CommonJS sooner: an ECMAScript import of node:crypto evaluates all of it, WebCrypto too.
await rm('dist', { recursive: true, force: true });
await mkdir('dist');
for (const { path, text } of outputFiles) {
  const late = text.replace(
    /\bimport\(("\.\/[^"]+")\)/g,
    'Promise.resolve().then(() => __piece(require($1)))',
  );
  const { code } = await transform(late === text ? text : `${late}\n${PIECE}`, {
    format: 'cjs',
    platform: 'node',
    target: 'node22.12',
    minify: true,
    supported: { 'dynamic-import': false },
  });
  await writeFile(path, code, { mode: path.endsWith('main.cjs') ? 0o755 : 0o644 });
}
