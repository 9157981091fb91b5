import type { HashOptions, HashProgress } from '@countersign/core';

/** One file to digest. All of it can be sent to another thread. */
export interface Job {
  /** `-` is standard input. */
  readonly name: string;
  readonly algorithm: string;
  readonly parameters: HashOptions;
}

/** Digests one file, and says how far it is. The result is hexadecimal. */
export type Digester = (job: Job, onProgress: (progress: HashProgress) => void) => Promise<string>;
