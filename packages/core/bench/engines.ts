import { randomBytes, randomInt } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { markdownTable } from '@countersign/bench';
import { hash } from '@countersign/core';
import { Blake2BHasher, Blake2BParam } from '@napi-rs/blake-hash';
import { blake2b } from '@noble/hashes/blake2.js';
import blake2bWasm from 'blake2b-wasm';
import sodium from 'libsodium-wrappers-sumo';
import sodiumNative from 'sodium-native';
import { cpythonSpeed, cpythonVersion } from './cpython.ts';
import { measure, ROUNDS } from './measure.ts';
import { machine, type Report } from './report.ts';

// Other libraries for BLAKE2b with parameters on Node.js: their correctness, parameters, size and speed.

const LENGTH = 32;
const SIZES = [32, 1024, 2 ** 20] as const;
const TRIALS = 200;

/** Parameters in the sizes that all engines take: 16 to 64 bytes of key, 16 of salt and personalization. */
interface Parameters {
  readonly key?: Uint8Array;
  readonly salt?: Uint8Array;
  readonly personalization?: Uint8Array;
}

interface Engine {
  readonly packageName: string;
  /** The package with the binaries, if they are in another one. */
  readonly binaries?: string;
  readonly takes: readonly (keyof Parameters)[];
  readonly also: string;
  /** Returns a function that computes digests with these parameters. */
  readonly prepare: (parameters: Parameters) => (message: Uint8Array) => Uint8Array;
}

const ALL = ['key', 'salt', 'personalization'] as const;

const ENGINES: readonly Engine[] = [
  {
    packageName: 'hash-wasm',
    takes: ALL,
    also: 'the whole tree, 2s, BLAKE3, copies (as used here)',
    prepare(parameters) {
      const options = { ...parameters, length: LENGTH };
      return (message) => hash('blake2b', message, options);
    },
  },
  {
    packageName: 'blake2b-wasm',
    takes: ALL,
    also: 'no tree, no 2s, no copies',
    prepare:
      ({ key, salt, personalization }) =>
      (message) =>
        blake2bWasm(LENGTH, key, salt, personalization, true).update(message).digest('binary'),
  },
  {
    packageName: 'sodium-native',
    takes: ['key'],
    also: 'no 2s, no copies',
    prepare:
      ({ key }) =>
      (message) => {
        const output = Buffer.alloc(LENGTH);
        sodiumNative.crypto_generichash(output, message, key);
        return output;
      },
  },
  {
    packageName: 'libsodium-wrappers-sumo',
    binaries: 'libsodium-sumo',
    takes: ['key'],
    also: 'no 2s, no copies; salt and personalization without a message only',
    prepare:
      ({ key }) =>
      (message) =>
        sodium.crypto_generichash(LENGTH, message, key ?? null),
  },
  {
    packageName: '@napi-rs/blake-hash',
    binaries: `@napi-rs/blake-hash-${process.platform}-${process.arch}-gnu`,
    takes: ALL,
    also: 'a tree without node offset and last node, 2s, BLAKE3, no copies',
    prepare({ key, salt, personalization }) {
      const parameters = new Blake2BParam();
      parameters.hashLength(LENGTH);
      if (key) parameters.key(Buffer.from(key));
      if (salt) parameters.salt(Buffer.from(salt));
      if (personalization) parameters.personal(Buffer.from(personalization));
      return (message) => {
        const data = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
        return Blake2BHasher.withParams(parameters).update(data).digestBuffer();
      };
    },
  },
];

/** Random messages and parameters of which each may be absent, beside @noble/hashes. */
function check({ packageName, takes, prepare }: Engine): void {
  for (let trial = 0; trial < TRIALS; trial++) {
    const message = randomBytes(randomInt(3000));
    const sizes = { key: randomInt(16, 65), salt: 16, personalization: 16 };
    const parameters: Parameters = Object.fromEntries(
      takes.filter(() => randomInt(2) === 1).map((name) => [name, randomBytes(sizes[name])]),
    );
    const expected = blake2b(message, { ...parameters, dkLen: LENGTH });
    if (Buffer.compare(prepare(parameters)(message), expected) !== 0)
      throw new Error(`${packageName} gives a wrong digest`);
  }
}

function bytesIn(path: string): number {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.size;
  return readdirSync(path).reduce((sum, name) => sum + bytesIn(join(path, name)), 0);
}

/** Its folder, also of a package that only another package sees. */
function folder(name: string, from = 'node_modules'): string {
  return realpathSync(join(from, name));
}

function installed({ packageName, binaries }: Engine): { readonly version: string; readonly bytes: number } {
  const path = folder(packageName);
  const manifest: unknown = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : '';
  const store = path.slice(0, -packageName.length);
  const further = binaries === undefined ? 0 : bytesIn(folder(binaries, store));
  return { version: String(version), bytes: bytesIn(path) + further };
}

const compact = (speed: number): string =>
  speed >= 1e6
    ? `${(speed / 1e6).toFixed(2)} M`
    : speed >= 1e4
      ? `${Math.round(speed / 1e3)} k`
      : speed.toFixed(0);

/** All of them beside each other, after each has proved right. */
export async function engineReport(): Promise<Report> {
  await sodium.ready;
  await new Promise<void>((resolve, reject) => {
    blake2bWasm.ready((error) => (error ? reject(error) : resolve()));
  });
  for (const engine of ENGINES) check(engine);
  const personalization = new Uint8Array(16).fill(7);
  const cpython = `CPython ${cpythonVersion()}`;
  const speeds: Record<string, number[]> = {};
  for (const size of SIZES) {
    const message = new Uint8Array(size).fill(1);
    const measured = await measure(
      ENGINES.map(({ packageName, takes, prepare }) => {
        const digest = prepare(takes.includes('personalization') ? { personalization } : {});
        return { name: packageName, run: () => digest(message) };
      }),
    );
    const statement = `hashlib.blake2b(message, digest_size=${LENGTH}, person=b'countersign').digest()`;
    for (const [name, speed] of [...measured, [cpython, cpythonSpeed(statement, size)] as const]) {
      speeds[name] = [...(speeds[name] ?? []), speed];
    }
  }
  const rows = ENGINES.map((engine) => {
    const { version, bytes } = installed(engine);
    return [
      `\`${engine.packageName}\` ${version}`,
      [...engine.takes, engine.also].join(', '),
      `${(bytes / 1e6).toFixed(1)} MB`,
      ...(speeds[engine.packageName] ?? []).map(compact),
    ];
  });
  const table = markdownTable(
    ['', 'takes', 'installed', '32 B', '1 KiB', '1 MiB'],
    [...rows, [cpython, 'all', '–', ...(speeds[cpython] ?? []).map(compact)]],
  );
  const text = `Calls a second with 32 bytes of digest and a personalization (without, where it is not taken), the best of ${ROUNDS} rounds in turns, in one run (${machine()}):\n\n${table}`;
  return { text, values: speeds };
}
