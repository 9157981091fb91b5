import { createHash } from 'node:crypto';
import { readHashWasm } from '#load';
import type { Encoding } from '../bytes.ts';

/** SHA-256 of each binary in the pinned version of hash-wasm. */
const BINARIES = {
  blake2b: '2aa7f33c4ece502997304672bc8defa348a7a30ef9a191e8648d317830e50afd',
  blake2s: '493e3e1cfe85e66eefc593ba484232b86d4af4df96ea878dfb8c5bd2965626f3',
  blake3: 'c6c8d4e499fde057c89df0461b560fe68f1fac1b384c444870c3490c31bf41fe',
} as const;

export type WasmAlgorithm = keyof typeof BINARIES;

/** Size of hash-wasm's buffer: the most bytes of one call, and of an output. */
export const WASM_BUFFER_BYTES = 16_384;

/** The used part of the WebAssembly JavaScript interface, which the types of Node.js lack. */
declare const WebAssembly: {
  readonly Module: new (binary: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
};

/** The used exports of the binaries. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  /** Address of the size of the state. */
  readonly STATE_SIZE: { readonly value: number };
  Hash_Init(parameter: number): void;
  Hash_Update(length: number): void;
  Hash_Final(length: number): void;
  Hash_GetBuffer(): number;
  Hash_GetState(): number;
}

/** One WebAssembly instance of a digest, with a buffer for input and output and a state that can be read and set. */
export class WasmInstance {
  readonly buffer: Uint8Array<ArrayBuffer>;
  /** A view of the state, not a copy. */
  readonly state: Uint8Array<ArrayBuffer>;
  readonly #exports: Exports;
  /** The same memory as `buffer`. */
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

  /** Ends a digest of at most {@link WASM_BUFFER_BYTES}. The state is invalid afterwards. */
  finish(length: number): Uint8Array<ArrayBuffer> {
    this.#exports.Hash_Final(length);
    return this.buffer.slice(0, length);
  }

  /** The same as text, without an array in between. */
  finishText(length: number, encoding: Encoding): string {
    this.#exports.Hash_Final(length);
    return this.#text.toString(encoding, 0, length);
  }
}

/**
 * Creates an instance synchronously from the installed hash-wasm. Undefined if the file is missing, the binary is not the
 * pinned one, or WebAssembly is not available.
 */
export function loadWasm(algorithm: WasmAlgorithm): WasmInstance | undefined {
  try {
    const [, base64 = ''] = /"(AGFzbQ[A-Za-z0-9+/=]+)"/.exec(readHashWasm(algorithm)) ?? [];
    const binary = Buffer.from(base64, 'base64');
    if (createHash('sha256').update(binary).digest('hex') !== BINARIES[algorithm]) return undefined;
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(binary));
    return areExports(exports) ? new WasmInstance(exports) : undefined;
  } catch {
    return undefined;
  }
}

function areExports(exports: object): exports is Exports {
  return 'Hash_Init' in exports && 'Hash_GetState' in exports && 'STATE_SIZE' in exports;
}
