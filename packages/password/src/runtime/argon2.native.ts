import type { Argon2Implementation } from './runtime.ts';

// Values of const enums of @node-rs/argon2, which isolated modules cannot name.
const VARIANTS = { argon2d: 0, argon2i: 1, argon2id: 2 } as const;
const VERSIONS = { 16: 0, 19: 1 } as const;

/** The native binding. It works on libuv's threads. It has no associated data. */
export const nativeArgon2: Argon2Implementation = {
  kind: 'native',
  source: '@node-rs/argon2',
  supports: ({ associatedData }) => !associatedData?.length,
  load: async () => {
    const { hashRaw } = await import('@node-rs/argon2');
    return (password, { variant, version, memory, passes, parallelism, salt, length, secret }) =>
      hashRaw(password, {
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
};
