import type { HashProgress } from '@countersign/core';
import { chunks } from '../io/files.ts';
import type { Job } from './job.ts';
import { startDigest } from './start.ts';

export interface Watch {
  /** The expected number of bytes, if known. */
  readonly total?: number | undefined;
  readonly onProgress: (progress: HashProgress) => void;
}

/**
 * Digests the content of a descriptor in this thread: each chunk is still in the core's cache when it is digested.
 *
 * @throws InputOutputError
 */
export function digestChunks(job: Job, descriptor: number, { total, onProgress }: Watch): string {
  const digest = startDigest(job);
  let bytes = 0;
  for (const chunk of chunks(descriptor, job.name === '-' ? 'standard input' : job.name)) {
    digest.update(chunk);
    bytes += chunk.length;
    onProgress({ bytes, ...(total !== undefined && { total }) });
  }
  return digest.hex();
}
