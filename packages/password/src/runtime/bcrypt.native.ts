import type { BcryptImplementation } from './runtime.ts';

/** The native binding. It works on libuv's threads, and writes `$2y$` for the same function. */
export const nativeBcrypt: BcryptImplementation = {
  kind: 'native',
  source: '@node-rs/bcrypt',
  load: async () => {
    const { hash, verify } = await import('@node-rs/bcrypt');
    return {
      hash: async (password, cost, salt) => {
        const encoded = await hash(password, cost, salt);
        return encoded.replace(/^\$2y\$/, '$2b$');
      },
      verify: (password, encoded) => verify(password, encoded),
    };
  },
};
