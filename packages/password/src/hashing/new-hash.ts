import { type Bytes, tokenBytes } from '@countersign/core';
import { engine } from '#engine';
import { UnusablePasswordError } from '../errors.ts';
import { writeArgon2 } from '../formats/argon2.ts';
import { keyedDigest, toBcryptBase64, writeBcrypt, writeBcryptSha256 } from '../formats/bcrypt.ts';
import { writePbkdf2 } from '../formats/pbkdf2.ts';
import { writeScrypt } from '../formats/scrypt.ts';
import type { Argon2Derivation, Pbkdf2Derivation, ScryptDerivation } from './derivation.ts';
import { derive } from './derive.ts';
import { type BcryptPlan, type HashPlan, isBcrypt, newDerivation } from './parameters.ts';
import type { Pepper } from './pepper.ts';
import { MAX_BCRYPT_BYTES } from './readings.ts';

/** Bytes of bcrypt's salt and digest. */
const BCRYPT_SALT_BYTES = 16;
const BCRYPT_DIGEST_BYTES = 23;

/**
 * Hashes the bytes of a password with a new salt.
 *
 * @throws {@link UnusablePasswordError} `ERR_PASSWORD_UNUSABLE` when bcrypt would cut them
 */
export async function newHash(password: Bytes, plan: HashPlan, pepper: Pepper | undefined): Promise<string> {
  if (isBcrypt(plan)) return bcryptHash(password, plan);
  const derivation = newDerivation(plan);
  const isPeppered = derivation.kind === 'argon2' && pepper !== undefined;
  const digest = await derive(isPeppered ? { ...derivation, secret: pepper.key } : derivation, password);
  return write(derivation, digest, pepper);
}

/** A hash as the plan makes them, of no password: it costs what any other costs to verify, and cost nothing to make. */
export function dummyHash(plan: HashPlan, pepper: Pepper | undefined): string {
  if (isBcrypt(plan)) {
    const salt = toBcryptBase64(tokenBytes(BCRYPT_SALT_BYTES));
    const encoded = writeBcrypt(plan.cost, salt, toBcryptBase64(tokenBytes(BCRYPT_DIGEST_BYTES)));
    return plan.algorithm === 'bcrypt' ? encoded : writeBcryptSha256(plan.cost, encoded);
  }
  const derivation = newDerivation(plan);
  return write(derivation, tokenBytes(derivation.length), pepper);
}

function write(
  derivation: Argon2Derivation | ScryptDerivation | Pbkdf2Derivation,
  digest: Uint8Array,
  pepper: Pepper | undefined,
): string {
  switch (derivation.kind) {
    case 'argon2':
      return writeArgon2(derivation, digest, pepper?.id);
    case 'scrypt':
      return writeScrypt(derivation, digest);
    case 'pbkdf2':
      return writePbkdf2(derivation, digest);
  }
}

async function bcryptHash(password: Bytes, { algorithm, cost }: BcryptPlan): Promise<string> {
  const salt = tokenBytes(BCRYPT_SALT_BYTES);
  if (algorithm === 'bcrypt-sha256') {
    const input = keyedDigest(toBcryptBase64(salt), password);
    return writeBcryptSha256(cost, await engine.bcryptHash(input, cost, salt));
  }
  if (password.length > MAX_BCRYPT_BYTES)
    throw new UnusablePasswordError(`bcrypt takes at most ${MAX_BCRYPT_BYTES} bytes, and it has more`);
  if (password.includes(0))
    throw new UnusablePasswordError('bcrypt stops at a NUL character, and it has one');
  return engine.bcryptHash(password, cost, salt);
}
