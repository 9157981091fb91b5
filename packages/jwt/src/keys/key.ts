import { type Bytes, InvalidArgumentError } from '@countersign/core/internal';
import type { CryptoKey } from 'jose';
import type { Algorithm, KeyType, SecretAlgorithm } from './algorithms.ts';
import type { KeyParts } from './formats/jwk.ts';

/** The uses that a JWK declares for itself (RFC 7517 sections 4.2 to 4.4). It may be used for nothing else. */
export interface DeclaredUse {
  readonly alg?: string | undefined;
  readonly use?: string | undefined;
  readonly keyOps?: readonly string[] | undefined;
}

/**
 * Which half of a signature a key serves: a `secret` signs and verifies (HMAC), a `private` key signs, a `public` key
 * verifies.
 */
export type KeyKind = 'secret' | 'private' | 'public';

/** The checked content of a key. A {@link Key} does not show it. */
export interface KeyMaterial {
  readonly kind: KeyKind;
  readonly type: KeyType;
  /** Curve or ML-DSA parameter set. */
  readonly curve?: string;
  /** Bits of an RSA modulus. */
  readonly modulusBits?: number;
  /** An HMAC secret. */
  readonly secret?: Bytes;
  /** The parts of the key, if they are known. */
  readonly jwk?: KeyParts;
  /** A key that the platform holds. It may not be extractable. */
  readonly cryptoKey?: CryptoKey;
  /** The uses that the platform made its key for. */
  readonly limits?: KeyLimits;
  /** A key that another system holds. */
  readonly external?: ExternalMaterial;
  /** Further keys that may verify, each of which is tried. */
  readonly others?: readonly KeyMaterial[];
  /** The uses that the JWK declares. */
  readonly declared?: DeclaredUse;
  /** The `kid` of the JWK. */
  readonly keyId?: string;
}

/** Key material without a prototype, so that a polluted `Object.prototype` has no effect on members that are absent. */
export function keyMaterial(material: KeyMaterial): KeyMaterial {
  const own: object = Object.create(null);
  return Object.freeze(Object.assign(own, material));
}

/** A key that another system holds. */
export interface ExternalMaterial {
  readonly sign: (bytes: Uint8Array) => Promise<Uint8Array>;
  readonly publicHalf?: KeyMaterial;
}

/** The uses of a key that the platform holds. */
export interface KeyLimits {
  readonly algorithms: readonly Algorithm[];
  readonly operations: readonly string[];
  /** Bytes of an HMAC secret that cannot be read. */
  readonly secretBytes?: number;
}

const materials = new WeakMap<object, KeyMaterial>();

/** The kinds of key that an algorithm has. */
export type KeyKindOf<A extends Algorithm> = A extends SecretAlgorithm ? 'secret' : 'private' | 'public';

/** Keys of one kind or another, so that asking for a key's `kind` tells them apart. */
export type KeyOf<K extends KeyKind> = K extends KeyKind ? Key<K> : never;

/**
 * A key that was imported for certain algorithms. It shows its use and never its content.
 *
 * `Key<'private'>` and `Key<'secret'>` sign, `Key<'public'>` and `Key<'secret'>` verify. The compiler checks this.
 */
export class Key<K extends KeyKind = KeyKind> {
  readonly kind: K;
  readonly type: KeyType;
  /** The algorithms that it may be used with, and no other. */
  readonly algorithms: readonly Algorithm[];
  /** The `kid` of tokens that it signs. A key set finds the key by it. */
  readonly keyId: string | undefined;

  /** @internal Created by `importKey` and `generateKey`. */
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

/** Recognises a {@link Key} by its content, not by its members. */
export function isKey(value: unknown): value is Key {
  return typeof value === 'object' && value !== null && materials.has(value);
}

/** The content of a key. */
export function materialOf(key: Key): KeyMaterial {
  const material = materials.get(key);
  if (material) return material;
  throw new InvalidArgumentError('key', 'key must be a Key created by importKey or generateKey.');
}
