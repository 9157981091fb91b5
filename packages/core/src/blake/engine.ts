import { type Bytes, type Encoding, utf8 } from '../bytes.ts';
import type { DigestSpec, DigestState } from '../digest.ts';
import { type Layout, markLastNode, xorParameters } from './parameters.ts';
import type { WasmInstance } from './wasm.ts';

/** One WebAssembly instance that many digests share. Each saves its state when another one continues. */
export class Engine {
  readonly #wasm: WasmInstance;
  readonly #layout: Layout | undefined;
  /** The state of a BLAKE2 digest without any parameter. */
  readonly #initial: Uint8Array<ArrayBuffer>;
  #owner: EngineDigest | undefined;

  constructor(wasm: WasmInstance, layout: Layout | undefined) {
    wasm.initialize(layout === undefined ? 0 : layout.digestSize * 8);
    this.#wasm = wasm;
    this.#layout = layout;
    this.#initial = wasm.state.slice();
    // The block that hash-wasm has set is its own inverse.
    if (layout) xorParameters(this.#initial, { length: layout.digestSize }, layout);
  }

  once(spec: DigestSpec, data: Uint8Array): Bytes {
    this.#computeAll(spec, data);
    return this.#wasm.finish(spec.length);
  }

  onceAsText(spec: DigestSpec, data: Uint8Array, encoding: Encoding): string {
    this.#computeAll(spec, data);
    return this.#wasm.finishText(spec.length, encoding);
  }

  start(spec: DigestSpec): DigestState {
    this.#begin(spec);
    return new EngineDigest(this, spec, this.#wasm.state.slice());
  }

  update(digest: EngineDigest, data: Uint8Array): void {
    if (this.#owner !== digest) {
      this.#releaseOwner();
      this.#wasm.state.set(digest.state);
      this.#owner = digest;
    }
    this.#wasm.update(data);
  }

  /** The current state of a digest. */
  save(digest: EngineDigest): Uint8Array<ArrayBuffer> {
    return this.#owner === digest ? this.#wasm.state.slice() : digest.state;
  }

  read(digest: EngineDigest, length: number): Bytes {
    const saved = this.save(digest);
    if (this.#owner !== digest) this.#releaseOwner();
    this.#wasm.state.set(saved);
    if (this.#layout) markLastNode(this.#wasm.state, digest.spec, this.#layout);
    const bytes = this.#wasm.finish(length);
    this.#wasm.state.set(saved);
    this.#owner = digest;
    return bytes;
  }

  #computeAll(spec: DigestSpec, data: Uint8Array): void {
    this.#begin(spec);
    this.#wasm.update(data);
    if (this.#layout) markLastNode(this.#wasm.state, spec, this.#layout);
  }

  #begin(spec: DigestSpec): void {
    this.#releaseOwner();
    const wasm = this.#wasm;
    if (this.#layout === undefined) {
      if (spec.key) wasm.buffer.set(spec.key);
      wasm.initialize(spec.key?.length ?? 0);
      return;
    }
    wasm.state.set(this.#initial);
    xorParameters(wasm.state, spec, this.#layout);
    if (spec.key) {
      const keyBlock = new Uint8Array(this.#layout.blockSize);
      keyBlock.set(spec.key);
      wasm.update(keyBlock);
    }
  }

  #releaseOwner(): void {
    if (this.#owner) this.#owner.state = this.#wasm.state.slice();
    this.#owner = undefined;
  }
}

class EngineDigest implements DigestState {
  readonly spec: DigestSpec;
  readonly #engine: Engine;
  /** Valid while another digest uses the instance. */
  state: Uint8Array<ArrayBuffer>;

  constructor(engine: Engine, spec: DigestSpec, state: Uint8Array<ArrayBuffer>) {
    this.#engine = engine;
    this.spec = spec;
    this.state = state;
  }

  update(data: Uint8Array | string): void {
    this.#engine.update(this, typeof data === 'string' ? utf8(data) : data);
  }

  digest(length: number): Bytes {
    return this.#engine.read(this, length);
  }

  text(length: number, encoding: Encoding): string {
    return Buffer.from(this.digest(length).buffer).toString(encoding);
  }

  copy(): DigestState {
    return new EngineDigest(this.#engine, this.spec, this.#engine.save(this).slice());
  }
}
