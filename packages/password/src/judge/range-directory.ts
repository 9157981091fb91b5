import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { string } from '@countersign/core/internal';
import { BreachSourceError } from '../errors.ts';
import type { BreachSource } from './breach.ts';
import { checkDigest, PREFIX_LENGTH, parseRange } from './range.ts';

const MAX_FILE_BYTES = 16 * 1024 * 1024;

/** A directory of range files named by their five digits (`21BD1.txt` or `21BD1`), as the downloaders of Pwned Passwords write it. */
export function rangeDirectory(directory: string): BreachSource {
  const path = string(directory, 'directory');
  return {
    async count(value) {
      const digest = checkDigest(value);
      const prefix = digest.slice(0, PREFIX_LENGTH);
      const file =
        (await openIfPresent(join(path, `${prefix}.txt`))) ?? (await openIfPresent(join(path, prefix)));
      if (!file) throw new BreachSourceError(`there is no range file for ${prefix}`);
      try {
        return parseRange(await textOf(file)).count(digest);
      } finally {
        await file.close();
      }
    },
  };
}

async function openIfPresent(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new BreachSourceError('a range file cannot be opened', { cause: error });
  }
}

async function textOf(file: FileHandle): Promise<string> {
  try {
    const { size } = await file.stat();
    if (size <= MAX_FILE_BYTES)
      return new TextDecoder('utf-8', { fatal: true }).decode(await file.readFile());
  } catch (error) {
    throw new BreachSourceError('a range file cannot be read as UTF-8', { cause: error });
  }
  throw new BreachSourceError(`a range file has more than ${MAX_FILE_BYTES} bytes`);
}
