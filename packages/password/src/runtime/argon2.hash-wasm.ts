import { type Argon2Function, type Argon2Implementation, tried } from './runtime.ts';

/**
 * WebAssembly that is compiled at the first hash. A content security policy without `wasm-unsafe-eval` forbids that, and
 * so does workerd. It works on the calling thread, on version 1.3 and without associated data.
 */
export const hashWasmArgon2: Argon2Implementation = {
  kind: 'webassembly',
  source: 'hash-wasm',
  supports: ({ version, associatedData }) => version === 0x13 && !associatedData?.length,
  load: async () => {
    const { argon2d, argon2i, argon2id } = await import('hash-wasm');
    const variants = { argon2d, argon2i, argon2id };
    const compute: Argon2Function = (password, derivation) => {
      const { variant, memory, passes, parallelism, salt, length, secret } = derivation;
      return variants[variant]({
        password,
        salt,
        memorySize: memory,
        iterations: passes,
        parallelism,
        hashLength: length,
        outputType: 'binary',
        ...(secret && { secret }),
      });
    };
    return tried(compute);
  },
};
