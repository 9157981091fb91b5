import type { Bytes, HashAlgorithm } from '@countersign/core';

/** Argon2 (RFC 9106). */
export interface Argon2Derivation {
  readonly kind: 'argon2';
  readonly variant: 'argon2d' | 'argon2i' | 'argon2id';
  readonly version: 0x10 | 0x13;
  /** Kibibytes. */
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
  readonly salt: Uint8Array;
  readonly length: number;
  /** RFC 9106's K: the pepper. */
  readonly secret?: Uint8Array | undefined;
  /** RFC 9106's X. */
  readonly associatedData?: Uint8Array | undefined;
}

/** scrypt (RFC 7914). */
export interface ScryptDerivation {
  readonly kind: 'scrypt';
  readonly cost: number;
  readonly blockSize: number;
  readonly parallelization: number;
  readonly salt: Uint8Array;
  readonly length: number;
}

/** PBKDF2 (RFC 8018). */
export interface Pbkdf2Derivation {
  readonly kind: 'pbkdf2';
  readonly digest: HashAlgorithm;
  readonly iterations: number;
  readonly salt: Uint8Array;
  readonly length: number;
}

/** bcrypt. `encoded` is its string with the prefix `$2b$`. */
interface BcryptDerivation {
  readonly kind: 'bcrypt';
  readonly cost: number;
  readonly encoded: string;
}

/** A scheme made of plain digests, such as `$6$` or a bare MD5. New hashes never use it. */
interface DigestDerivation {
  readonly kind: 'digest';
  /** Number of digests. */
  readonly iterations: number;
  readonly compute: (password: Bytes) => Promise<Uint8Array>;
}

/** The computation that checks a password against a stored hash. */
export type Derivation =
  | Argon2Derivation
  | ScryptDerivation
  | Pbkdf2Derivation
  | BcryptDerivation
  | DigestDerivation;

/** A stored hash, parsed. */
export interface StoredHash {
  /** Algorithm, with the software's name if the format is its own: `argon2id`, `django-pbkdf2-sha256`. */
  readonly scheme: string;
  /** The parameters that determine the cost. */
  readonly parameters: Readonly<Record<string, number | string>>;
  readonly derivation: Derivation;
  /** Expected result of the derivation. Empty for bcrypt, which compares by itself. */
  readonly expected: Uint8Array;
  /** Every text that the software may have hashed for a password. Default: the password itself. */
  readonly variants?: (password: string) => readonly string[];
  /** Turns the password into the input of the derivation. Default: its UTF-8 bytes. */
  readonly input?: (password: string) => Bytes | Promise<Bytes>;
  /** Number of digests that `input` computes. Default: none that counts. */
  readonly inputRounds?: number;
  /** Turns the result of the derivation into the bytes to compare. Default: unchanged. */
  readonly output?: (derived: Uint8Array) => Promise<Uint8Array>;
  /** How the software normalised passwords. Default: the policy's normaliser. */
  readonly normalizer?: 'nfkc' | 'none';
  /** Other meanings of the same string, tried after this one. */
  readonly alternatives?: readonly StoredHash[];
  /** Id of the pepper. */
  readonly pepperId?: string;
  /** An older version of the algorithm. New hashes are stronger. */
  readonly isOldVersion?: boolean;
  /** A fast digest. It verifies only if the caller accepts its format by name. */
  readonly isWeak?: boolean;
}
