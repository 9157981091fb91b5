import { hashFile } from '@countersign/core/node';
import { fileError } from '../io/files.ts';
import type { Digester } from './job.ts';

/** Digests a file that is too large to be read at once: another core reads ahead. @throws InputOutputError */
export const digestFile: Digester = async ({ name, algorithm, parameters }, onProgress) => {
  try {
    return await hashFile(algorithm, name, { ...parameters, encoding: 'hex', onProgress });
  } catch (error) {
    const isFileError = error instanceof Error && 'code' in error && error.code === 'ERR_FILE';
    throw isFileError ? fileError(name, error.cause) : error;
  }
};
