import { type Bytes, compareDigest, pbkdf2, scrypt } from '@countersign/core';
import type {
  Argon2Derivation,
  Pbkdf2Derivation,
  ScryptDerivation,
  StoredHash,
} from '../formats/derivation.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { scryptBytes } from './limits.ts';

/** A derivation that gives bytes. */
export type BytesDerivation = Argon2Derivation | ScryptDerivation | Pbkdf2Derivation;

/** Whether an input gives the stored hash. Check the limits first. */
export async function matches(stored: StoredHash, input: Bytes, runtime: Runtime): Promise<boolean> {
  const { derivation, expected, output = async (derived: Uint8Array) => derived } = stored;
  switch (derivation.kind) {
    case 'bcrypt':
      return runtime.bcryptVerify(input, derivation.encoded);
    case 'digest':
      return compareDigest(expected, await derivation.compute(input));
    default:
      return compareDigest(expected, await output(await derive(derivation, input, runtime)));
  }
}

/** Runs a derivation that gives bytes. */
export async function derive(
  derivation: BytesDerivation,
  input: Bytes,
  runtime: Runtime,
): Promise<Uint8Array> {
  switch (derivation.kind) {
    case 'argon2':
      return runtime.argon2(input, derivation);
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
