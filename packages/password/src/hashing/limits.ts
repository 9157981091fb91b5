import { resolveAlgorithm } from '@countersign/core';
import { checkInteger, checkOptions } from '@countersign/core/internal';
import { HashLimitError } from '../errors.ts';
import type { Derivation, ScryptDerivation } from './derivation.ts';

/** The most that a stored hash may ask for. A planted hash must not cost gigabytes or minutes. */
export interface HashLimits {
  /** Kibibytes of Argon2. Default 1 GiB. */
  readonly argon2Memory: number;
  readonly argon2Passes: number;
  readonly argon2Parallelism: number;
  /** Kibibytes times passes of Argon2: its time. Default 4 GiB. */
  readonly argon2Work: number;
  /** Bytes of scrypt, 128 · r · (N + p + 2). Default 512 MiB. */
  readonly scryptMemory: number;
  readonly scryptParallelization: number;
  /** Bytes of scrypt times lanes, 128 · N · r · p: its time. Default 2 GiB. */
  readonly scryptWork: number;
  /** Rounds of PBKDF2, times the digests that its result is long. Default ten million. */
  readonly pbkdf2Iterations: number;
  readonly bcryptCost: number;
  /** Rounds of the old schemes that are made of digests: `$5$`, `$6$`, phpass. Default a million. */
  readonly digestRounds: number;
}

export const DEFAULT_LIMITS: HashLimits = {
  argon2Memory: 1024 * 1024,
  argon2Passes: 64,
  argon2Parallelism: 16,
  argon2Work: 4 * 1024 * 1024,
  scryptMemory: 512 * 1024 * 1024,
  scryptParallelization: 32,
  scryptWork: 2 * 1024 * 1024 * 1024,
  pbkdf2Iterations: 10_000_000,
  bcryptCost: 16,
  digestRounds: 1_000_000,
};

/** The most that each limit can be raised to: what the engines can take. */
const HIGHEST: HashLimits = {
  argon2Memory: 2 ** 22 - 1,
  argon2Passes: 2 ** 24,
  argon2Parallelism: 255,
  argon2Work: 2 ** 40,
  scryptMemory: 2 ** 30,
  scryptParallelization: 1024,
  scryptWork: 2 ** 35,
  pbkdf2Iterations: 100_000_000,
  bcryptCost: 31,
  digestRounds: 100_000_000,
};

const NAMES: ReadonlySet<keyof HashLimits> = new Set([
  'argon2Memory',
  'argon2Passes',
  'argon2Parallelism',
  'argon2Work',
  'scryptMemory',
  'scryptParallelization',
  'scryptWork',
  'pbkdf2Iterations',
  'bcryptCost',
  'digestRounds',
]);

/** Completes and checks the limits that a caller gives. */
export function completeLimits(limits: Partial<HashLimits> = {}): HashLimits {
  checkOptions(limits, NAMES, 'limits');
  const complete = { ...DEFAULT_LIMITS, ...limits };
  for (const name of NAMES) checkInteger(complete[name], name, { min: 1, max: HIGHEST[name] });
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
        ['scrypt memory', scryptBytes(derivation), limits.scryptMemory],
        ['parallelization', derivation.parallelization, limits.scryptParallelization],
        [
          'scrypt memory times parallelization',
          128 * derivation.cost * derivation.blockSize * derivation.parallelization,
          limits.scryptWork,
        ],
      ];
    case 'pbkdf2':
      return [
        [
          'iterations',
          derivation.iterations *
            Math.ceil(derivation.length / resolveAlgorithm(derivation.digest).digestSize),
          limits.pbkdf2Iterations,
        ],
      ];
    case 'bcrypt':
      return [['cost', derivation.cost, limits.bcryptCost]];
    case 'digest':
      return [['rounds', derivation.iterations, limits.digestRounds]];
  }
}

/** The memory that scrypt takes, in bytes (RFC 7914 section 6, and what OpenSSL adds). */
export function scryptBytes({ cost, blockSize, parallelization }: ScryptDerivation): number {
  return 128 * blockSize * (cost + parallelization + 2);
}
