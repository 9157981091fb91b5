import { createHash, type HashProgress } from '@countersign/core';
import { pieces } from '../io/files.ts';
import type { Job } from './job.ts';

export interface Watch {
  /** How many bytes there will be, where that is known. */
  readonly total?: number | undefined;
  readonly onProgress: (progress: HashProgress) => void;
}

/**
 * Digests all that a descriptor has, in this thread alone: each piece is still in the core's cache when it is digested.
 *
 * @throws InputOutputError
 */
export function digestPieces(
  { name, algorithm, parameters }: Job,
  descriptor: number,
  { total, onProgress }: Watch,
): string {
  const digest = createHash(algorithm, parameters);
  let bytes = 0;
  for (const piece of pieces(descriptor, name === '-' ? 'standard input' : name)) {
    digest.update(piece);
    bytes += piece.length;
    onProgress({ bytes, ...(total !== undefined && { total }) });
  }
  return digest.digest('hex');
}
