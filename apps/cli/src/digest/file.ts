import { closeSync, fstatSync } from 'node:fs';
import { hashFile } from '@countersign/core/node';
import { fileError, openFile } from '../io/files.ts';
import { digestChunks } from './digest-chunks.ts';
import type { Digester } from './job.ts';

/** Digests a large file. @throws InputOutputError */
export const digestFile: Digester = async (job, onProgress) => {
  const { name, algorithm, parameters } = job;
  // Core reads ahead on another core, but takes only names that are text and does not know the native BLAKE3.
  if (algorithm === 'blake3' || !name.isWellFormed()) {
    const descriptor = openFile(name);
    try {
      return digestChunks(job, descriptor, { total: fstatSync(descriptor).size, onProgress });
    } finally {
      closeSync(descriptor);
    }
  }
  try {
    return await hashFile(algorithm, name, { ...parameters, encoding: 'hex', onProgress });
  } catch (error) {
    const isFileError = error instanceof Error && 'code' in error && error.code === 'ERR_FILE';
    throw isFileError ? fileError(name, error.cause) : error;
  }
};
