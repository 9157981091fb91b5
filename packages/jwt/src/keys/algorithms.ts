import { InvalidArgumentError } from '@countersign/core';

/** A signature algorithm of RFC 7518, RFC 8037, RFC 9864 or RFC 9964. `none` is not among them, and never will be. */
export type Algorithm =
  | 'HS256'
  | 'HS384'
  | 'HS512'
  | 'RS256'
  | 'RS384'
  | 'RS512'
  | 'PS256'
  | 'PS384'
  | 'PS512'
  | 'ES256'
  | 'ES384'
  | 'ES512'
  | 'Ed25519'
  | 'EdDSA'
  | 'ML-DSA-44'
  | 'ML-DSA-65'
  | 'ML-DSA-87';

/** The algorithms whose one secret signs and verifies. */
export type SecretAlgorithm = 'HS256' | 'HS384' | 'HS512';

/** The type of a key, as JWKs name it (RFC 7518 section 6.1, RFC 8037, RFC 9964). */
export type KeyType = 'oct' | 'RSA' | 'EC' | 'OKP' | 'AKP';

export interface AlgorithmInfo {
  readonly name: Algorithm;
  readonly keyType: KeyType;
  /** The digest that is signed, as node:crypto names it; Ed25519 and ML-DSA have their own. */
  readonly digest?: 'sha256' | 'sha384' | 'sha512';
  /** Signature scheme where a key type has several. */
  readonly padding?: 'pkcs1' | 'pss';
  /** The only curve (or ML-DSA parameter set) that the algorithm allows. */
  readonly curve?: string;
  /** The least number of bytes of an HMAC secret: the digest's (RFC 7518 section 3.2). */
  readonly minSecretBytes?: number;
  /** Bytes of every valid signature, where the algorithm fixes it. */
  readonly signatureBytes?: number;
}

/** RSA keys of fewer bits are refused (RFC 7518 sections 3.3 and 3.5). */
export const MIN_RSA_BITS = 2048;

const hmac = (name: Algorithm, digest: 'sha256' | 'sha384' | 'sha512', bytes: number): AlgorithmInfo => ({
  name,
  keyType: 'oct',
  digest,
  minSecretBytes: bytes,
  signatureBytes: bytes,
});
const rsa = (
  name: Algorithm,
  digest: 'sha256' | 'sha384' | 'sha512',
  padding: 'pkcs1' | 'pss',
): AlgorithmInfo => ({
  name,
  keyType: 'RSA',
  digest,
  padding,
});
const ec = (
  name: Algorithm,
  digest: 'sha256' | 'sha384' | 'sha512',
  curve: string,
  bytes: number,
): AlgorithmInfo => ({
  name,
  keyType: 'EC',
  digest,
  curve,
  signatureBytes: bytes,
});
const own = (name: Algorithm, keyType: 'OKP' | 'AKP', curve: string, bytes: number): AlgorithmInfo => ({
  name,
  keyType,
  curve,
  signatureBytes: bytes,
});

const TABLE: ReadonlyMap<string, AlgorithmInfo> = new Map(
  [
    hmac('HS256', 'sha256', 32),
    hmac('HS384', 'sha384', 48),
    hmac('HS512', 'sha512', 64),
    rsa('RS256', 'sha256', 'pkcs1'),
    rsa('RS384', 'sha384', 'pkcs1'),
    rsa('RS512', 'sha512', 'pkcs1'),
    rsa('PS256', 'sha256', 'pss'),
    rsa('PS384', 'sha384', 'pss'),
    rsa('PS512', 'sha512', 'pss'),
    ec('ES256', 'sha256', 'P-256', 64),
    ec('ES384', 'sha384', 'P-384', 96),
    ec('ES512', 'sha512', 'P-521', 132),
    own('Ed25519', 'OKP', 'Ed25519', 64),
    own('EdDSA', 'OKP', 'Ed25519', 64),
    own('ML-DSA-44', 'AKP', 'ML-DSA-44', 2420),
    own('ML-DSA-65', 'AKP', 'ML-DSA-65', 3309),
    own('ML-DSA-87', 'AKP', 'ML-DSA-87', 4627),
  ].map((info) => [info.name, info]),
);

/** Every algorithm that this package signs and verifies with. */
export const algorithms: readonly Algorithm[] = [...TABLE.values()].map(({ name }) => name);

/** The row of an algorithm; undefined for any other text. Names are compared exactly (RFC 7515 section 4.1.1). */
export function findAlgorithm(name: unknown): AlgorithmInfo | undefined {
  return typeof name === 'string' ? TABLE.get(name) : undefined;
}

/** The row of an algorithm that a caller named. */
export function checkAlgorithm(name: Algorithm, argument = 'algorithm'): AlgorithmInfo {
  const info = findAlgorithm(name);
  if (info) return info;
  throw new InvalidArgumentError(argument, `${argument} must be one of ${algorithms.join(', ')}.`);
}

/**
 * The rows of the algorithms that a caller accepts.
 *
 * They must be an array, so that no text is searched for a name, and all symmetric or none: a verifier that accepts
 * both can be made to take a public key for a shared secret (RFC 8725 section 2.1).
 */
export function checkAlgorithms(
  names: readonly Algorithm[],
  argument = 'algorithms',
): ReadonlyMap<string, AlgorithmInfo> {
  if (!Array.isArray(names) || names.length === 0) {
    throw new InvalidArgumentError(
      argument,
      `${argument} must be an array of the algorithms you accept, for example ['ES256']. The token must not choose.`,
    );
  }
  const accepted = new Map(names.map((name) => [name, checkAlgorithm(name, argument)]));
  const symmetric = [...accepted.values()].filter(({ keyType }) => keyType === 'oct').length;
  if (symmetric !== 0 && symmetric !== accepted.size) {
    throw new InvalidArgumentError(
      argument,
      `${argument} must be all HMAC (HS…) or none: mixing them lets a public key be taken for a secret.`,
    );
  }
  return accepted;
}
