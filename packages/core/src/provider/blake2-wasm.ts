import type { IHasher } from 'hash-wasm';
import type { Bytes } from '../bytes.ts';
import { CountersignError } from '../errors.ts';
import type { DigestSpec, TreeParameters } from '../hash/spec.ts';
import { nobleDigest } from './noble.ts';
import type { DigestState } from './provider.ts';

// hash-wasm computes BLAKE2 and BLAKE3 near the speed of native code, but knows no BLAKE2 parameter beyond length and
// key. Those parameters only enter the initial chaining value (RFC 7693 section 2.5, the BLAKE2 paper section 2.8),
// which hash-wasm's saved state lays open: a build tag, then the structure of the reference implementation.
// That layout is not part of its interface, so its version is pinned and every engine proves itself at load.

interface Layout {
  readonly word: 4 | 8;
  readonly block: number;
  readonly digest: number;
}

const LAYOUTS: Readonly<Record<string, Layout>> = {
  blake2b: { word: 8, block: 128, digest: 64 },
  blake2s: { word: 4, block: 64, digest: 32 },
};

const TAG = 4;

const NO_TREE: TreeParameters = {
  fanout: 1,
  depth: 1,
  leafSize: 0,
  nodeOffset: 0n,
  nodeDepth: 0,
  innerSize: 0,
  lastNode: false,
};

/** The parameter block (RFC 7693 section 2.5 with the fields of the BLAKE2 paper, section 2.8). */
function parameterBlock(spec: DigestSpec, { word, digest }: Layout): Uint8Array {
  const tree = spec.tree ?? NO_TREE;
  const block = new Uint8Array(digest);
  const fields = new DataView(block.buffer);
  block.set([spec.length, spec.key?.length ?? 0, tree.fanout, tree.depth]);
  fields.setUint32(4, tree.leafSize, true);
  if (word === 8) {
    fields.setBigUint64(8, tree.nodeOffset, true);
  } else {
    fields.setUint32(8, Number(tree.nodeOffset & 0xffff_ffffn), true);
    fields.setUint16(12, Number(tree.nodeOffset >> 32n), true);
  }
  block.set([tree.nodeDepth, tree.innerSize], word === 8 ? 16 : 14);
  block.set(spec.salt ?? [], word * 4);
  block.set(spec.personalization ?? [], word * 6);
  return block;
}

/** One WebAssembly instance, which many digests take turns in: each keeps its state while another is at work. */
export class WasmEngine {
  readonly #hasher: IHasher;
  readonly #layout: Layout | undefined;
  readonly #initial: Uint8Array;
  #owner: WasmDigest | undefined;

  constructor(hasher: IHasher, layout?: Layout) {
    this.#hasher = hasher;
    this.#layout = layout;
    this.#initial = hasher.init().save().slice();
  }

  start(spec: DigestSpec): DigestState {
    const layout = this.#layout;
    if (!layout) return new WasmDigest(this, this.#initial, false);
    const state = this.#initial.slice();
    const plain = parameterBlock({ info: spec.info, length: layout.digest, isPlain: true }, layout);
    for (const [index, byte] of parameterBlock(spec, layout).entries()) {
      const at = TAG + index;
      state[at] = (state[at] ?? 0) ^ byte ^ (plain[index] ?? 0);
    }
    const digest = new WasmDigest(this, state, spec.tree?.lastNode ?? false);
    if (spec.key) {
      const block = new Uint8Array(layout.block);
      block.set(spec.key);
      digest.update(block);
    }
    return digest;
  }

  /** Gives the instance to one digest, after putting the last one's state away. */
  take(digest: WasmDigest, state: Uint8Array): IHasher {
    if (this.#owner !== digest) {
      this.#owner?.suspend(this.#hasher.save().slice());
      this.#hasher.load(state);
      this.#owner = digest;
    }
    return this.#hasher;
  }

  /** Reads a state's digest; the instance belongs to nobody after that. */
  finish(state: Uint8Array, isLastNode: boolean): Uint8Array {
    this.#owner?.suspend(this.#hasher.save().slice());
    this.#owner = undefined;
    const ended = state.slice();
    // The second finalization flag (the BLAKE2 paper, section 2.4): f[1], behind h[8], t[2] and f[0].
    if (isLastNode && this.#layout) {
      const { word } = this.#layout;
      ended.fill(0xff, TAG + 11 * word, TAG + 12 * word);
    }
    this.#hasher.load(ended);
    return this.#hasher.digest('binary');
  }
}

class WasmDigest implements DigestState {
  readonly #engine: WasmEngine;
  readonly #isLastNode: boolean;
  #state: Uint8Array;
  #isCurrent = false;

  constructor(engine: WasmEngine, state: Uint8Array, isLastNode: boolean) {
    this.#engine = engine;
    this.#state = state;
    this.#isLastNode = isLastNode;
  }

  update(data: Uint8Array): void {
    const hasher = this.#engine.take(this, this.#state);
    this.#isCurrent = true;
    hasher.update(data);
  }

  digest(length: number): Bytes {
    return new Uint8Array(this.#engine.finish(this.#saved(), this.#isLastNode).subarray(0, length));
  }

  copy(): DigestState {
    return new WasmDigest(this.#engine, this.#saved(), this.#isLastNode);
  }

  /** Called by the engine when another digest takes over. */
  suspend(state: Uint8Array): void {
    this.#state = state;
    this.#isCurrent = false;
  }

  #saved(): Uint8Array {
    if (this.#isCurrent) this.suspend(this.#engine.take(this, this.#state).save().slice());
    return this.#state;
  }
}

const engines = new Map<string, WasmEngine>();
let loading: Promise<void> | undefined;

/**
 * Whether a digest comes from these engines: BLAKE2 with parameters, and plain BLAKE3. BLAKE3 with a key, a context or
 * another length comes from @noble/hashes, since hash-wasm fixes those when it makes an instance.
 */
function isServed(spec: DigestSpec): boolean {
  if (spec.info.family === 'blake2') return !spec.isPlain;
  return spec.info.family === 'blake3' && spec.isPlain && spec.length === 32;
}

/**
 * The engine that serves a digest, if it is there by now. The first question starts loading it, which takes some
 * milliseconds; until then @noble/hashes gives the same bytes, slower.
 */
export function blake2Engine(spec: DigestSpec): WasmEngine | undefined {
  if (!isServed(spec)) return undefined;
  const engine = engines.get(spec.info.name);
  if (engine) return engine;
  void prepareBlake2(spec);
  return undefined;
}

/** Whether BLAKE2 with tree parameters can be computed now. */
export function isTreeHashingLoaded(): boolean {
  return engines.has('blake2b') && engines.has('blake2s');
}

/**
 * Loads what BLAKE2's tree parameters need. `tree` is refused until this promise is fulfilled.
 *
 * @throws {@link CountersignError} `ERR_UNSUPPORTED` when the WebAssembly engine does not work here
 */
export async function loadTreeHashing(): Promise<void> {
  loading ??= load();
  await loading;
  if (!isTreeHashingLoaded())
    throw new CountersignError(
      'ERR_UNSUPPORTED',
      'BLAKE2 tree hashing is not available: its WebAssembly engine failed its self-test.',
    );
}

/** Loads the engines, when this digest needs one. */
export async function prepareBlake2(spec: DigestSpec): Promise<void> {
  if (!isServed(spec)) return;
  loading ??= load();
  await loading;
}

async function load(): Promise<void> {
  const { createBLAKE2b, createBLAKE2s, createBLAKE3 } = await import('hash-wasm');
  const [blake2b, blake2s, blake3] = await Promise.all([
    createBLAKE2b(512),
    createBLAKE2s(256),
    createBLAKE3(),
  ]);
  admit('blake2b', new WasmEngine(blake2b, LAYOUTS['blake2b']));
  admit('blake2s', new WasmEngine(blake2s, LAYOUTS['blake2s']));
  admit('blake3', new WasmEngine(blake3));
}

/** Takes an engine into use if it agrees with @noble/hashes; otherwise that goes on serving the algorithm. */
function admit(name: 'blake2b' | 'blake2s' | 'blake3', engine: WasmEngine): void {
  const digestSize = name === 'blake2b' ? 64 : 32;
  const info = {
    name,
    family: name === 'blake3' ? ('blake3' as const) : ('blake2' as const),
    digestSize,
    blockSize: digestSize * 2,
  };
  const plain: DigestSpec = { info, length: digestSize, isPlain: true };
  const salt = new Uint8Array(digestSize / 4).fill(3);
  const keyed: DigestSpec = {
    info,
    length: 20,
    key: new Uint8Array(9).fill(1),
    salt,
    personalization: salt.map((byte) => byte + 2),
    isPlain: false,
  };
  const message = new Uint8Array(333).map((_, index) => index);
  for (const spec of name === 'blake3' ? [plain] : [plain, keyed]) {
    const [ours, reference] = [engine.start(spec), nobleDigest(spec)].map((state) => {
      state.update(message.subarray(0, 100));
      state.update(message.subarray(100));
      return state.digest(spec.length).join();
    });
    if (ours !== reference) return;
  }
  engines.set(name, engine);
}
