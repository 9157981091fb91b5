import { InvalidArgumentError, tokenBytes } from '@countersign/core';
import { checkInteger, checkOptions } from '@countersign/core/internal';
import type { Argon2Derivation, Pbkdf2Derivation, ScryptDerivation, StoredHash } from './derivation.ts';
import { checkLimits, type HashLimits } from './limits.ts';

/** Argon2id (RFC 9106): memory-hard, the default. */
export interface Argon2Parameters {
  readonly algorithm: 'argon2id';
  /** Kibibytes, at least 7168. Default 19456 (19 MiB). */
  readonly memory?: number;
  /** Passes over the memory, at least 1. Default 2. */
  readonly passes?: number;
  /** Lanes. Default 1. */
  readonly parallelism?: number;
}

/** scrypt (RFC 7914). */
export interface ScryptHashParameters {
  readonly algorithm: 'scrypt';
  /** N, a power of two of at least 2^13. Default 2^17. */
  readonly cost?: number;
  /** r. Default 8. */
  readonly blockSize?: number;
  /** p. Default 1. */
  readonly parallelization?: number;
}

/** PBKDF2 (RFC 8018), for where only FIPS 140 functions are allowed. */
export interface Pbkdf2Parameters {
  readonly algorithm: 'pbkdf2-sha256' | 'pbkdf2-sha512';
  /** At least 600 000 with SHA-256 and 220 000 with SHA-512, which are the defaults. */
  readonly iterations?: number;
}

/** bcrypt, for tables that other software must go on reading. */
export interface BcryptParameters {
  readonly algorithm: 'bcrypt';
  /** 10 to 16. Default 12. */
  readonly cost?: number;
}

/**
 * bcrypt over a keyed digest of the password, as passlib's `bcrypt_sha256` version 2 writes it: HMAC-SHA-256 with the salt
 * as key, in Base64. Passwords of any length count whole, and NULs do no harm.
 */
export interface BcryptSha256Parameters {
  readonly algorithm: 'bcrypt-sha256';
  /** 10 to 16. Default 12. */
  readonly cost?: number;
}

/** How new hashes are made. */
export type HashParameters =
  | Argon2Parameters
  | ScryptHashParameters
  | Pbkdf2Parameters
  | BcryptParameters
  | BcryptSha256Parameters;

const PBKDF2_NAMES: ReadonlySet<string> = new Set(['algorithm', 'iterations']);
const BCRYPT_NAMES: ReadonlySet<string> = new Set(['algorithm', 'cost']);
const NAMES: Readonly<Record<HashParameters['algorithm'], ReadonlySet<string>>> = {
  argon2id: new Set(['algorithm', 'memory', 'passes', 'parallelism']),
  scrypt: new Set(['algorithm', 'cost', 'blockSize', 'parallelization']),
  'pbkdf2-sha256': PBKDF2_NAMES,
  'pbkdf2-sha512': PBKDF2_NAMES,
  bcrypt: BCRYPT_NAMES,
  'bcrypt-sha256': BCRYPT_NAMES,
};

const SALT_BYTES = 16;
const DIGEST_BYTES = 32;

/** The parameters of new hashes, complete. Floors and defaults are those of OWASP's Password Storage Cheat Sheet. */
export type HashPlan =
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
  | BcryptPlan;

/** The plans whose strings bcrypt itself writes. */
export interface BcryptPlan {
  readonly algorithm: 'bcrypt' | 'bcrypt-sha256';
  readonly cost: number;
}

/** Completes and checks the parameters of new hashes; weaker ones than OWASP's floors are refused. */
export function planHash(parameters: HashParameters = { algorithm: 'argon2id' }): HashPlan {
  if (typeof parameters !== 'object' || parameters === null)
    throw new InvalidArgumentError('hash', 'hash must be an object, such as { algorithm: "argon2id" }.');
  const names = Object.hasOwn(NAMES, parameters.algorithm) ? NAMES[parameters.algorithm] : undefined;
  if (names) checkOptions(parameters, names);
  switch (parameters.algorithm) {
    case 'argon2id': {
      const { memory = 19_456, passes = 2, parallelism = 1 } = parameters;
      checkInteger(memory, 'memory', { min: 7168, max: 2 ** 32 - 1 });
      checkInteger(passes, 'passes', { min: 1, max: 2 ** 16 });
      checkInteger(parallelism, 'parallelism', { min: 1, max: 255 });
      // m = 47104, t = 1 and m = 7168, t = 5 and those between are equally strong: about 36 MiB of work.
      if (memory * passes < 7168 * 5) {
        throw new InvalidArgumentError(
          'passes',
          'memory and passes must together be at least as strong as memory 19456 with 2 passes, or 7168 with 5 (OWASP Password Storage Cheat Sheet).',
        );
      }
      return { algorithm: 'argon2id', memory, passes, parallelism };
    }
    case 'scrypt': {
      const { cost = 2 ** 17, blockSize = 8, parallelization = 1 } = parameters;
      checkInteger(cost, 'cost', { min: 2 ** 13, max: 2 ** 24 });
      if (!Number.isInteger(Math.log2(cost)))
        throw new InvalidArgumentError('cost', 'cost must be a power of two.');
      checkInteger(blockSize, 'blockSize', { min: 8, max: 64 });
      checkInteger(parallelization, 'parallelization', { min: 1, max: 32 });
      if (cost * blockSize * parallelization < 2 ** 16 * 5) {
        throw new InvalidArgumentError(
          'parallelization',
          'cost, blockSize and parallelization must together be at least as strong as 2^17, 8, 1 or 2^13, 8, 10 (OWASP Password Storage Cheat Sheet).',
        );
      }
      return { algorithm: 'scrypt', cost, blockSize, parallelization };
    }
    case 'pbkdf2-sha256':
    case 'pbkdf2-sha512': {
      const floor = parameters.algorithm === 'pbkdf2-sha256' ? 600_000 : 220_000;
      const iterations = checkInteger(parameters.iterations ?? floor, 'iterations', {
        min: floor,
        max: 100_000_000,
      });
      return { algorithm: parameters.algorithm, iterations };
    }
    case 'bcrypt':
    case 'bcrypt-sha256': {
      const cost = checkInteger(parameters.cost ?? 12, 'cost', { min: 10, max: 16 });
      return { algorithm: parameters.algorithm, cost };
    }
    default:
      throw new InvalidArgumentError(
        'algorithm',
        'algorithm must be "argon2id", "scrypt", "bcrypt", "bcrypt-sha256", "pbkdf2-sha256" or "pbkdf2-sha512".',
      );
  }
}

export function isBcrypt(plan: HashPlan): plan is BcryptPlan {
  return plan.algorithm === 'bcrypt' || plan.algorithm === 'bcrypt-sha256';
}

/** A derivation for a new hash, with a new salt. */
export function newDerivation(
  plan: Exclude<HashPlan, BcryptPlan>,
): Argon2Derivation | ScryptDerivation | Pbkdf2Derivation {
  const salt = tokenBytes(SALT_BYTES);
  switch (plan.algorithm) {
    case 'argon2id': {
      const { memory, passes, parallelism } = plan;
      return {
        kind: 'argon2',
        variant: 'argon2id',
        version: 0x13,
        memory,
        passes,
        parallelism,
        salt,
        length: DIGEST_BYTES,
      };
    }
    case 'scrypt': {
      const { cost, blockSize, parallelization } = plan;
      return { kind: 'scrypt', cost, blockSize, parallelization, salt, length: DIGEST_BYTES };
    }
    default: {
      const digest = plan.algorithm === 'pbkdf2-sha256' ? 'sha256' : 'sha512';
      return {
        kind: 'pbkdf2',
        digest,
        iterations: plan.iterations,
        salt,
        length: digest === 'sha256' ? 32 : 64,
      };
    }
  }
}

/** Checks that what a policy makes is within what it will verify. */
export function checkPlan(plan: HashPlan, limits: HashLimits): void {
  checkLimits(
    isBcrypt(plan) ? { kind: 'bcrypt', cost: plan.cost, encoded: '' } : newDerivation(plan),
    limits,
  );
}

/** Whether a stored hash is exactly what the plan would make today. */
export function isUpToDate(stored: StoredHash, plan: HashPlan): boolean {
  if (!stored.isCanonical || stored.isWeak) return false;
  const { algorithm, ...wanted } = plan;
  if (stored.scheme !== algorithm) return false;
  const isSameCost = Object.entries(wanted).every(([name, value]) => stored.parameters[name] === value);
  const { derivation } = stored;
  const isCurrentVersion = derivation.kind !== 'argon2' || derivation.version === 0x13;
  const isLongEnough =
    derivation.kind === 'bcrypt' ||
    ('salt' in derivation && derivation.salt.length >= SALT_BYTES && stored.expected.length >= DIGEST_BYTES);
  return isSameCost && isCurrentVersion && isLongEnough;
}
