import type { Argon2Implementation } from './runtime.ts';

/** JavaScript. It computes everything that Argon2 has, slowly, on the calling thread, and yields every few milliseconds. */
export const nobleArgon2: Argon2Implementation = {
  kind: 'javascript',
  source: '@noble/hashes',
  supports: () => true,
  load: async () => {
    const { argon2dAsync, argon2iAsync, argon2idAsync } = await import('@noble/hashes/argon2.js');
    const variants = { argon2d: argon2dAsync, argon2i: argon2iAsync, argon2id: argon2idAsync };
    return (password, derivation) => {
      const { variant, version, memory, passes, parallelism, salt, length, secret, associatedData } =
        derivation;
      return variants[variant](password, salt, {
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
    };
  },
};
