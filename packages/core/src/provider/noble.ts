import { blake2b, blake2s } from '@noble/hashes/blake2.js';
import { blake3 } from '@noble/hashes/blake3.js';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha224, sha256, sha384, sha512, sha512_224, sha512_256 } from '@noble/hashes/sha2.js';
import { sha3_224, sha3_256, sha3_384, sha3_512, shake128, shake256 } from '@noble/hashes/sha3.js';
import type { CHash } from '@noble/hashes/utils.js';
import { type Bytes, utf8 } from '../bytes.ts';
import type { Encoding } from '../encoding/encoding.ts';
import { CountersignError } from '../errors.ts';
import type { AlgorithmInfo } from '../hash/algorithms.ts';
import type { DigestSpec } from '../hash/spec.ts';
import type { DigestState } from './provider.ts';

const FIXED: Readonly<Record<string, CHash>> = {
  md5,
  sha1,
  sha224,
  sha256,
  sha384,
  sha512,
  'sha512-224': sha512_224,
  'sha512-256': sha512_256,
  'sha3-224': sha3_224,
  'sha3-256': sha3_256,
  'sha3-384': sha3_384,
  'sha3-512': sha3_512,
};

const XOF = { shake128, shake256 } as const;

/** How bytes become text on the runtime. */
type Encode = (bytes: Uint8Array, encoding: Encoding) => string;

/** What every hash of @noble/hashes under way can do, as far as it is used here. */
interface NobleState {
  update(data: Uint8Array): unknown;
  digestInto(output: Uint8Array): void;
  clone(): NobleState;
}

interface NobleXof extends NobleState {
  xof(length: number): Uint8Array;
}

// SHA-3 shares SHAKE's class, method and all; only this flag tells them apart.
function isXof(state: NobleState): state is NobleXof {
  return 'canXOF' in state && state.canXOF === true;
}

/** Starts a digest of @noble/hashes: the reference for all the others, and the only engine outside Node.js. */
export function nobleDigest(spec: DigestSpec, encode: Encode): DigestState {
  return new NobleDigest(start(spec), encode);
}

/** The function itself, for the constructions that @noble/hashes builds on one. */
export function nobleHash(spec: DigestSpec): CHash | undefined {
  return spec.info.name === 'blake2b'
    ? blake2b
    : spec.info.name === 'blake2s'
      ? blake2s
      : spec.info.name === 'blake3'
        ? blake3
        : FIXED[spec.info.name];
}

function start({ info, length, key, salt, personalization, context }: DigestSpec): NobleState {
  switch (info.name) {
    case 'blake2b':
    case 'blake2s': {
      const create = info.name === 'blake2b' ? blake2b.create : blake2s.create;
      return create({
        dkLen: length,
        ...(key && { key }),
        ...(salt && { salt: zeroFilled(salt, info) }),
        ...(personalization && { personalization: zeroFilled(personalization, info) }),
      });
    }
    case 'blake3':
      return blake3.create({ ...(key && { key }), ...(context !== undefined && { context: utf8(context) }) });
    case 'shake128':
    case 'shake256':
      return XOF[info.name].create();
    default: {
      const fixed = FIXED[info.name];
      if (!fixed) {
        throw new CountersignError('ERR_UNSUPPORTED', `${info.name} is not available on this runtime.`);
      }
      return fixed.create();
    }
  }
}

/** noble takes a salt and personalization of their full size alone: a quarter of the largest digest. */
function zeroFilled(bytes: Uint8Array, { digestSize }: AlgorithmInfo): Uint8Array {
  const filled = new Uint8Array(digestSize / 4);
  filled.set(bytes);
  return filled;
}

class NobleDigest implements DigestState {
  readonly #state: NobleState;
  readonly #encode: Encode;

  constructor(state: NobleState, encode: Encode) {
    this.#state = state;
    this.#encode = encode;
  }

  update(data: Uint8Array | string): void {
    this.#state.update(typeof data === 'string' ? utf8(data) : data);
  }

  digest(length: number): Bytes {
    const ended = this.#state.clone();
    if (length === 0) return new Uint8Array(0);
    if (isXof(ended)) return new Uint8Array(ended.xof(length));
    const output = new Uint8Array(length);
    ended.digestInto(output);
    return output;
  }

  text(length: number, encoding: Encoding): string {
    return this.#encode(this.digest(length), encoding);
  }

  copy(): DigestState {
    return new NobleDigest(this.#state.clone(), this.#encode);
  }
}
