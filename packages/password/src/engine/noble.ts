import type { Argon2Derivation } from '../hashing/derivation.ts';

/**
 * Argon2 in JavaScript, for what the faster engines cannot do: version 1.0 in browsers, and associated data. It works on
 * the calling thread, which it leaves free now and then.
 */
export async function nobleArgon2(password: Uint8Array, derivation: Argon2Derivation): Promise<Uint8Array> {
  const { argon2dAsync, argon2iAsync, argon2idAsync } = await import('@noble/hashes/argon2.js');
  const { variant, version, memory, passes, parallelism, salt, length, secret, associatedData } = derivation;
  return { argon2d: argon2dAsync, argon2i: argon2iAsync, argon2id: argon2idAsync }[variant](password, salt, {
    m: memory,
    t: passes,
    p: parallelism,
    version,
    dkLen: length,
    maxmem: memory * 1024,
    asyncTick: 5,
    ...(secret && { key: secret }),
    ...(associatedData && { personalization: associatedData }),
  });
}
