import * as crypto from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import type { Argon2Derivation } from '../hashing/derivation.ts';
import type { PasswordEngine } from './engine.ts';
import { nobleArgon2 } from './noble.ts';

// Values of const enums in @node-rs/argon2, which isolated modules cannot name.
const VARIANTS = { argon2d: 0, argon2i: 1, argon2id: 2 } as const;
const VERSIONS = { 16: 0, 19: 1 } as const;

/** libuv's pool, on which the bindings work, and which DNS, files and WebCrypto share. */
function poolThreads(): number {
  const configured = Number.parseInt(process.env['UV_THREADPOOL_SIZE'] ?? '', 10);
  return Number.isInteger(configured) && configured > 0 ? Math.min(configured, 1024) : 4;
}

/** The engine of Node.js: native bindings that work off the event loop. Loaded when first used. */
export const engine: PasswordEngine = {
  name: 'node',

  // One thread of the pool stays free, so that hashing never stops everything else.
  threads: () => Math.max(1, Math.min(availableParallelism(), poolThreads() - 1)),

  async argon2(password, derivation: Argon2Derivation) {
    if (derivation.associatedData?.length) return withAssociatedData(password, derivation);
    const { hashRaw } = await import('@node-rs/argon2');
    const { variant, version, memory, passes, parallelism, salt, length, secret } = derivation;
    return hashRaw(password, {
      algorithm: VARIANTS[variant],
      version: VERSIONS[version],
      memoryCost: memory,
      timeCost: passes,
      parallelism,
      salt,
      outputLen: length,
      ...(secret && { secret }),
    });
  },

  async bcryptHash(password, cost, salt) {
    const { hash } = await import('@node-rs/bcrypt');
    return hash(password, { cost, salt });
  },

  async bcryptVerify(password, encoded) {
    const { verify } = await import('@node-rs/bcrypt');
    return verify(password, encoded);
  },
};

/** The binding has no associated data; OpenSSL's Argon2 has, in Node.js 24.7 and newer. */
async function withAssociatedData(password: Uint8Array, derivation: Argon2Derivation): Promise<Uint8Array> {
  if (typeof crypto.argon2 !== 'function' || derivation.version !== 0x13)
    return nobleArgon2(password, derivation);
  const { variant, memory, passes, parallelism, salt, length, secret, associatedData } = derivation;
  return promisify(crypto.argon2)(variant, {
    message: password,
    nonce: salt,
    memory,
    passes,
    parallelism,
    tagLength: length,
    ...(secret && { secret }),
    ...(associatedData && { associatedData }),
  });
}
