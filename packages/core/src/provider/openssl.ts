import { createHash, getHashes } from 'node:crypto';
import type { AlgorithmInfo } from '../hash/algorithms.ts';

/** OpenSSL's own names where they differ from this package's. */
const BLAKE2_NAMES: Readonly<Record<string, string>> = {
  blake2b: 'blake2b512',
  blake2s: 'blake2s256',
};

/** Digests beyond the guaranteed ones that OpenSSL may have. Block sizes are not to be asked for, so they stand here. */
const BLOCK_SIZES: Readonly<Record<string, number>> = {
  ripemd160: 64,
  sm3: 64,
  'md5-sha1': 64,
  md4: 64,
  whirlpool: 64,
};

/** The name by which OpenSSL knows a digest in its plain form; undefined for what it does not have. */
export function opensslName({ name, family }: AlgorithmInfo): string | undefined {
  if (family === 'blake3') return undefined;
  return family === 'blake2' ? BLAKE2_NAMES[name] : name;
}

let extras: ReadonlyMap<string, { readonly digestSize: number; readonly blockSize: number }> | undefined;

/** What this OpenSSL has beyond the guaranteed digests. A name that it lists may still be switched off: each is tried. */
export function extraDigests(): ReadonlyMap<
  string,
  { readonly digestSize: number; readonly blockSize: number }
> {
  extras ??= new Map(
    getHashes()
      .filter((name) => name in BLOCK_SIZES)
      .flatMap((name) => {
        const digestSize = trySize(name);
        return digestSize === undefined
          ? []
          : [[name, { digestSize, blockSize: BLOCK_SIZES[name] ?? 64 }] as const];
      }),
  );
  return extras;
}

function trySize(name: string): number | undefined {
  try {
    return createHash(name).digest().length;
  } catch {
    return undefined;
  }
}
