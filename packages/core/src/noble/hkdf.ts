import { hkdf } from '@noble/hashes/hkdf.js';
import type { Bytes } from '../bytes.ts';
import type { DigestSpec } from '../digest.ts';
import { nobleFunction } from './digest.ts';

interface Parameters {
  readonly spec: DigestSpec;
  readonly salt: Bytes;
  readonly info: Bytes;
  readonly length: number;
}

/** HKDF (RFC 5869) of @noble/hashes. */
export function nobleHkdf(key: Bytes, { spec, salt, info, length }: Parameters): Bytes {
  return new Uint8Array(hkdf(nobleFunction(spec), key, salt, info, length));
}
