import { type Bytes, tokenBytes } from '@countersign/core';
import { UnusablePasswordError } from '../errors.ts';
import { writeArgon2 } from '../formats/argon2.ts';
import { toBcryptBase64, writeBcrypt } from '../formats/bcrypt.ts';
import { keyedDigest, writeBcryptSha256 } from '../formats/bcrypt-sha256.ts';
import type { Derivation } from '../formats/derivation.ts';
import { writePbkdf2 } from '../formats/pbkdf2.ts';
import { writeScrypt } from '../formats/scrypt.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { MAX_BCRYPT_BYTES } from './candidates.ts';
import { type BytesDerivation, derive } from './derive.ts';
import { type CompleteHashOptions, isBcrypt } from './options.ts';
import type { Pepper } from './pepper.ts';

const SALT_BYTES = 16;
const DIGEST_BYTES = 32;
const BCRYPT_DIGEST_BYTES = 23;

type BcryptOptions = Extract<CompleteHashOptions, { readonly algorithm: 'bcrypt' | 'bcrypt-sha256' }>;

/**
 * Hashes the bytes of a password with a new salt.
 *
 * @throws {@link UnusablePasswordError} `ERR_PASSWORD_UNUSABLE` if bcrypt would ignore a part of them
 */
export async function newHash(
  password: Bytes,
  options: CompleteHashOptions,
  pepper: Pepper | undefined,
  runtime: Runtime,
): Promise<string> {
  if (isBcrypt(options)) return newBcryptHash(password, options, runtime);
  const derivation = newDerivation(options);
  const isPeppered = derivation.kind === 'argon2' && pepper !== undefined;
  const peppered = isPeppered ? { ...derivation, secret: pepper.key } : derivation;
  return write(derivation, await derive(peppered, password, runtime), pepper);
}

/** A hash of no password. Verifying it costs as much as any other, and making it costs nothing. */
export function dummyHash(options: CompleteHashOptions, pepper: Pepper | undefined): string {
  if (isBcrypt(options)) {
    const salt = toBcryptBase64(tokenBytes(SALT_BYTES));
    const encoded = writeBcrypt(options.cost, salt, toBcryptBase64(tokenBytes(BCRYPT_DIGEST_BYTES)));
    return options.algorithm === 'bcrypt' ? encoded : writeBcryptSha256(options.cost, encoded);
  }
  const derivation = newDerivation(options);
  return write(derivation, tokenBytes(derivation.length), pepper);
}

/** The derivation that new hashes cost. */
export function derivationOf(options: CompleteHashOptions): Derivation {
  return isBcrypt(options) ? { kind: 'bcrypt', cost: options.cost, encoded: '' } : newDerivation(options);
}

/** A derivation with a new salt. */
export function newDerivation(options: Exclude<CompleteHashOptions, BcryptOptions>): BytesDerivation {
  const salt = tokenBytes(SALT_BYTES);
  switch (options.algorithm) {
    case 'argon2id': {
      const { memory, passes, parallelism } = options;
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
      const { cost, blockSize, parallelization } = options;
      return { kind: 'scrypt', cost, blockSize, parallelization, salt, length: DIGEST_BYTES };
    }
    case 'pbkdf2-sha256':
      return { kind: 'pbkdf2', digest: 'sha256', iterations: options.iterations, salt, length: 32 };
    case 'pbkdf2-sha512':
      return { kind: 'pbkdf2', digest: 'sha512', iterations: options.iterations, salt, length: 64 };
  }
}

function write(derivation: BytesDerivation, digest: Uint8Array, pepper: Pepper | undefined): string {
  switch (derivation.kind) {
    case 'argon2':
      return writeArgon2(derivation, digest, pepper?.id);
    case 'scrypt':
      return writeScrypt(derivation, digest);
    case 'pbkdf2':
      return writePbkdf2(derivation, digest);
  }
}

async function newBcryptHash(
  password: Bytes,
  { algorithm, cost }: BcryptOptions,
  runtime: Runtime,
): Promise<string> {
  const salt = tokenBytes(SALT_BYTES);
  if (algorithm === 'bcrypt-sha256') {
    const input = keyedDigest(toBcryptBase64(salt), password);
    return writeBcryptSha256(cost, await runtime.bcryptHash(input, cost, salt));
  }
  if (password.length > MAX_BCRYPT_BYTES)
    throw new UnusablePasswordError(
      `it has more than ${MAX_BCRYPT_BYTES} bytes, the maximum of bcrypt. Use the algorithm bcrypt-sha256 for longer passwords`,
    );
  if (password.includes(0))
    throw new UnusablePasswordError(
      'it contains a NUL character, where bcrypt ends. Use the algorithm bcrypt-sha256',
    );
  return runtime.bcryptHash(password, cost, salt);
}
