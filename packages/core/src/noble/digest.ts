import { blake2b, blake2s } from '@noble/hashes/blake2.js';
import { blake3 } from '@noble/hashes/blake3.js';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha224, sha256, sha384, sha512, sha512_224, sha512_256 } from '@noble/hashes/sha2.js';
import { sha3_224, sha3_256, sha3_384, sha3_512, shake128, shake256 } from '@noble/hashes/sha3.js';
import type { CHash } from '@noble/hashes/utils.js';
import { type Bytes, type Encoding, utf8 } from '../bytes.ts';
import type { DigestSpec, DigestState } from '../digest.ts';
import { UnsupportedError } from '../errors.ts';

const PLAIN: ReadonlyMap<string, CHash> = new Map<string, CHash>([
  ['md5', md5],
  ['sha1', sha1],
  ['sha224', sha224],
  ['sha256', sha256],
  ['sha384', sha384],
  ['sha512', sha512],
  ['sha512-224', sha512_224],
  ['sha512-256', sha512_256],
  ['sha3-224', sha3_224],
  ['sha3-256', sha3_256],
  ['sha3-384', sha3_384],
  ['sha3-512', sha3_512],
  ['blake2b', blake2b],
  ['blake2s', blake2s],
]);

/** The function of a plain digest of fixed length. */
export function nobleFunction({ info }: DigestSpec): CHash {
  const found = PLAIN.get(info.name);
  if (found !== undefined) return found;
  throw new UnsupportedError(`${info.name} is not available on this runtime.`);
}

type Encode = (bytes: Uint8Array, encoding: Encoding) => string;

/** The used part of a digest of @noble/hashes in progress. */
interface NobleState {
  update(data: Uint8Array): unknown;
  digestInto(output: Uint8Array): void;
  clone(): NobleState;
}

interface NobleXof extends NobleState {
  xof(length: number): Uint8Array;
}

// SHA-3 and SHAKE share a class with this method. Only the flag distinguishes them.
function isXof(state: NobleState): state is NobleXof {
  return 'canXOF' in state && state.canXOF === true;
}

/** Starts a digest of @noble/hashes. */
export function nobleDigest(spec: DigestSpec, encode: Encode): DigestState {
  return digestState(start(spec), encode);
}

function start(spec: DigestSpec): NobleState {
  const { info, length, key, salt, personalization, context } = spec;
  switch (info.name) {
    case 'shake128':
      return shake128.create();
    case 'shake256':
      return shake256.create();
    case 'blake3':
      return blake3.create({ ...(key && { key }), ...(context !== undefined && { context: utf8(context) }) });
    case 'blake2b':
    case 'blake2s': {
      // The salt and personalization of @noble/hashes have their full size: a quarter of the largest digest.
      const size = info.digestSize / 4;
      const { create } = info.name === 'blake2b' ? blake2b : blake2s;
      return create({
        dkLen: length,
        ...(key && { key }),
        ...(salt && { salt: zeroFilled(salt, size) }),
        ...(personalization && { personalization: zeroFilled(personalization, size) }),
      });
    }
    default:
      return nobleFunction(spec).create();
  }
}

function zeroFilled(bytes: Uint8Array, size: number): Uint8Array {
  const filled = new Uint8Array(size);
  filled.set(bytes);
  return filled;
}

function digestState(state: NobleState, encode: Encode): DigestState {
  const digest = (length: number): Bytes => {
    if (length === 0) return new Uint8Array(0);
    const ended = state.clone();
    if (isXof(ended)) return new Uint8Array(ended.xof(length));
    const output = new Uint8Array(length);
    ended.digestInto(output);
    return output;
  };
  return {
    update: (data) => state.update(typeof data === 'string' ? utf8(data) : data),
    digest,
    text: (length, encoding) => encode(digest(length), encoding),
    copy: () => digestState(state.clone(), encode),
  };
}
