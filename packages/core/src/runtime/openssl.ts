import { createHash, getHashes } from 'node:crypto';
import type { AlgorithmInfo, DigestSpec } from '../digest.ts';
import { UnsupportedError } from '../errors.ts';
import type { DigestSizes } from './digest.ts';

/** OpenSSL's names of digests that have another name here. */
const OPENSSL_NAMES: ReadonlyMap<string, string> = new Map([
  ['blake2b', 'blake2b512'],
  ['blake2s', 'blake2s256'],
]);

/** Block sizes of digests that OpenSSL may have beyond the guaranteed ones. Node.js cannot report them. */
const EXTRA_BLOCK_SIZES: ReadonlyMap<string, number> = new Map([
  ['ripemd160', 64],
  ['sm3', 64],
  ['md5-sha1', 64],
  ['md4', 64],
  ['whirlpool', 64],
]);

/** OpenSSL's name of a plain digest. */
export function opensslName({ name }: AlgorithmInfo): string {
  return OPENSSL_NAMES.get(name) ?? name;
}

/** True if OpenSSL computes the digest. It has no BLAKE3, and no parameters of BLAKE2. */
export function isOpenssl(spec: DigestSpec): boolean {
  return spec.isPlain && spec.info.family !== 'blake3';
}

/** The error if OpenSSL rejects a digest that every runtime should have. */
export function refusal({ info }: DigestSpec, cause: unknown): UnsupportedError {
  return new UnsupportedError(
    `The OpenSSL of this process rejects ${info.name}. Is it in FIPS mode, or built without it?`,
    { cause },
  );
}

let extras: ReadonlyMap<string, DigestSizes> | undefined;

/** The digests of this OpenSSL beyond the guaranteed ones. Each is tried, because a listed one may be disabled. */
export function extraDigests(): ReadonlyMap<string, DigestSizes> {
  extras ??= new Map(
    getHashes().flatMap((name) => {
      const blockSize = EXTRA_BLOCK_SIZES.get(name);
      const digestSize = blockSize === undefined ? undefined : sizeOf(name);
      if (blockSize === undefined || digestSize === undefined) return [];
      return [[name, { digestSize, blockSize }] as const];
    }),
  );
  return extras;
}

function sizeOf(name: string): number | undefined {
  try {
    return createHash(name).digest().length;
  } catch {
    return undefined;
  }
}
