import { loadNoble } from '#load';
import type { Bytes, Encoding } from '../bytes.ts';
import type { AlgorithmInfo, DigestSpec, DigestState } from '../digest.ts';
import { Engine } from './engine.ts';
import { LAYOUTS } from './parameters.ts';
import { loadWasm, WASM_BUFFER_BYTES, type WasmAlgorithm } from './wasm.ts';

// BLAKE3, and BLAKE2 with parameters, on Node.js. README.md in this folder explains the method.

const encode = (bytes: Uint8Array, encoding: Encoding): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(encoding);

/** Starts a BLAKE2 digest with parameters, or a BLAKE3 digest. */
export function blakeDigest(spec: DigestSpec): DigestState {
  return engineFor(spec)?.start(spec) ?? loadNoble().nobleDigest(spec, encode);
}

/** The digest of a whole message. */
export function blakeOnce(spec: DigestSpec, data: Uint8Array): Bytes {
  const engine = engineFor(spec);
  if (engine) return engine.once(spec, data);
  const digest = blakeDigest(spec);
  digest.update(data);
  return digest.digest(spec.length);
}

/** The digest of a whole message as text. */
export function blakeText(spec: DigestSpec, data: Uint8Array, encoding: Encoding): string {
  return engineFor(spec)?.onceAsText(spec, data, encoding) ?? encode(blakeOnce(spec, data), encoding);
}

/** True if BLAKE2 has tree parameters here. @noble/hashes has none. */
export function hasTreeHashing(): boolean {
  return engineOf('blake2b') !== undefined && engineOf('blake2s') !== undefined;
}

/** The engine of a digest. Without one, @noble/hashes computes the same bytes, more slowly. */
function engineFor(spec: DigestSpec): Engine | undefined {
  // hash-wasm has no key derivation mode of BLAKE3, and outputs at most its buffer.
  if (spec.context !== undefined || spec.length > WASM_BUFFER_BYTES) return undefined;
  return engineOf(spec.info.name);
}

const engines = new Map<string, Engine | undefined>();

function engineOf(name: string): Engine | undefined {
  if (!engines.has(name)) engines.set(name, isWasmAlgorithm(name) ? testedEngine(name) : undefined);
  return engines.get(name);
}

function isWasmAlgorithm(name: string): name is WasmAlgorithm {
  return name === 'blake2b' || name === 'blake2s' || name === 'blake3';
}

function testedEngine(name: WasmAlgorithm): Engine | undefined {
  const wasm = loadWasm(name);
  const engine = wasm && new Engine(wasm, LAYOUTS.get(name));
  return engine !== undefined && agreesWithNoble(engine, name) ? engine : undefined;
}

/** Compares an engine with @noble/hashes: a message in two parts, without and with parameters. */
function agreesWithNoble(engine: Engine, name: string): boolean {
  const { nobleDigest } = loadNoble();
  const message = new Uint8Array(1333).map((_, index) => index);
  return testSpecs(name).every((spec) => {
    const [ours, reference] = [engine.start(spec), nobleDigest(spec, encode)].map((digest) => {
      digest.update(message.subarray(0, 100));
      digest.update(message.subarray(100));
      return digest.digest(spec.length).join();
    });
    return ours === reference;
  });
}

function testSpecs(name: string): DigestSpec[] {
  const layout = LAYOUTS.get(name);
  const { digestSize, blockSize } = layout ?? { digestSize: 32, blockSize: 64 };
  const info: AlgorithmInfo = { name, family: layout ? 'blake2' : 'blake3', digestSize, blockSize };
  const plain = { info, length: digestSize, isPlain: true };
  if (layout === undefined) return [plain, { ...plain, length: 90, key: new Uint8Array(32).fill(1) }];
  const salt = new Uint8Array(digestSize / 4).fill(3);
  const personalization = salt.map((_, index) => index);
  return [plain, { ...plain, length: 20, key: new Uint8Array(9).fill(1), salt, personalization }];
}
