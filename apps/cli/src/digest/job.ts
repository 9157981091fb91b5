import type { HashOptions, HashProgress } from '@countersign/core';

/** A file to digest. It can be sent to another thread. */
export interface Job {
  /** `-` is standard input. */
  readonly name: string;
  readonly algorithm: string;
  readonly parameters: HashOptions;
}

/** Digests one file and reports the progress. The result is hexadecimal. */
export type Digester = (job: Job, onProgress: (progress: HashProgress) => void) => Promise<string>;

/** A digest under way. */
export interface Digest {
  update(chunk: Uint8Array): void;
  /** The result in hexadecimal. Call it once, at the end. */
  hex(): string;
}
