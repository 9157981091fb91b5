import { InvalidArgumentError, list } from '@countersign/core/internal';

/** A signature algorithm of RFC 7518, RFC 8037, RFC 9864 or RFC 9964. `none` will never be one of them. */
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
  /** The digest that is signed, by its name in node:crypto. Ed25519 and ML-DSA have their own. */
  readonly digest?: 'sha256' | 'sha384' | 'sha512';
  /** The signature scheme, if a key type has several. */
  readonly padding?: 'pkcs1' | 'pss';
  /** The only curve (or ML-DSA parameter set) that the algorithm allows. */
  readonly curve?: string;
  /** Minimum bytes of an HMAC secret: the digest's size (RFC 7518 section 3.2). */
  readonly minSecretBytes?: number;
  /** Bytes of every valid signature, if the algorithm fixes it. */
  readonly signatureBytes?: number;
}

/** RSA keys of fewer bits are rejected (RFC 7518 sections 3.3 and 3.5). */
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

/** A polluted `Object.prototype` must not add the members that a row lacks. */
function withoutPrototype(info: AlgorithmInfo): AlgorithmInfo {
  const row: object = Object.create(null);
  return Object.freeze(Object.assign(row, info));
}

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
  ].map((info) => [info.name, withoutPrototype(info)]),
);

/** Every algorithm that this package signs and verifies with. */
export const algorithms: readonly Algorithm[] = [...TABLE.values()].map(({ name }) => name);

/** Finds the row of an algorithm. Names are compared exactly (RFC 7515 section 4.1.1). */
export function findAlgorithm(name: unknown): AlgorithmInfo | undefined {
  return typeof name === 'string' ? TABLE.get(name) : undefined;
}

/** Finds the row of an algorithm that a caller named. */
export function checkAlgorithm(name: unknown, argument = 'algorithm'): AlgorithmInfo {
  const info = findAlgorithm(name);
  if (info) return info;
  throw new InvalidArgumentError(argument, `${argument} must be one of ${algorithms.join(', ')}.`);
}

/** EdDSA is the older name of Ed25519 (RFC 9864 section 2.2). */
export function isSameAlgorithm(a: string, b: string): boolean {
  return canonicalName(a) === canonicalName(b);
}

function canonicalName(name: string): string {
  return name === 'EdDSA' ? 'Ed25519' : name;
}

/**
 * Reads the algorithms that a caller accepts, by name. Ed25519 and EdDSA are two names of one algorithm, so either of
 * them accepts both.
 *
 * They must be an array, and all symmetric or none: a verifier that accepts both kinds can be tricked into using a public
 * key as a shared secret (RFC 8725 section 2.1).
 *
 * @throws {@link InvalidArgumentError}
 */
export function checkAlgorithms(names: unknown, argument = 'algorithms'): ReadonlyMap<string, AlgorithmInfo> {
  const infos = list((name: unknown) => checkAlgorithm(name, argument), { min: 1 })(names, argument, true);
  const symmetric = infos.filter(({ keyType }) => keyType === 'oct').length;
  if (symmetric !== 0 && symmetric !== infos.length) {
    throw new InvalidArgumentError(
      argument,
      `${argument} must be all HMAC (HS…) or none: otherwise a public key could be used as a secret.`,
    );
  }
  const accepted = new Map<string, AlgorithmInfo>();
  for (const info of infos) {
    for (const row of TABLE.values()) if (isSameAlgorithm(row.name, info.name)) accepted.set(row.name, row);
  }
  return accepted;
}
