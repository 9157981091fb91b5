import type { Bytes, Encoding } from './bytes.ts';

// The types that all runtimes share: the description of a digest, and a digest in progress.

/**
 * The source of a digest's output length: the algorithm (`fixed`), an option at the start that changes the whole
 * result (`blake2`), or the reader, who may read any length (`xof`, the extendable-output functions of FIPS 202, and
 * `blake3`).
 */
export type HashFamily = 'fixed' | 'blake2' | 'xof' | 'blake3';

/** Name and sizes of a digest algorithm. */
export interface AlgorithmInfo {
  readonly name: string;
  readonly family: HashFamily;
  /** Default output length in bytes. */
  readonly digestSize: number;
  /** Internal block length in bytes: the block length of HMAC. */
  readonly blockSize: number;
}

/** The tree parameters of BLAKE2, complete. */
export interface TreeParameters {
  readonly fanout: number;
  readonly depth: number;
  readonly leafSize: number;
  readonly nodeOffset: bigint;
  readonly nodeDepth: number;
  readonly innerSize: number;
  readonly lastNode: boolean;
}

/** A digest and its checked parameters. The bytes are copies. */
export interface DigestSpec {
  readonly info: AlgorithmInfo;
  readonly length: number;
  readonly key?: Uint8Array | undefined;
  readonly salt?: Uint8Array | undefined;
  readonly personalization?: Uint8Array | undefined;
  readonly context?: string | undefined;
  readonly tree?: TreeParameters | undefined;
  /** True if the result depends only on the message, and for extendable-output functions on the length. */
  readonly isPlain: boolean;
}

/** A digest in progress. Reading does not end it. */
export interface DigestState {
  /** Adds a part of the message, which the caller may change afterwards. Text is well-formed. */
  update(data: Uint8Array | string): void;
  /** The digest so far. Only an extendable-output function accepts a length other than the specification's. */
  digest(length: number): Bytes;
  text(length: number, encoding: Encoding): string;
  copy(): DigestState;
}
