import { type FileHandle, open } from 'node:fs/promises';
import { provider } from '#provider';
import type { Bytes } from '../bytes.ts';
import { checkEncoding, type Encoding } from '../encoding/encoding.ts';
import { CountersignError } from '../errors.ts';
import type { HashName } from './algorithms.ts';
import { createHash, type Hash } from './hash.ts';
import { digestSpec } from './spec.ts';
import { checkAborted, type HashStreamOptions } from './stream.ts';

const BUFFER_SIZE = 1024 * 1024;

/**
 * The digest of a file. One buffer is read ahead while the other is taken in, and both are used again, so that
 * memory stays flat and the disk and the digest work side by side.
 *
 * @param path a path or a `file:` URL
 * @throws {@link CountersignError} `ERR_FILE` when it cannot be read (the system's error is its `cause`), `ERR_ABORTED`
 */
export function hashFile(
  algorithm: HashName,
  path: string | URL,
  options: HashStreamOptions & { readonly encoding: Encoding },
): Promise<string>;
export function hashFile(
  algorithm: HashName,
  path: string | URL,
  options?: HashStreamOptions & { readonly encoding?: undefined },
): Promise<Bytes>;
export function hashFile(
  algorithm: HashName,
  path: string | URL,
  options?: HashStreamOptions,
): Promise<Bytes | string>;
export async function hashFile(
  algorithm: HashName,
  path: string | URL,
  options: HashStreamOptions = {},
): Promise<Bytes | string> {
  const { encoding, signal, onProgress, ...parameters } = options;
  checkEncoding(encoding);
  checkAborted(signal);
  await provider.prepare(digestSpec(algorithm, parameters));
  const hash = createHash(algorithm, parameters);
  const file = await readable(open(path), path);
  try {
    const { size } = await readable(file.stat(), path);
    await takeIn(
      hash,
      file,
      path,
      (bytes) => {
        checkAborted(signal);
        onProgress?.({ bytes, total: size });
      },
      size,
    );
  } finally {
    await file.close();
  }
  return hash.digest(encoding === undefined ? {} : { encoding });
}

async function takeIn(
  hash: Hash,
  file: FileHandle,
  path: string | URL,
  onPiece: (bytes: number) => void,
  size: number,
): Promise<void> {
  // A pipe or device has size 0 and may still hold data.
  const length = size === 0 ? BUFFER_SIZE : Math.min(BUFFER_SIZE, size + 1);
  let [current, next] = [Buffer.allocUnsafeSlow(length), Buffer.allocUnsafeSlow(length)];
  let bytes = 0;
  let reading = file.read(current, 0, length);
  for (;;) {
    const { bytesRead } = await readable(reading, path);
    if (bytesRead === 0) return;
    reading = file.read(next, 0, length);
    try {
      hash.update(current.subarray(0, bytesRead));
      bytes += bytesRead;
      onPiece(bytes);
    } catch (error) {
      // The file must not be closed under a read.
      await reading.catch(() => undefined);
      throw error;
    }
    [current, next] = [next, current];
  }
}

async function readable<T>(outcome: Promise<T>, path: string | URL): Promise<T> {
  try {
    return await outcome;
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new CountersignError('ERR_FILE', `Cannot read ${String(path)}: ${reason}.`, { cause: error });
  }
}
