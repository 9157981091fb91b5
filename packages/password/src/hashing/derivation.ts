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
  /** A secret of the server's (a pepper): RFC 9106's K. */
  readonly secret?: Uint8Array;
  /** RFC 9106's X. */
  readonly associatedData?: Uint8Array;
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

/** bcrypt, as its Modular Crypt Format string says it: `$2b$`, cost, salt and digest. */
interface BcryptDerivation {
  readonly kind: 'bcrypt';
  readonly cost: number;
  readonly encoded: string;
}

/** A scheme made of plain digests: old crypt schemes, and single digests, here only so that they can be left behind. */
interface DigestDerivation {
  readonly kind: 'digest';
  /** How often the digest runs. */
  readonly iterations: number;
  readonly compute: (password: Bytes) => Promise<Uint8Array>;
}

/** What has to be computed to check a password against a stored hash. */
export type Derivation =
  | Argon2Derivation
  | ScryptDerivation
  | Pbkdf2Derivation
  | BcryptDerivation
  | DigestDerivation;

/** A stored hash, read. */
export interface StoredHash {
  /** Which scheme of which software, for example `argon2id` or `django-pbkdf2-sha256`. */
  readonly scheme: string;
  /** The parameters that decide its cost, for people and for comparison. */
  readonly parameters: Readonly<Record<string, number | string>>;
  readonly derivation: Derivation;
  /** What the derivation must give. bcrypt compares by itself. */
  readonly expected: Uint8Array;
  /** What is done to the password before the derivation. Default: its UTF-8 bytes. */
  readonly input?: (password: string) => Bytes;
  /** How this software normalised passwords. Default: as the policy says. */
  readonly normalizer?: 'nfkc' | 'none';
  /** Whether the string is written as this package would write it. */
  readonly isCanonical: boolean;
  /** The id of the pepper that was mixed in. */
  readonly pepperId?: string;
  /** A fast or unsalted digest: verified only by whoever asks for it by name. */
  readonly isWeak?: boolean;
}
