import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Encoding } from '../encoding/encoding.ts';

/** The digests whose binaries are taken from hash-wasm, and the SHA-256 of each in the version that is pinned. */
const BINARIES = {
  blake2b: '2aa7f33c4ece502997304672bc8defa348a7a30ef9a191e8648d317830e50afd',
  blake2s: '493e3e1cfe85e66eefc593ba484232b86d4af4df96ea878dfb8c5bd2965626f3',
  blake3: 'c6c8d4e499fde057c89df0461b560fe68f1fac1b384c444870c3490c31bf41fe',
} as const;

export type WasmAlgorithm = keyof typeof BINARIES;

/** Bytes that cross into the instance, or out of it, at a time: the size of hash-wasm's own buffer. */
export const WASM_BUFFER_BYTES = 16_384;

/** What is used of the WebAssembly JavaScript interface, which the types of Node.js leave out. */
declare const WebAssembly: {
  readonly Module: new (binary: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
};

/** What these binaries export, as far as it is used here. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  /** Where the size of the state stands in memory. */
  readonly STATE_SIZE: { readonly value: number };
  Hash_Init(parameter: number): void;
  Hash_Update(length: number): void;
  Hash_Final(length: number): void;
  Hash_GetBuffer(): number;
  Hash_GetState(): number;
}

/** One WebAssembly instance of a digest: a buffer to cross by, and a state that can be read and set. */
export class WasmInstance {
  readonly buffer: Uint8Array<ArrayBuffer>;
  /** The state itself, not a copy: a structure of the reference implementation in C. */
  readonly state: Uint8Array<ArrayBuffer>;
  readonly #exports: Exports;
  /** The buffer once more, as what knows the encodings. */
  readonly #text: Buffer;

  constructor(exports: Exports) {
    const { memory } = exports;
    const stateSize = new DataView(memory.buffer).getUint32(exports.STATE_SIZE.value, true);
    this.buffer = new Uint8Array(memory.buffer, exports.Hash_GetBuffer(), WASM_BUFFER_BYTES);
    this.state = new Uint8Array(memory.buffer, exports.Hash_GetState(), stateSize);
    this.#exports = exports;
    this.#text = Buffer.from(memory.buffer, this.buffer.byteOffset, WASM_BUFFER_BYTES);
  }

  initialize(parameter: number): void {
    this.#exports.Hash_Init(parameter);
  }

  update(data: Uint8Array): void {
    for (let start = 0; start < data.length; start += WASM_BUFFER_BYTES) {
      const part = data.length <= WASM_BUFFER_BYTES ? data : data.subarray(start, start + WASM_BUFFER_BYTES);
      this.buffer.set(part);
      this.#exports.Hash_Update(part.length);
    }
  }

  /** Ends the digest, of up to {@link WASM_BUFFER_BYTES}, and spends the state. */
  finish(length: number): Uint8Array<ArrayBuffer> {
    this.#exports.Hash_Final(length);
    return this.buffer.slice(0, length);
  }

  /** The same as text, without bytes in between. */
  finishText(length: number, encoding: Encoding): string {
    this.#exports.Hash_Final(length);
    return this.#text.toString(encoding, 0, length);
  }
}

/**
 * Makes an instance at once. hash-wasm's own functions compile in the background only, and a digest that is asked for
 * synchronously cannot wait; so its binary is read from its file, and trusted by its SHA-256 alone.
 * Undefined when there is no such file (in a bundle, for example), another version of it, or no WebAssembly.
 */
export function loadWasm(algorithm: WasmAlgorithm): WasmInstance | undefined {
  try {
    const require = createRequire(import.meta.url);
    const source = readFileSync(require.resolve(`hash-wasm/dist/${algorithm}.umd.min.js`), 'latin1');
    const [, base64 = ''] = /"(AGFzbQ[A-Za-z0-9+/=]+)"/.exec(source) ?? [];
    const binary = Buffer.from(base64, 'base64');
    if (hash('sha256', binary) !== BINARIES[algorithm]) return undefined;
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(binary));
    return areExports(exports) ? new WasmInstance(exports) : undefined;
  } catch {
    return undefined;
  }
}

function areExports(exports: object): exports is Exports {
  return 'Hash_Init' in exports && 'Hash_GetState' in exports && 'STATE_SIZE' in exports;
}
