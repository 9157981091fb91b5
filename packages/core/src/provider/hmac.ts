import { hmac } from '@noble/hashes/hmac.js';
import type { Hash as NobleHash } from '@noble/hashes/utils.js';
import { type Bytes, utf8 } from '../bytes.ts';
import type { Encoding } from '../encoding/encoding.ts';
import type { DigestSpec } from '../hash/spec.ts';
import type { DigestState } from './provider.ts';

/** What the construction needs of a provider. */
export interface HmacParts {
  readonly createDigest: (spec: DigestSpec) => DigestState;
  readonly encode: (bytes: Uint8Array, encoding: Encoding) => string;
}

/**
 * Starts an HMAC (RFC 2104) over a provider's digest, with the construction of @noble/hashes.
 * `node:crypto`'s own cannot be copied, and when read twice gives an empty tag without an error.
 */
export function constructHmac(spec: DigestSpec, key: Uint8Array, parts: HmacParts): DigestState {
  const create = (): DigestAdapter => new DigestAdapter(spec, parts.createDigest(spec));
  const sizes = { outputLen: spec.length, blockLen: spec.info.blockSize, canXOF: false };
  const digest = Object.assign((message: Uint8Array): Bytes => create().update(message).digest(), {
    create,
    ...sizes,
  });
  return new HmacState(hmac.create(digest, key), parts.encode);
}

/** What an HMAC of @noble/hashes under way can do, as far as it is used here. */
interface NobleHmac {
  update(data: Uint8Array): unknown;
  digest(): Uint8Array;
  clone(): NobleHmac;
}

class HmacState implements DigestState {
  readonly #mac: NobleHmac;
  readonly #encode: HmacParts['encode'];

  constructor(mac: NobleHmac, encode: HmacParts['encode']) {
    this.#mac = mac;
    this.#encode = encode;
  }

  update(data: Uint8Array | string): void {
    this.#mac.update(typeof data === 'string' ? utf8(data) : data);
  }

  digest(): Bytes {
    return new Uint8Array(this.#mac.clone().digest());
  }

  text(_length: number, encoding: Encoding): string {
    return this.#encode(this.digest(), encoding);
  }

  copy(): DigestState {
    return new HmacState(this.#mac.clone(), this.#encode);
  }
}

/** The provider's digest in the shape that the construction works on. */
class DigestAdapter implements NobleHash<DigestAdapter> {
  readonly blockLen: number;
  readonly outputLen: number;
  readonly canXOF = false;
  readonly #spec: DigestSpec;
  readonly #state: DigestState;

  constructor(spec: DigestSpec, state: DigestState) {
    this.blockLen = spec.info.blockSize;
    this.outputLen = spec.length;
    this.#spec = spec;
    this.#state = state;
  }

  update(data: Uint8Array): this {
    this.#state.update(data);
    return this;
  }

  digest(): Bytes {
    return this.#state.digest(this.outputLen);
  }

  digestInto(output: Uint8Array): void {
    output.set(this.digest());
  }

  clone(): DigestAdapter {
    return new DigestAdapter(this.#spec, this.#state.copy());
  }

  _cloneInto(): DigestAdapter {
    return this.clone();
  }

  // Nothing to wipe here: the states belong to the runtime.
  destroy(): void {}
}
