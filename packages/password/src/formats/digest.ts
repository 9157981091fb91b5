import { type Bytes, type HashAlgorithm, hash } from '@countersign/core';
import type { StoredHash } from './derivation.ts';

/** A stored hash that is one fast digest of the password. */
export function weakDigest(
  scheme: string,
  expected: Uint8Array,
  compute: (password: Bytes) => Uint8Array,
): StoredHash {
  return {
    scheme,
    parameters: {},
    derivation: { kind: 'digest', iterations: 1, compute: async (password) => compute(password) },
    expected,
    normalizer: 'none',
    isWeak: true,
  };
}

/** The digest of several byte strings in a row. */
export function digestOf(algorithm: HashAlgorithm, ...parts: readonly Uint8Array[]): Bytes {
  return hash(algorithm, joined(...parts));
}

/** Concatenates bytes. */
export function joined(...parts: readonly Uint8Array[]): Bytes {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
