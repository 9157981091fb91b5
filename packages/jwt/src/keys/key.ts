import { type Bytes, InvalidArgumentError } from '@countersign/core';
import type { CryptoKey } from 'jose';
import { InvalidKeyError } from '../errors.ts';
import {
  type Algorithm,
  type AlgorithmInfo,
  type KeyType,
  MIN_RSA_BITS,
  type SecretAlgorithm,
} from './algorithms.ts';

/** A JSON Web Key (RFC 7517). */
export interface Jwk {
  readonly kty: string;
  readonly alg?: string;
  readonly kid?: string;
  readonly use?: string;
  readonly key_ops?: readonly string[];
  readonly ext?: boolean;
  readonly crv?: string;
  readonly x?: string;
  readonly y?: string;
  readonly d?: string;
  readonly n?: string;
  readonly e?: string;
  readonly p?: string;
  readonly q?: string;
  readonly dp?: string;
  readonly dq?: string;
  readonly qi?: string;
  readonly oth?: unknown;
  readonly k?: string;
  readonly pub?: string;
  readonly priv?: string;
  readonly [member: string]: unknown;
}

/** The members of a JWK that the key itself is made of. */
export type KeyParts = Pick<
  Jwk,
  'kty' | 'alg' | 'crv' | 'x' | 'y' | 'd' | 'n' | 'e' | 'p' | 'q' | 'dp' | 'dq' | 'qi' | 'pub' | 'priv'
>;

/**
 * Which half of a signature a key serves: a `secret` signs and verifies (HMAC), a `private` key signs, a `public` key verifies.
 */
export type KeyKind = 'secret' | 'private' | 'public';

/** What a key is made of, checked. Never shown: it stands outside the {@link Key} that callers hold. */
export interface KeyMaterial {
  readonly kind: KeyKind;
  readonly type: KeyType;
  /** Curve or ML-DSA parameter set. */
  readonly curve?: string;
  /** Bits of an RSA modulus. */
  readonly modulusBits?: number;
  /** An HMAC secret. */
  readonly secret?: Bytes;
  /** The key's parts, where they are known. */
  readonly jwk?: KeyParts;
  /** A key that the platform holds, and that may not be extractable. */
  readonly cryptoKey?: CryptoKey;
  /** What the platform made its key for; it may be used for nothing else. */
  readonly limits?: KeyLimits;
}

/** What a key that the platform holds may be used for. */
export interface KeyLimits {
  readonly algorithms: readonly Algorithm[];
  readonly operations: readonly string[];
  /** Bytes of an HMAC secret that cannot be seen. */
  readonly secretBytes?: number;
}

const materials = new WeakMap<object, KeyMaterial>();

/** The kinds of key that an algorithm has. */
export type KeyKindOf<A extends Algorithm> = A extends SecretAlgorithm ? 'secret' : 'private' | 'public';

/** Keys of one kind or another, so that asking for a key's `kind` tells them apart. */
export type KeyOf<K extends KeyKind> = K extends KeyKind ? Key<K> : never;

/**
 * A key that was imported for certain algorithms. It shows what it is for and never what it is made of.
 *
 * `Key<'private'>` and `Key<'secret'>` sign, `Key<'public'>` and `Key<'secret'>` verify; the compiler tells them apart.
 */
export class Key<K extends KeyKind = KeyKind> {
  readonly kind: K;
  readonly type: KeyType;
  /** The algorithms that it may be used with, and no other. */
  readonly algorithms: readonly Algorithm[];
  /** Goes into the header of tokens that it signs, and is looked for in those that it verifies in a key set. */
  readonly keyId: string | undefined;

  /** @internal Made by `importKey` and `generateKey`. */
  constructor(kind: K, material: KeyMaterial, allowed: readonly Algorithm[], keyId: string | undefined) {
    this.kind = kind;
    this.type = material.type;
    this.algorithms = Object.freeze([...allowed]);
    this.keyId = keyId;
    materials.set(this, material);
    Object.freeze(this);
  }
}

/** A key that can sign. */
export type SigningKey = Key<'private'> | Key<'secret'>;

/** A key that can verify. */
export type VerificationKey = Key<'public'> | Key<'secret'>;

/** What a key is made of. */
export function materialOf(key: Key): KeyMaterial {
  const material = materials.get(key);
  if (material) return material;
  throw new InvalidArgumentError('key', 'key must be a Key made by importKey or generateKey.');
}

/** The options under which a key is accepted. */
export interface KeyStrength {
  /**
   * Accepts HMAC secrets shorter than the digest and RSA keys under 2048 bits, for tokens that exist already.
   * Default false.
   */
  readonly allowWeakKey?: boolean;
}

/**
 * Checks that material may be used with an algorithm: its type, its curve, its strength.
 *
 * @throws {@link InvalidKeyError}
 */
export function checkFit(
  material: KeyMaterial,
  info: AlgorithmInfo,
  { allowWeakKey = false }: KeyStrength,
): void {
  if (material.type !== info.keyType) {
    throw new InvalidKeyError(
      `The key is of type ${material.type}, and ${info.name} needs ${info.keyType}. Check which key and which algorithm you mean.`,
    );
  }
  if (info.curve !== undefined && material.curve !== info.curve) {
    throw new InvalidKeyError(
      `The key is on ${material.curve ?? 'another curve'}, and ${info.name} needs ${info.curve} (RFC 7518 section 3.4, RFC 9864).`,
    );
  }
  const { modulusBits, limits } = material;
  if (limits && !limits.algorithms.includes(info.name)) {
    throw new InvalidKeyError(
      `The CryptoKey was made for ${limits.algorithms.join(' or ') || 'no JWS algorithm'}, not for ${info.name}.`,
    );
  }
  if (allowWeakKey) return;
  const secretBytes = material.secret?.length ?? limits?.secretBytes;
  if (secretBytes !== undefined && secretBytes < (info.minSecretBytes ?? 0)) {
    throw new InvalidKeyError(
      `The secret has ${secretBytes} bytes, and ${info.name} needs at least ${info.minSecretBytes} random ones (RFC 7518 section 3.2): a shorter one can be guessed from a single token. Make one with generateKey, or say allowWeakKey for tokens that exist already.`,
    );
  }
  if (modulusBits !== undefined && modulusBits < MIN_RSA_BITS) {
    throw new InvalidKeyError(
      `The RSA key has ${modulusBits} bits, and ${info.name} needs at least ${MIN_RSA_BITS} (RFC 7518 section 3.3). Make a new one, or say allowWeakKey for tokens that exist already.`,
    );
  }
}
