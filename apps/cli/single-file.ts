// Builds the command as one executable file: `node single-file.ts FILE`. It contains this Node.js (its single executable
// applications) and needs nothing else. Native bindings are not part of it: Argon2 is that of node:crypto, bcrypt is
// JavaScript, and BLAKE3 is WebAssembly.
import { execFileSync } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { builtinModules, lateCommonJs } from './bundling.ts';

/** Node.js looks for this text in its own file to see whether it contains a program. */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

const OPTIONS: BuildOptions = {
  write: false,
  bundle: true,
  minify: true,
  legalComments: 'none',
  format: 'cjs',
  platform: 'node',
  target: `node${process.versions.node}`,
  conditions: ['@countersign/source', 'node'],
  mainFields: ['module', 'main'],
  define: { 'import.meta.filename': '__filename', 'import.meta.dirname': '__dirname' },
};

/** Replaces what the package reads from other files. */
const embedded: Plugin = {
  name: 'embedded',
  setup({ onResolve, onLoad }) {
    const replace = (filter: RegExp, name: string, contents: string): void => {
      onResolve({ filter }, () => ({ path: name, namespace: 'embedded' }));
      onLoad({ filter: new RegExp(`^${name}$`), namespace: 'embedded' }, () => ({
        contents,
        resolveDir: import.meta.dirname,
      }));
    };
    replace(/^#load$/, 'load', LOAD);
    // A binding next to the file could be anybody's.
    replace(/\/blake3\.ts$/, 'blake3', 'export const nativeBlake3 = () => undefined');
    replace(/^@node-rs\//, 'binding', 'throw new Error("The single file has no native bindings.")');
    replace(/\/start-worker\.ts$/, 'start-worker', START_WORKER);
    onLoad({ filter: /hash-wasm[\\/]dist[\\/]\w+\.umd\.min\.js$/ }, async ({ path }) => ({
      contents: await readFile(path, 'utf8'),
      loader: 'text',
    }));
    onResolve({ filter: /^worker-program$/ }, ({ path }) => ({ path, namespace: 'worker' }));
    onLoad({ filter: /.*/, namespace: 'worker' }, async () => ({
      contents: await bundle('src/digest/worker.ts'),
      loader: 'text',
    }));
  },
};

const LOAD = `
  import * as noble from '../../packages/core/src/noble/noble.ts';
  import blake2b from 'hash-wasm/dist/blake2b.umd.min.js';
  import blake2s from 'hash-wasm/dist/blake2s.umd.min.js';
  import blake3 from 'hash-wasm/dist/blake3.umd.min.js';
  const sources = { blake2b, blake2s, blake3 };
  export const loadNoble = () => noble;
  export const readHashWasm = (name) => sources[name];`;

const START_WORKER = `
  import { Worker } from 'node:worker_threads';
  import program from 'worker-program';
  export const startWorker = () => new Worker(program, { eval: true });`;

/** The program of an entry point as one CommonJS text. */
async function bundle(entryPoint: string): Promise<string> {
  const plugins = [embedded, builtinModules, lateCommonJs];
  const { outputFiles = [] } = await build({ ...OPTIONS, entryPoints: [entryPoint], plugins });
  return outputFiles[0]?.text ?? '';
}

async function buildSingleFile(target: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-single-file-'));
  try {
    const main = join(folder, 'main.cjs');
    const output = join(folder, 'blob');
    const config = join(folder, 'config.json');
    await writeFile(main, await bundle('src/main.ts'));
    const settings = { main, output, disableExperimentalSEAWarning: true, useCodeCache: true };
    await writeFile(config, JSON.stringify(settings));
    execFileSync(process.execPath, ['--experimental-sea-config', config], { stdio: 'pipe' });
    await mkdir(dirname(target), { recursive: true });
    await rm(target, { force: true });
    await copyFile(process.execPath, target);
    await chmod(target, 0o755);
    // macOS runs only signed programs, and the signature covers the whole file.
    const isMac = process.platform === 'darwin';
    if (isMac) execFileSync('codesign', ['--remove-signature', target]);
    const postject = fileURLToPath(import.meta.resolve('postject/dist/cli.js'));
    const segment = isMac ? ['--macho-segment-name', 'NODE_SEA'] : [];
    const args = [postject, target, 'NODE_SEA_BLOB', output, '--sentinel-fuse', FUSE, ...segment];
    execFileSync(process.execPath, args, { stdio: 'pipe' });
    if (isMac) execFileSync('codesign', ['--sign', '-', target]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const [target] = process.argv.slice(2);
if (target === undefined) throw new Error('usage: node single-file.ts FILE');
await buildSingleFile(resolve(target));
