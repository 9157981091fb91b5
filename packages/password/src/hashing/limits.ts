import { checkInteger } from '@countersign/core';
import { HashLimitError } from '../errors.ts';
import type { Derivation } from './derivation.ts';

/** The most that a stored hash may ask for. A planted hash must not cost gigabytes or minutes. */
export interface HashLimits {
  /** Kibibytes of Argon2. Default 1 GiB. */
  readonly argon2Memory: number;
  readonly argon2Passes: number;
  readonly argon2Parallelism: number;
  /** Kibibytes times passes of Argon2: its time. Default 4 GiB. */
  readonly argon2Work: number;
  /** Bytes of scrypt, 128 · N · r. Default 512 MiB. */
  readonly scryptMemory: number;
  readonly scryptParallelization: number;
  readonly pbkdf2Iterations: number;
  readonly bcryptCost: number;
  readonly shaCryptRounds: number;
}

export const DEFAULT_LIMITS: HashLimits = {
  argon2Memory: 1024 * 1024,
  argon2Passes: 64,
  argon2Parallelism: 16,
  argon2Work: 4 * 1024 * 1024,
  scryptMemory: 512 * 1024 * 1024,
  scryptParallelization: 32,
  pbkdf2Iterations: 10_000_000,
  bcryptCost: 16,
  shaCryptRounds: 1_000_000,
};

/** Completes and checks the limits that a caller gives. */
export function completeLimits(limits: Partial<HashLimits> = {}): HashLimits {
  const complete = { ...DEFAULT_LIMITS, ...limits };
  for (const [name, value] of Object.entries(complete)) checkInteger(value, name, { min: 1, max: 2 ** 40 });
  return complete;
}

/**
 * Checks what a derivation would cost, before any memory is taken.
 *
 * @throws {@link HashLimitError} `ERR_HASH_LIMIT`
 */
export function checkLimits(derivation: Derivation, limits: HashLimits): void {
  for (const [parameter, value, limit] of costs(derivation, limits)) {
    if (value > limit) throw new HashLimitError(parameter, value, limit);
  }
}

function costs(derivation: Derivation, limits: HashLimits): readonly (readonly [string, number, number])[] {
  switch (derivation.kind) {
    case 'argon2':
      return [
        ['memory', derivation.memory, limits.argon2Memory],
        ['passes', derivation.passes, limits.argon2Passes],
        ['parallelism', derivation.parallelism, limits.argon2Parallelism],
        ['memory times passes', derivation.memory * derivation.passes, limits.argon2Work],
      ];
    case 'scrypt':
      return [
        ['scrypt memory', 128 * derivation.cost * derivation.blockSize, limits.scryptMemory],
        ['parallelization', derivation.parallelization, limits.scryptParallelization],
      ];
    case 'pbkdf2':
      return [['iterations', derivation.iterations, limits.pbkdf2Iterations]];
    case 'bcrypt':
      return [['cost', derivation.cost, limits.bcryptCost]];
    case 'sha-crypt':
      return [['rounds', derivation.rounds, limits.shaCryptRounds]];
    case 'digest':
      return [['iterations', derivation.iterations, limits.shaCryptRounds]];
  }
}
