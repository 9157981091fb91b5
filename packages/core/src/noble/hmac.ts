import { hmac } from '@noble/hashes/hmac.js';
import type { Hash as NobleHash } from '@noble/hashes/utils.js';
import { type Bytes, type Encoding, utf8 } from '../bytes.ts';
import type { DigestSpec, DigestState } from '../digest.ts';

/** The runtime's digests and encodings. */
interface Parts {
  readonly start: (spec: DigestSpec) => DigestState;
  readonly encode: (bytes: Uint8Array, encoding: Encoding) => string;
}

/** Starts an HMAC (RFC 2104): the construction of @noble/hashes over the digest of a runtime. */
export function nobleHmac(spec: DigestSpec, key: Uint8Array, { start, encode }: Parts): DigestState {
  const create = (): DigestAdapter => new DigestAdapter(spec, start(spec));
  const digest = Object.assign((message: Uint8Array): Bytes => create().update(message).digest(), {
    create,
    outputLen: spec.length,
    blockLen: spec.info.blockSize,
    canXOF: false,
  });
  return hmacState(hmac.create(digest, key), encode);
}

/** The used part of an HMAC of @noble/hashes. */
interface NobleHmac {
  update(data: Uint8Array): unknown;
  digest(): Uint8Array;
  clone(): NobleHmac;
}

function hmacState(mac: NobleHmac, encode: Parts['encode']): DigestState {
  const digest = (): Bytes => new Uint8Array(mac.clone().digest());
  return {
    update: (data) => mac.update(typeof data === 'string' ? utf8(data) : data),
    digest,
    text: (_length, encoding) => encode(digest(), encoding),
    copy: () => hmacState(mac.clone(), encode),
  };
}

/** A runtime's digest with the interface that the construction expects. */
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

  // The runtime owns the state and frees it.
  destroy(): void {}
}
