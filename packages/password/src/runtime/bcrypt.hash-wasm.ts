import type { BcryptImplementation } from './runtime.ts';

/** WebAssembly, on the calling thread. It writes and reads `$2a$` for the same function. */
export const hashWasmBcrypt: BcryptImplementation = {
  kind: 'webassembly',
  source: 'hash-wasm',
  load: async () => {
    const { bcrypt, bcryptVerify } = await import('hash-wasm');
    await bcrypt({ password: 'x', salt: new Uint8Array(16), costFactor: 4, outputType: 'binary' });
    return {
      hash: async (password, cost, salt) => {
        const encoded = await bcrypt({ password, salt, costFactor: cost, outputType: 'encoded' });
        return encoded.replace(/^\$2a\$/, '$2b$');
      },
      verify: (password, encoded) => bcryptVerify({ password, hash: encoded.replace(/^\$2b\$/, '$2a$') }),
    };
  },
};
