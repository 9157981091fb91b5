import { InvalidArgumentError, resolveAlgorithm } from '@countersign/core';
import { integer, readOptions, withDefault } from '@countersign/core/internal';
import { HashLimitError } from '../errors.ts';
import type { Derivation, ScryptDerivation, StoredHash } from '../formats/derivation.ts';

/** The maximum cost of a stored hash. A hash that an attacker planted must not take gigabytes or minutes. */
export interface HashLimits {
  /** Kibibytes of Argon2. Default 1 GiB. */
  readonly argon2Memory: number;
  /** Default 64. */
  readonly argon2Passes: number;
  /** Default 16. */
  readonly argon2Parallelism: number;
  /** Kibibytes times passes of Argon2, which determine its time. Default 4 GiB. */
  readonly argon2Work: number;
  /** Bytes of scrypt, 128 · r · (N + p + 2). Default 512 MiB. */
  readonly scryptMemory: number;
  /** Default 32. */
  readonly scryptParallelization: number;
  /** 128 · N · r · p of scrypt, which determines its time. Default 2 GiB. */
  readonly scryptWork: number;
  /** Rounds of PBKDF2, times the digests that its result is long. Default ten million. */
  readonly pbkdf2Iterations: number;
  /** Default 16. */
  readonly bcryptCost: number;
  /** Rounds of schemes that are made of digests: `$5$`, `$6$`, phpass. Default one million. */
  readonly digestRounds: number;
}

/** The defaults of {@link HashLimits}. */
export const DEFAULT_LIMITS: HashLimits = Object.freeze({
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
});

// Each maximum is what the implementations accept.
const OPTIONS = {
  argon2Memory: withDefault(integer({ min: 1, max: 2 ** 22 - 1 }), DEFAULT_LIMITS.argon2Memory),
  argon2Passes: withDefault(integer({ min: 1, max: 2 ** 24 }), DEFAULT_LIMITS.argon2Passes),
  argon2Parallelism: withDefault(integer({ min: 1, max: 255 }), DEFAULT_LIMITS.argon2Parallelism),
  argon2Work: withDefault(integer({ min: 1, max: 2 ** 40 }), DEFAULT_LIMITS.argon2Work),
  scryptMemory: withDefault(integer({ min: 1, max: 2 ** 30 }), DEFAULT_LIMITS.scryptMemory),
  scryptParallelization: withDefault(integer({ min: 1, max: 1024 }), DEFAULT_LIMITS.scryptParallelization),
  scryptWork: withDefault(integer({ min: 1, max: 2 ** 35 }), DEFAULT_LIMITS.scryptWork),
  pbkdf2Iterations: withDefault(integer({ min: 1, max: 100_000_000 }), DEFAULT_LIMITS.pbkdf2Iterations),
  bcryptCost: withDefault(integer({ min: 1, max: 31 }), DEFAULT_LIMITS.bcryptCost),
  digestRounds: withDefault(integer({ min: 1, max: 100_000_000 }), DEFAULT_LIMITS.digestRounds),
} as const;

/** Reads the option `limits`. */
export function readLimits(limits: unknown = {}): HashLimits {
  return readOptions(limits, OPTIONS, 'limits');
}

/**
 * Checks the cost of a stored hash, with each meaning that its string may have, before any memory is allocated.
 *
 * @throws {@link HashLimitError} `ERR_HASH_LIMIT`
 */
export function checkLimits(stored: StoredHash, limits: HashLimits): void {
  const rounds = ['rounds', stored.inputRounds ?? 0, limits.digestRounds, 'digestRounds'] as const;
  for (const [parameter, value, limit] of [rounds, ...costs(stored.derivation, limits)]) {
    if (value > limit) throw new HashLimitError(parameter, value, limit);
  }
  for (const alternative of stored.alternatives ?? []) checkLimits(alternative, limits);
}

/**
 * Checks that new hashes are within the limits of verification.
 *
 * @throws {@link InvalidArgumentError}
 */
export function checkNewDerivation(derivation: Derivation, limits: HashLimits): void {
  for (const [parameter, value, limit, name] of costs(derivation, limits)) {
    if (value > limit)
      throw new InvalidArgumentError(
        'hash',
        `hash has ${parameter} of ${value}, but limits.${name} is ${limit}. Lower the option, or raise the limit.`,
      );
  }
}

type Cost = readonly [parameter: string, value: number, limit: number, name: keyof HashLimits];

function costs(derivation: Derivation, limits: HashLimits): readonly Cost[] {
  const cost = (parameter: string, value: number, name: keyof HashLimits): Cost => [
    parameter,
    value,
    limits[name],
    name,
  ];
  switch (derivation.kind) {
    case 'argon2':
      return [
        cost('memory', derivation.memory, 'argon2Memory'),
        cost('passes', derivation.passes, 'argon2Passes'),
        cost('parallelism', derivation.parallelism, 'argon2Parallelism'),
        cost('memory times passes', derivation.memory * derivation.passes, 'argon2Work'),
      ];
    case 'scrypt': {
      const { cost: n, blockSize, parallelization } = derivation;
      return [
        cost('scrypt memory', scryptBytes(derivation), 'scryptMemory'),
        cost('parallelization', parallelization, 'scryptParallelization'),
        cost('scrypt memory times parallelization', 128 * n * blockSize * parallelization, 'scryptWork'),
      ];
    }
    case 'pbkdf2': {
      const blocks = Math.ceil(derivation.length / resolveAlgorithm(derivation.digest).digestSize);
      return [cost('iterations', derivation.iterations * blocks, 'pbkdf2Iterations')];
    }
    case 'bcrypt':
      return [cost('cost', derivation.cost, 'bcryptCost')];
    case 'digest':
      return [cost('rounds', derivation.iterations, 'digestRounds')];
  }
}

/** The memory of scrypt in bytes (RFC 7914 section 6, and the overhead of OpenSSL). */
export function scryptBytes({ cost, blockSize, parallelization }: ScryptDerivation): number {
  return 128 * blockSize * (cost + parallelization + 2);
}
