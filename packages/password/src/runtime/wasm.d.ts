/** A module that the bundler or the runtime compiled. */
declare module '*.wasm' {
  const module: WebAssembly.Module;
  // biome-ignore lint/style/noDefaultExport: a WebAssembly file has no other export
  export default module;
}

/** The part of the standard library that TypeScript has only together with the DOM. */
declare namespace WebAssembly {
  type Module = object;
  type Instance = object;
  type Imports = Record<string, Record<string, unknown>>;
  interface WebAssemblyInstantiatedSource {
    readonly module: Module;
    readonly instance: Instance;
  }
  function instantiate(module: Module, imports: Imports): Promise<Instance>;
}
