import * as crypto from 'node:crypto';
import { promisify } from 'node:util';
import { type Argon2Function, type Argon2Implementation, tried } from './runtime.ts';

/** `crypto.argon2` of Node.js 24.7 and newer. It works on libuv's threads, and only on version 1.3 of Argon2. */
export const nodeCryptoArgon2: Argon2Implementation = {
  kind: 'node-crypto',
  source: 'crypto.argon2',
  supports: ({ version }) => version === 0x13,
  load: async () => {
    if (typeof crypto.argon2 !== 'function') throw new Error('it needs Node.js 24.7 or newer');
    const argon2 = promisify(crypto.argon2);
    const compute: Argon2Function = (password, derivation) => {
      const { variant, memory, passes, parallelism, salt, length, secret, associatedData } = derivation;
      return argon2(variant, {
        message: password,
        nonce: salt,
        memory,
        passes,
        parallelism,
        tagLength: length,
        ...(secret && { secret }),
        ...(associatedData && { associatedData }),
      });
    };
    return tried(compute);
  },
};
