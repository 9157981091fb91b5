// Types of the used parts of packages that have none.

declare module 'blake2b-wasm' {
  interface Blake2b {
    update(data: Uint8Array): Blake2b;
    digest(encoding: 'binary'): Uint8Array;
  }
  interface CreateBlake2b {
    (
      length: number,
      key?: Uint8Array | null,
      salt?: Uint8Array | null,
      personal?: Uint8Array | null,
      noAssert?: boolean,
    ): Blake2b;
    ready(callback: (error?: Error) => void): void;
  }
  const create: CreateBlake2b;
  export = create;
}

declare module 'sodium-native' {
  const sodium: {
    crypto_generichash(output: Uint8Array, message: Uint8Array, key?: Uint8Array): void;
  };
  export = sodium;
}
