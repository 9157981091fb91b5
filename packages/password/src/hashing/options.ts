import { InvalidArgumentError } from '@countersign/core';
import {
  integer,
  type OptionReader,
  oneOf,
  readMembers,
  readOptions,
  withDefault,
} from '@countersign/core/internal';

/** Argon2id (RFC 9106). The default. */
export interface Argon2HashOptions {
  readonly algorithm: 'argon2id';
  /** Kibibytes, at least 7168. Default 19456 (19 MiB). */
  readonly memory?: number | undefined;
  /** Passes over the memory, at least 1. Default 2. */
  readonly passes?: number | undefined;
  /** Lanes. Default 1. */
  readonly parallelism?: number | undefined;
}

/** scrypt (RFC 7914). */
export interface ScryptHashOptions {
  readonly algorithm: 'scrypt';
  /** N, a power of two of at least 2^13. Default 2^17. */
  readonly cost?: number | undefined;
  /** r. Default 8. */
  readonly blockSize?: number | undefined;
  /** p. Default 1. */
  readonly parallelization?: number | undefined;
}

/** PBKDF2 (RFC 8018), for systems that allow only FIPS 140 functions. */
export interface Pbkdf2HashOptions {
  readonly algorithm: 'pbkdf2-sha256' | 'pbkdf2-sha512';
  /** At least 600 000 with SHA-256 and 220 000 with SHA-512, which are the defaults. */
  readonly iterations?: number | undefined;
}

/** bcrypt, for tables that other software reads as well. */
export interface BcryptHashOptions {
  readonly algorithm: 'bcrypt';
  /** 10 to 16. Default 12. */
  readonly cost?: number | undefined;
}

/**
 * bcrypt of a keyed digest, in the form of passlib's `bcrypt_sha256` version 2: HMAC-SHA-256 with the salt as key, in
 * Base64. The whole password counts, and NULs are allowed.
 */
export interface BcryptSha256HashOptions {
  readonly algorithm: 'bcrypt-sha256';
  /** 10 to 16. Default 12. */
  readonly cost?: number | undefined;
}

/** Algorithm and cost of new hashes. */
export type HashOptions =
  | Argon2HashOptions
  | ScryptHashOptions
  | Pbkdf2HashOptions
  | BcryptHashOptions
  | BcryptSha256HashOptions;

/** {@link HashOptions}, checked, with every default. */
export type CompleteHashOptions =
  | {
      readonly algorithm: 'argon2id';
      readonly memory: number;
      readonly passes: number;
      readonly parallelism: number;
    }
  | {
      readonly algorithm: 'scrypt';
      readonly cost: number;
      readonly blockSize: number;
      readonly parallelization: number;
    }
  | { readonly algorithm: 'pbkdf2-sha256' | 'pbkdf2-sha512'; readonly iterations: number }
  | { readonly algorithm: 'bcrypt' | 'bcrypt-sha256'; readonly cost: number };

const ALGORITHMS = [
  'argon2id',
  'scrypt',
  'pbkdf2-sha256',
  'pbkdf2-sha512',
  'bcrypt',
  'bcrypt-sha256',
] as const;
const algorithmReader = oneOf(ALGORITHMS);

// Minimums and defaults are those of OWASP's Password Storage Cheat Sheet.
const ARGON2 = {
  algorithm: oneOf(['argon2id']),
  memory: withDefault(integer({ min: 7168, max: 2 ** 32 - 1 }), 19_456),
  passes: withDefault(integer({ min: 1, max: 2 ** 16 }), 2),
  parallelism: withDefault(integer({ min: 1, max: 255 }), 1),
} as const;
const SCRYPT = {
  algorithm: oneOf(['scrypt']),
  cost: withDefault(powerOfTwo({ min: 2 ** 13, max: 2 ** 24 }), 2 ** 17),
  blockSize: withDefault(integer({ min: 8, max: 64 }), 8),
  parallelization: withDefault(integer({ min: 1, max: 32 }), 1),
} as const;
const PBKDF2_MINIMUM = { 'pbkdf2-sha256': 600_000, 'pbkdf2-sha512': 220_000 } as const;
const MAX_PBKDF2_ITERATIONS = 100_000_000;
const BCRYPT = {
  algorithm: oneOf(['bcrypt', 'bcrypt-sha256']),
  cost: withDefault(integer({ min: 10, max: 16 }), 12),
} as const;

/** Memory times passes of the weakest choice that OWASP lists. All of its choices are about equally strong. */
const MIN_ARGON2_WORK = 7168 * 5;
/** N · r · p of the weakest choice that OWASP lists. */
const MIN_SCRYPT_WORK = 2 ** 16 * 5;

/**
 * Reads the options of new hashes. Anything weaker than OWASP's minimums is an error.
 *
 * @throws {@link InvalidArgumentError}
 */
export function readHashOptions(input: unknown, argument = 'hash'): CompleteHashOptions {
  // One copy, so that the algorithm that selects a table is the one that the table reads.
  const members = readMembers(input, argument);
  const algorithm = algorithmReader(members['algorithm'], 'algorithm', true);
  switch (algorithm) {
    case 'argon2id':
      return checkArgon2(readOptions(members, ARGON2, argument));
    case 'scrypt':
      return checkScrypt(readOptions(members, SCRYPT, argument));
    case 'pbkdf2-sha256':
    case 'pbkdf2-sha512': {
      const min = PBKDF2_MINIMUM[algorithm];
      const iterations = withDefault(integer({ min, max: MAX_PBKDF2_ITERATIONS }), min);
      return readOptions(members, { algorithm: oneOf([algorithm]), iterations }, argument);
    }
    default:
      return readOptions(members, BCRYPT, argument);
  }
}

function checkArgon2<Options extends { readonly memory: number; readonly passes: number }>(
  options: Options,
): Options {
  if (options.memory * options.passes >= MIN_ARGON2_WORK) return options;
  throw new InvalidArgumentError(
    'passes',
    'memory and passes together are too weak. Use at least memory 19456 with 2 passes, or 7168 with 5 (OWASP Password Storage Cheat Sheet).',
  );
}

function checkScrypt<
  Options extends { readonly cost: number; readonly blockSize: number; readonly parallelization: number },
>(options: Options): Options {
  if (options.cost * options.blockSize * options.parallelization >= MIN_SCRYPT_WORK) return options;
  throw new InvalidArgumentError(
    'parallelization',
    'cost, blockSize and parallelization together are too weak. Use at least 2^17, 8, 1 or 2^13, 8, 10 (OWASP Password Storage Cheat Sheet).',
  );
}

function powerOfTwo(range: { readonly min: number; readonly max: number }): OptionReader<number> {
  const read = integer(range);
  return (value, argument) => {
    const number = read(value, argument, true);
    if (Number.isInteger(Math.log2(number))) return number;
    throw new InvalidArgumentError(argument, `${argument} must be a power of two.`);
  };
}

/** Whether bcrypt computes and writes the hash. */
export function isBcrypt(
  options: CompleteHashOptions,
): options is Extract<CompleteHashOptions, { readonly algorithm: 'bcrypt' | 'bcrypt-sha256' }> {
  return options.algorithm === 'bcrypt' || options.algorithm === 'bcrypt-sha256';
}
