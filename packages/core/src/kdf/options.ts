import type { Encoding } from '../encoding/encoding.ts';
import { InvalidArgumentError } from '../errors.ts';
import type { HashName } from '../hash/algorithms.ts';
import { type DigestSpec, digestSpec } from '../hash/spec.ts';

/** How a derived key is written. */
export interface DerivedKeyOptions {
  /** Makes the result a string. Default: bytes. */
  readonly encoding?: Encoding | undefined;
}

/** The longest key that a password is stretched to, in bytes: far beyond any use, and no burden to hold. */
export const MAX_DERIVED_LENGTH: number = 2 ** 20;

/** Finds the digest that a key derivation function runs HMAC with. */
export function hmacDigest(algorithm: HashName): DigestSpec {
  const spec = digestSpec(algorithm);
  if (spec.info.family === 'fixed' || spec.info.family === 'blake2') return spec;
  throw new InvalidArgumentError(
    'algorithm',
    `algorithm must be a digest of fixed length, such as sha256: not ${spec.info.name}.`,
  );
}
