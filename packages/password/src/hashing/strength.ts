import type { StoredHash } from '../formats/derivation.ts';
import type { CompleteHashOptions } from './options.ts';

// A rehash never weakens. The rules are in the README, "When a hash is replaced".

/** Whether a stored hash is weaker than new ones: another algorithm, or a lower cost. */
export function isWeaker(stored: StoredHash, options: CompleteHashOptions): boolean {
  const isOtherAlgorithm = stored.isWeak === true || stored.scheme !== options.algorithm;
  return isOtherAlgorithm || stored.isOldVersion === true || hasLowerCost(stored, options);
}

/**
 * The options for the hash that replaces a stored one. They are at least as strong as the stored hash, because a hash may
 * be replaced for another reason than its cost, such as a new pepper.
 */
export function atLeastAsStrong(stored: StoredHash, options: CompleteHashOptions): CompleteHashOptions {
  if (!isSameComputation(stored, options) || hasLowerCost(stored, options)) return options;
  return strongest(stored, options);
}

/** Whether both use the same computation. The software that wrote the string does not matter. */
function isSameComputation({ derivation }: StoredHash, options: CompleteHashOptions): boolean {
  switch (derivation.kind) {
    case 'argon2':
      return options.algorithm === derivation.variant;
    case 'scrypt':
      return options.algorithm === 'scrypt';
    case 'pbkdf2':
      return options.algorithm === `pbkdf2-${derivation.digest}`;
    case 'bcrypt':
      return options.algorithm === 'bcrypt' || options.algorithm === 'bcrypt-sha256';
    case 'digest':
      return false;
  }
}

/** Argon2 and scrypt trade memory for time, so a cost is lower only if new hashes have more work and no less memory. */
function hasLowerCost({ derivation }: StoredHash, options: CompleteHashOptions): boolean {
  switch (options.algorithm) {
    case 'argon2id':
      return (
        derivation.kind === 'argon2' &&
        derivation.memory <= options.memory &&
        derivation.memory * derivation.passes < options.memory * options.passes
      );
    case 'scrypt': {
      if (derivation.kind !== 'scrypt') return false;
      const [storedMemory, memory] = [
        derivation.cost * derivation.blockSize,
        options.cost * options.blockSize,
      ];
      return (
        storedMemory <= memory && storedMemory * derivation.parallelization < memory * options.parallelization
      );
    }
    case 'pbkdf2-sha256':
    case 'pbkdf2-sha512':
      return derivation.kind === 'pbkdf2' && derivation.iterations < options.iterations;
    case 'bcrypt':
    case 'bcrypt-sha256':
      return derivation.kind === 'bcrypt' && derivation.cost < options.cost;
  }
}

function strongest({ derivation }: StoredHash, options: CompleteHashOptions): CompleteHashOptions {
  const { max } = Math;
  switch (options.algorithm) {
    case 'argon2id': {
      if (derivation.kind !== 'argon2') return options;
      const { memory, passes } = derivation;
      return { ...options, memory: max(memory, options.memory), passes: max(passes, options.passes) };
    }
    case 'scrypt': {
      if (derivation.kind !== 'scrypt') return options;
      const { cost, blockSize, parallelization } = derivation;
      return {
        ...options,
        cost: max(cost, options.cost),
        blockSize: max(blockSize, options.blockSize),
        parallelization: max(parallelization, options.parallelization),
      };
    }
    case 'pbkdf2-sha256':
    case 'pbkdf2-sha512':
      return derivation.kind === 'pbkdf2'
        ? { ...options, iterations: max(derivation.iterations, options.iterations) }
        : options;
    case 'bcrypt':
    case 'bcrypt-sha256':
      return derivation.kind === 'bcrypt'
        ? { ...options, cost: max(derivation.cost, options.cost) }
        : options;
  }
}
