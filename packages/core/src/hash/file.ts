import { constants, openSync } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import type { Bytes, Encoding } from '../bytes.ts';
import { FileError, InvalidArgumentError } from '../errors.ts';
import { checkReadable } from '../members.ts';
import { readOptions } from '../options.ts';
import type { HashName } from './algorithms.ts';
import { type Hash, hashOf } from './hash.ts';
import { checkAborted, type HashStreamOptions, STREAM_OPTIONS, unlessAborted } from './progress.ts';
import { Slots } from './slots.ts';
import { digestParts, openParts, type Watch } from './stream.ts';

const BUFFER_BYTES = 1024 * 1024;

/** Files that are open at the same time. More are not faster, because the thread pool has four threads. */
const openFiles = new Slots(16);

/**
 * Computes the digest of a file. It reads one buffer ahead while it digests the other, so memory stays constant. At most 16
 * files are open at the same time; other calls wait.
 *
 * @param path a path or a `file:` URL. A named pipe is read until its writer closes it.
 * @throws {@link FileError} (`ERR_FILE`) if the file cannot be read; `cause` is the system's error
 * @throws {@link AbortedError} (`ERR_ABORTED`), {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`)
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
  const { encoding, signal, onProgress, ...parameters } = readOptions(options, STREAM_OPTIONS);
  const hash = hashOf(algorithm, parameters);
  const file = readPath(path);
  const release = await openFiles.acquire(signal);
  // After an abort the caller has its answer immediately. The work ends when the system returns from its current call.
  const work = digestFile(hash, file, { signal, onProgress }, release).finally(release);
  await unlessAborted(work, signal);
  return hash.digest(encoding === undefined ? {} : { encoding });
}

async function digestFile(hash: Hash, path: string | URL, watch: Watch, release: () => void): Promise<void> {
  checkAborted(watch.signal);
  const stats = await orFileError(stat(path), path);
  if (stats.isFIFO()) {
    // A pipe may wait for its writer, so it must not keep other files waiting.
    release();
    await digestPipe(hash, path, watch);
    return;
  }
  const handle = await orFileError(open(path), path);
  try {
    await digestHandle(hash, { handle, path, size: stats.size }, watch);
  } finally {
    await handle.close();
  }
}

interface OpenFile {
  readonly handle: FileHandle;
  readonly path: string | URL;
  readonly size: number;
}

async function digestHandle(hash: Hash, file: OpenFile, { signal, onProgress }: Watch): Promise<void> {
  const { handle, path, size } = file;
  // A device has size 0 and may still have data.
  const length = size === 0 ? BUFFER_BYTES : Math.min(BUFFER_BYTES, size + 1);
  let [current, next] = [Buffer.allocUnsafeSlow(length), Buffer.allocUnsafeSlow(length)];
  let bytes = 0;
  let reading = handle.read(current, 0, length);
  for (;;) {
    const { bytesRead } = await orFileError(reading, path);
    checkAborted(signal);
    if (bytesRead === 0) return;
    reading = handle.read(next, 0, length);
    try {
      hash.update(current.subarray(0, bytesRead));
      bytes += bytesRead;
      onProgress?.({ bytes, total: size });
    } catch (error) {
      // The file must not be closed during a read.
      await reading.catch(() => undefined);
      throw error;
    }
    [current, next] = [next, current];
  }
}

/** Reads a named pipe through the event loop. A read in the thread pool could not be stopped while the pipe is silent. */
async function digestPipe(hash: Hash, path: string | URL, watch: Watch): Promise<void> {
  const { Socket } = await import('node:net');
  const fd = openPipe(path);
  await digestParts(hash, openParts(new Socket({ fd, readable: true, writable: false })), watch);
}

function openPipe(path: string | URL): number {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw fileError(path, error);
  }
}

async function orFileError<T>(outcome: Promise<T>, path: string | URL): Promise<T> {
  try {
    return await outcome;
  } catch (error) {
    throw fileError(path, error);
  }
}

function fileError(path: string | URL, cause: unknown): FileError {
  const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
  return new FileError(`Cannot read ${String(path)}: ${reason}.`, { cause });
}

/** Copies a path. A URL may belong to another realm, and its owner may change it. */
function readPath(path: unknown): string | URL {
  if (typeof path === 'string') return path;
  checkReadable(path, 'path');
  if (typeof path === 'object' && path !== null && 'href' in path) {
    const { href } = path;
    if (typeof href === 'string' && URL.canParse(href) && href.startsWith('file:')) return new URL(href);
  }
  throw new InvalidArgumentError('path', 'path must be a string or a file: URL.');
}
