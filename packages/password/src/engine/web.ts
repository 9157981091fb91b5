import type { Argon2Derivation } from '../hashing/derivation.ts';
import type { PasswordEngine } from './engine.ts';
import { nobleArgon2 } from './noble.ts';

/** The engine of browsers and other runtimes: WebAssembly, on the calling thread. Use a worker for more than a few. */
export const engine: PasswordEngine = {
  name: 'web',
  threads: () => 1,

  async argon2(password, derivation: Argon2Derivation) {
    const { variant, version, memory, passes, parallelism, salt, length, secret, associatedData } =
      derivation;
    if (version !== 0x13 || associatedData?.length) return nobleArgon2(password, derivation);
    const { argon2d, argon2i, argon2id } = await import('hash-wasm');
    return { argon2d, argon2i, argon2id }[variant]({
      password,
      salt,
      memorySize: memory,
      iterations: passes,
      parallelism,
      hashLength: length,
      outputType: 'binary',
      ...(secret && { secret }),
    });
  },

  async bcryptHash(password, cost, salt) {
    const { bcrypt } = await import('hash-wasm');
    const encoded = await bcrypt({ password, salt, costFactor: cost, outputType: 'encoded' });
    return encoded.replace(/^\$2a\$/, '$2b$');
  },

  async bcryptVerify(password, encoded) {
    const { bcryptVerify } = await import('hash-wasm');
    return bcryptVerify({ password, hash: encoded.replace(/^\$2[by]\$/, '$2a$') });
  },
};
