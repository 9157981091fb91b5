import { type FileHandle, open } from 'node:fs/promises';
import type { Bytes } from '../bytes.ts';
import { checkEncoding, type Encoding } from '../encoding/encoding.ts';
import { CountersignError, InvalidArgumentError } from '../errors.ts';
import { checkOptions } from '../options.ts';
import type { HashName } from './algorithms.ts';
import { createHash, type Hash } from './hash.ts';
import { checkAborted, checkWatch, type HashStreamOptions, STREAM_OPTIONS } from './watch.ts';

const BUFFER_BYTES = 1024 * 1024;

/**
 * The digest of a file. One buffer is read ahead while the other is taken in, and both are used again, so that
 * memory stays flat and the disk and the digest work side by side.
 *
 * @param path a path or a `file:` URL
 * @throws {@link CountersignError} `ERR_FILE` when it cannot be read (the system's error is its `cause`), `ERR_ABORTED`;
 * {@link InvalidArgumentError}
 * @example
 * await hashFile('sha256', 'archive.tar', { encoding: 'hex', onProgress: ({ bytes }) => bar.set(bytes) })
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
  const { encoding, signal, onProgress, ...parameters } = checkOptions(options, STREAM_OPTIONS);
  checkWatch(options);
  checkEncoding(encoding);
  if (typeof path !== 'string' && !(path instanceof URL)) {
    throw new InvalidArgumentError('path', 'path must be a string or a URL.');
  }
  const hash = createHash(algorithm, parameters);
  checkAborted(signal);
  const file = await readable(open(path), path);
  try {
    const { size } = await readable(file.stat(), path);
    const onPiece = (bytes: number): void => {
      checkAborted(signal);
      onProgress?.({ bytes, total: size });
    };
    await takeIn(hash, { file, path, size }, onPiece);
  } finally {
    await file.close();
  }
  return hash.digest(encoding === undefined ? {} : { encoding });
}

interface OpenFile {
  readonly file: FileHandle;
  readonly path: string | URL;
  readonly size: number;
}

async function takeIn(hash: Hash, opened: OpenFile, onPiece: (bytes: number) => void): Promise<void> {
  const { file, path, size } = opened;
  // A pipe or device has size 0 and may still hold data.
  const length = size === 0 ? BUFFER_BYTES : Math.min(BUFFER_BYTES, size + 1);
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
