import { nobleDigest } from '#fallback';
import { type Bytes, utf8 } from '../bytes.ts';
import type { Encoding } from '../encoding/encoding.ts';
import type { AlgorithmInfo } from '../hash/algorithms.ts';
import type { DigestSpec } from '../hash/spec.ts';
import type { TreeParameters } from '../hash/tree.ts';
import type { DigestState } from './provider.ts';
import { encode } from './text.ts';
import { loadWasm, WASM_BUFFER_BYTES, type WasmAlgorithm, type WasmInstance } from './wasm.ts';

// hash-wasm computes BLAKE2 near the speed of native code, but offers no parameter beyond length and key. All of them
// only enter the initial chaining value h (RFC 7693 section 2.5, the BLAKE2 paper section 2.8), which is where the
// state of the reference implementation begins: h[8] t[2] f[2], then a buffer. So they are XORed into it.

/** What sets the two BLAKE2 apart. */
interface Layout {
  /** Bytes of a word. */
  readonly word: 4 | 8;
  readonly blockSize: number;
  readonly digestSize: number;
}

const LAYOUTS: ReadonlyMap<string, Layout> = new Map([
  ['blake2b', { word: 8, blockSize: 128, digestSize: 64 }],
  ['blake2s', { word: 4, blockSize: 64, digestSize: 32 }],
]);

/** Where the second finalization flag f[1] stands, in words: behind h[8], t[2] and f[0]. */
const LAST_NODE_WORD = 11;

const SEQUENTIAL: TreeParameters = {
  fanout: 1,
  depth: 1,
  leafSize: 0,
  nodeOffset: 0n,
  nodeDepth: 0,
  innerSize: 0,
  lastNode: false,
};

function xor(target: Uint8Array, offset: number, bytes: Uint8Array): void {
  for (let index = 0; index < bytes.length; index++) {
    target[offset + index] = (target[offset + index] ?? 0) ^ (bytes[index] ?? 0);
  }
}

type BlockFields = Pick<DigestSpec, 'length' | 'key' | 'salt' | 'personalization' | 'tree'>;

/**
 * XORs the parameter block into a state (RFC 7693 section 2.5, with the fields of the BLAKE2 paper, section 2.8). Salt and
 * personalization that are short of their fields leave the rest zero.
 */
function xorParameters(state: Uint8Array, spec: BlockFields, { word }: Layout): void {
  const { tree = SEQUENTIAL } = spec;
  state[0] = (state[0] ?? 0) ^ spec.length;
  state[1] = (state[1] ?? 0) ^ (spec.key?.length ?? 0);
  state[2] = (state[2] ?? 0) ^ tree.fanout;
  state[3] = (state[3] ?? 0) ^ tree.depth;
  if (spec.tree) {
    const block = new Uint8Array(word * 4 - 4);
    const fields = new DataView(block.buffer);
    fields.setUint32(0, tree.leafSize, true);
    fields.setUint32(4, Number(tree.nodeOffset & 0xffff_ffffn), true);
    if (word === 8) fields.setUint32(8, Number(tree.nodeOffset >> 32n), true);
    else fields.setUint16(8, Number(tree.nodeOffset >> 32n), true);
    block.set([tree.nodeDepth, tree.innerSize], word === 8 ? 12 : 10);
    xor(state, 4, block);
  }
  if (spec.salt) xor(state, word * 4, spec.salt);
  if (spec.personalization) xor(state, word * 6, spec.personalization);
}

/** One instance, which many digests take turns in: each puts its state away when another wants to work. */
class Engine {
  readonly #wasm: WasmInstance;
  readonly #layout: Layout | undefined;
  /** The state of a BLAKE2 digest before any parameter. */
  readonly #initial: Uint8Array<ArrayBuffer>;
  #owner: EngineDigest | undefined;

  constructor(wasm: WasmInstance, layout: Layout | undefined) {
    wasm.initialize(layout === undefined ? 0 : layout.digestSize * 8);
    this.#wasm = wasm;
    this.#layout = layout;
    this.#initial = wasm.state.slice();
    if (layout) xorParameters(this.#initial, { length: layout.digestSize }, layout);
  }

  /** Sets the instance to the start of a digest; whoever had it puts its state away. */
  #begin(spec: DigestSpec): void {
    this.#owner?.suspend(this.#wasm.state.slice());
    this.#owner = undefined;
    const wasm = this.#wasm;
    const layout = this.#layout;
    if (layout === undefined) {
      if (spec.key) wasm.buffer.set(spec.key);
      wasm.initialize(spec.key?.length ?? 0);
      return;
    }
    wasm.state.set(this.#initial);
    xorParameters(wasm.state, spec, layout);
    if (spec.key) {
      const keyBlock = new Uint8Array(layout.blockSize);
      keyBlock.set(spec.key);
      wasm.update(keyBlock);
    }
  }

  #markLastNode(spec: DigestSpec): void {
    if (!spec.tree?.lastNode || !this.#layout) return;
    const { word } = this.#layout;
    this.#wasm.state.fill(0xff, LAST_NODE_WORD * word, (LAST_NODE_WORD + 1) * word);
  }

  #take(spec: DigestSpec, data: Uint8Array): void {
    this.#begin(spec);
    this.#wasm.update(data);
    this.#markLastNode(spec);
  }

  once(spec: DigestSpec, data: Uint8Array): Bytes {
    this.#take(spec, data);
    return this.#wasm.finish(spec.length);
  }

  onceAsText(spec: DigestSpec, data: Uint8Array, encoding: Encoding): string {
    this.#take(spec, data);
    return this.#wasm.finishText(spec.length, encoding);
  }

  start(spec: DigestSpec): EngineDigest {
    this.#begin(spec);
    return new EngineDigest(this, spec, this.#wasm.state.slice());
  }

  update(digest: EngineDigest, data: Uint8Array): void {
    if (this.#owner !== digest) {
      this.#owner?.suspend(this.#wasm.state.slice());
      this.#wasm.state.set(digest.state);
      this.#owner = digest;
    }
    this.#wasm.update(data);
  }

  /** The state of a digest, which stays as it is. */
  save(digest: EngineDigest): Uint8Array<ArrayBuffer> {
    return this.#owner === digest ? this.#wasm.state.slice() : digest.state;
  }

  read(digest: EngineDigest, length: number): Bytes {
    const saved = this.save(digest);
    if (this.#owner !== digest) this.#owner?.suspend(this.#wasm.state.slice());
    this.#wasm.state.set(saved);
    this.#markLastNode(digest.spec);
    const bytes = this.#wasm.finish(length);
    this.#wasm.state.set(saved);
    this.#owner = digest;
    return bytes;
  }
}

class EngineDigest implements DigestState {
  readonly spec: DigestSpec;
  readonly #engine: Engine;
  /** Valid while another digest has the instance. */
  state: Uint8Array<ArrayBuffer>;

  constructor(engine: Engine, spec: DigestSpec, state: Uint8Array<ArrayBuffer>) {
    this.#engine = engine;
    this.spec = spec;
    this.state = state;
  }

  suspend(state: Uint8Array<ArrayBuffer>): void {
    this.state = state;
  }

  update(data: Uint8Array | string): void {
    this.#engine.update(this, typeof data === 'string' ? utf8(data) : data);
  }

  digest(length: number): Bytes {
    return this.#engine.read(this, length);
  }

  text(length: number, encoding: Encoding): string {
    return encode(this.digest(length), encoding);
  }

  copy(): DigestState {
    return new EngineDigest(this.#engine, this.spec, this.#engine.save(this).slice());
  }
}

const engines = new Map<string, Engine | undefined>();

function engineOf(name: string): Engine | undefined {
  const known = engines.get(name);
  if (known !== undefined || engines.has(name)) return known;
  const wasm = isServed(name) ? loadWasm(name) : undefined;
  const engine = wasm && new Engine(wasm, LAYOUTS.get(name));
  const proven = engine !== undefined && isRight(engine, name) ? engine : undefined;
  engines.set(name, proven);
  return proven;
}

function isServed(name: string): name is WasmAlgorithm {
  return name === 'blake2b' || name === 'blake2s' || name === 'blake3';
}

/** Compares an engine with @noble/hashes on a message that comes in parts, with a key and parameters. */
function isRight(engine: Engine, name: string): boolean {
  const layout = LAYOUTS.get(name);
  const digestSize = layout?.digestSize ?? 32;
  const info: AlgorithmInfo = {
    name,
    family: layout ? 'blake2' : 'blake3',
    digestSize,
    blockSize: layout?.blockSize ?? 64,
  };
  const quarter = new Uint8Array(digestSize / 4);
  const parameters = layout
    ? {
        length: 20,
        key: new Uint8Array(9).fill(1),
        salt: quarter.fill(3),
        personalization: quarter.map((byte) => byte + 2),
      }
    : { length: 90, key: new Uint8Array(32).fill(1) };
  const message = new Uint8Array(1333).map((_, index) => index);
  const specs = [
    { info, length: digestSize, isPlain: true },
    { info, ...parameters, isPlain: false },
  ];
  return specs.every((spec) => {
    const [ours, reference] = [engine.start(spec), nobleDigest(spec, encode)].map((digest) => {
      digest.update(message.subarray(0, 100));
      digest.update(message.subarray(100));
      return digest.digest(spec.length).join();
    });
    return ours === reference;
  });
}

/** The engine for a digest, if there is one; else @noble/hashes gives the same bytes, slower. */
function engineFor(spec: DigestSpec): Engine | undefined {
  // hash-wasm has no way into BLAKE3's key derivation mode, and gives no more than its buffer holds.
  const isBeyond = spec.context !== undefined || spec.length > WASM_BUFFER_BYTES;
  return isBeyond ? undefined : engineOf(spec.info.name);
}

/** Whether BLAKE2 can be computed with tree parameters, which @noble/hashes does not have. */
export function hasTreeHashing(): boolean {
  return engineOf('blake2b') !== undefined && engineOf('blake2s') !== undefined;
}

/** Starts a BLAKE2 digest with parameters, or a BLAKE3 digest. */
export function blakeDigest(spec: DigestSpec): DigestState {
  return engineFor(spec)?.start(spec) ?? nobleDigest(spec, encode);
}

/** The same of a whole message. */
export function blakeOnce(spec: DigestSpec, data: Uint8Array): Bytes {
  const engine = engineFor(spec);
  if (engine) return engine.once(spec, data);
  const digest = nobleDigest(spec, encode);
  digest.update(data);
  return digest.digest(spec.length);
}

/** The same as text. */
export function blakeText(spec: DigestSpec, data: Uint8Array, encoding: Encoding): string {
  return engineFor(spec)?.onceAsText(spec, data, encoding) ?? encode(blakeOnce(spec, data), encoding);
}
