import { type HashOptions, hashStream } from '@countersign/core';
import { hashFile } from '@countersign/core/node';
import { fileError, type Io } from './io/io.ts';
import { progressOn } from './io/progress.ts';

/** The digest of a file, or of standard input for `-`. */
export async function digestOf(
  name: string,
  algorithm: string,
  parameters: HashOptions,
  io: Io,
): Promise<string> {
  const progress = progressOn(io, name);
  try {
    const options = { ...parameters, encoding: 'hex' as const, onProgress: progress.show };
    return name === '-'
      ? await hashStream(algorithm, process.stdin, options)
      : await hashFile(algorithm, name, options);
  } catch (error) {
    const cause =
      error instanceof Error && 'code' in error && error.code === 'ERR_FILE' ? error.cause : undefined;
    throw cause === undefined ? error : fileError(name, cause);
  } finally {
    progress.clear();
  }
}
