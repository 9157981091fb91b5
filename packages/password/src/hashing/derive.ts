import { type Bytes, compareDigest, pbkdf2, scrypt } from '@countersign/core';
import { engine } from '#engine';
import type { Argon2Derivation, Pbkdf2Derivation, ScryptDerivation, StoredHash } from './derivation.ts';
import { scryptBytes } from './limits.ts';

/** Whether a prepared password is the one of a stored hash. Limits have been checked. */
export async function matches(stored: StoredHash, input: Bytes): Promise<boolean> {
  const { derivation, expected } = stored;
  switch (derivation.kind) {
    case 'bcrypt':
      return engine.bcryptVerify(input, derivation.encoded);
    case 'digest':
      return compareDigest(expected, await derivation.compute(input));
    default:
      return compareDigest(expected, await derive(derivation, input));
  }
}

/** Runs one of the functions that give bytes. */
export async function derive(
  derivation: Argon2Derivation | ScryptDerivation | Pbkdf2Derivation,
  input: Bytes,
): Promise<Uint8Array> {
  switch (derivation.kind) {
    case 'argon2':
      return engine.argon2(input, derivation);
    case 'scrypt': {
      const { cost, blockSize, parallelization, salt, length } = derivation;
      const maxMemory = scryptBytes(derivation);
      return scrypt(input, salt, { cost, blockSize, parallelization, length, maxMemory });
    }
    case 'pbkdf2': {
      const { digest, iterations, salt, length } = derivation;
      return pbkdf2(input, salt, { algorithm: digest, iterations, length });
    }
  }
}
