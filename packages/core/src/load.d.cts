import type * as noble from './noble/noble.ts' with { 'resolution-mode': 'import' };

/** Loads the digests of @noble/hashes. */
export declare function loadNoble(): typeof noble;

/** Reads the script of hash-wasm that contains the binary of an algorithm. Throws if the file is not installed. */
export declare function readHashWasm(algorithm: string): string;
