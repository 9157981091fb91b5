import { type Argon2Function, type Argon2Implementation, tried } from './runtime.ts';

/**
 * WebAssembly for workerd, which allows only modules that were compiled before the worker started. It works on Argon2id of
 * version 1.3.
 */
export const compiledArgon2: Argon2Implementation = {
  kind: 'webassembly',
  source: 'argon2id',
  supports: ({ variant, version }) => variant === 'argon2id' && version === 0x13,
  load: async () => {
    const { default: setUp } = await import('argon2id/lib/setup.js');
    const { default: simd } = await import('argon2id/dist/simd.wasm');
    const { default: noSimd } = await import('argon2id/dist/no-simd.wasm');
    // A new instance for each hash, because an instance never gives its memory back.
    const compute: Argon2Function = async (password, derivation) => {
      const { memory, passes, parallelism, salt, length, secret, associatedData } = derivation;
      const argon2id = await setUp(instantiate(simd), instantiate(noSimd));
      return argon2id({
        password,
        salt,
        parallelism,
        passes,
        memorySize: memory,
        tagLength: length,
        ...(secret && { secret }),
        ...(associatedData && { ad: associatedData }),
      });
    };
    return tried(compute);
  },
};

function instantiate(
  module: WebAssembly.Module,
): (imports: WebAssembly.Imports) => Promise<WebAssembly.WebAssemblyInstantiatedSource> {
  return async (imports) => ({ module, instance: await WebAssembly.instantiate(module, imports) });
}
