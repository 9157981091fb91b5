import { type Bytes, hash, hmac, toHex, utf8 } from '@countersign/core';
import { digestOf } from './digest.ts';
import { inRounds } from './rounds.ts';

/** The digests whose tables can be wrapped. */
export type WrappedDigest = 'md5' | 'sha1' | 'sha256' | 'sha512';

export const WRAPPED_DIGESTS: readonly WrappedDigest[] = ['md5', 'sha1', 'sha256', 'sha512'];

/** Bytes of each digest. */
export const DIGEST_SIZES: Readonly<Record<WrappedDigest, number>> = {
  md5: 16,
  sha1: 20,
  sha256: 32,
  sha512: 64,
};

export const MAX_SALT_BYTES = 128;
export const MAX_ITERATIONS = 100_000;

/** One step from a password to an old digest. */
export interface DigestStep {
  readonly digest: WrappedDigest;
  /** `key` is HMAC's. */
  readonly salt?: { readonly place: 'before' | 'after' | 'key'; readonly bytes: Uint8Array } | undefined;
  /** How often the digest is computed, over the bytes or the hexadecimal text of the previous one. */
  readonly iterations: number;
  readonly iterateOver: 'bytes' | 'hex';
}

/** The old digest of a password. Each step hashes the hexadecimal text of the step before. */
export async function oldDigest(password: string, steps: readonly DigestStep[]): Promise<Bytes> {
  let input = utf8(password);
  for (const step of steps) input = utf8(toHex(await runStep(input, step)));
  return input;
}

async function runStep(input: Bytes, { digest, salt, iterations, iterateOver }: DigestStep): Promise<Bytes> {
  let state = firstDigest(input, digest, salt);
  await inRounds(iterations - 1, () => {
    state = hash(digest, iterateOver === 'hex' ? utf8(toHex(state)) : state);
  });
  return state;
}

function firstDigest(input: Bytes, digest: WrappedDigest, salt: DigestStep['salt']): Bytes {
  switch (salt?.place) {
    case undefined:
      return hash(digest, input);
    case 'key':
      return hmac(digest, salt.bytes, input);
    case 'before':
      return digestOf(digest, salt.bytes, input);
    case 'after':
      return digestOf(digest, input, salt.bytes);
  }
}
