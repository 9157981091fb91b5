import { hmac } from '@noble/hashes/hmac.js';
import type { Hash as NobleHash } from '@noble/hashes/utils.js';
import { provider } from '#provider';
import type { Bytes } from '../bytes.ts';
import type { DigestSpec } from '../hash/spec.ts';
import type { DigestState } from '../provider/provider.ts';

/**
 * Starts an HMAC (RFC 2104) over the provider's digest, with the construction of @noble/hashes.
 * `node:crypto`'s own cannot be copied, and when read twice gives an empty tag without an error.
 */
export function hmacState(spec: DigestSpec, key: Uint8Array): DigestState {
  const create = (): DigestAdapter => new DigestAdapter(spec, provider.createDigest(spec));
  const sizes = { outputLen: spec.length, blockLen: spec.info.blockSize, canXOF: false };
  const digest = Object.assign((message: Uint8Array): Bytes => create().update(message).digest(), {
    create,
    ...sizes,
  });
  return new HmacState(hmac.create(digest, key));
}

/** What an HMAC of @noble/hashes under way can do, as far as it is used here. */
interface NobleHmac {
  update(data: Uint8Array): unknown;
  digest(): Uint8Array;
  clone(): NobleHmac;
}

class HmacState implements DigestState {
  readonly #mac: NobleHmac;

  constructor(mac: NobleHmac) {
    this.#mac = mac;
  }

  update(data: Uint8Array): void {
    this.#mac.update(data);
  }

  digest(): Bytes {
    return new Uint8Array(this.#mac.clone().digest());
  }

  copy(): DigestState {
    return new HmacState(this.#mac.clone());
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
