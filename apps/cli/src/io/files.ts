import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { InputOutputError, ReaderGoneError } from '../errors.ts';
import { bytesOfName, pathOf } from './names.ts';

/** Inputs that are held in memory: tokens, keys, claims. */
const MAX_INPUT_BYTES: number = 16 * 1024 * 1024;

const CHUNK_BYTES = 256 * 1024;

/** The content of a descriptor in chunks, all in one buffer: use a chunk before the next. @throws InputOutputError */
export function* chunks(descriptor: number, name: string): Generator<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  for (;;) {
    const count = readChunk(descriptor, buffer, name);
    if (count === 0) return;
    yield buffer.subarray(0, count);
  }
}

/**
 * The content of a descriptor, at most {@link MAX_INPUT_BYTES}: a device or a pipe may be endless.
 *
 * @throws InputOutputError
 */
export function readAll(descriptor: number, name: string): Buffer {
  const all: Buffer[] = [];
  let length = 0;
  for (const chunk of chunks(descriptor, name)) {
    length += chunk.length;
    if (length > MAX_INPUT_BYTES)
      throw new InputOutputError(`${name} has more than ${MAX_INPUT_BYTES} bytes.`);
    all.push(Buffer.from(chunk));
  }
  return Buffer.concat(all, length);
}

/** Reads into a buffer, and waits for data. 0 is the end. */
function readChunk(descriptor: number, chunk: Buffer, name: string): number {
  for (;;) {
    try {
      return readSync(descriptor, chunk);
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EOF') return 0; // Windows, at the end of a pipe
      if (code !== 'EAGAIN') throw fileError(name, error);
      pause();
    }
  }
}

/** Writes everything now: the process may end right after. @throws InputOutputError, ReaderGoneError */
export function writeAll(descriptor: number, data: string | Uint8Array): void {
  let rest = typeof data === 'string' ? bytesOfName(data) : data;
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EPIPE' && descriptor === 1) throw new ReaderGoneError();
      // Nobody reads messages.
      if (descriptor === 2 && code !== 'EAGAIN') return;
      if (code !== 'EAGAIN') throw fileError('standard output', error);
      pause();
    }
  }
}

/** Waits a millisecond for a descriptor that does not block. */
function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
}

/** `/dev/stdin` and its like are standard input. */
const STANDARD_INPUT = new RegExp(`^(-|/dev/stdin|/dev/fd/0|/proc/(self|thread-self|${process.pid})/fd/0)$`);

/** Whether a file argument means standard input. */
export function isStandardInput(name: string): boolean {
  return STANDARD_INPUT.test(name);
}

/** The content of a file that is held in memory; `-` is standard input. @throws InputOutputError */
export function readFileArgument(name: string, io: { readInput(): Buffer }): Buffer {
  if (isStandardInput(name)) return io.readInput();
  const descriptor = openFile(name);
  try {
    return readAll(descriptor, name);
  } finally {
    closeSync(descriptor);
  }
}

/** Opens a file to read. @throws InputOutputError */
export function openFile(name: string): number {
  try {
    return openSync(pathOf(name), 'r');
  } catch (error) {
    throw fileError(name, error);
  }
}

/** Reads from a descriptor that another process has passed. @throws InputOutputError */
export function readDescriptor(descriptor: number): Buffer {
  const name = `descriptor ${descriptor}`;
  try {
    fstatSync(descriptor);
  } catch (error) {
    throw fileError(name, error);
  }
  return readAll(descriptor, name);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EISDIR: 'is a directory',
  ENOTDIR: 'a part of the path is not a directory',
  EEXIST: 'exists already; --force overwrites it',
  ENOSPC: 'no space left on the device',
  EROFS: 'the file system is read-only',
  EBADF: 'is not open',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'too many symbolic links',
  EIO: 'input/output error',
  ERR_INVALID_ARG_VALUE: 'is not a file name',
  ERR_OUT_OF_RANGE: 'is not open',
};

/** The error of a file in a few words. */
export function fileError(name: string, error: unknown): InputOutputError {
  if (error instanceof InputOutputError) return error;
  const code = codeOf(error);
  return new InputOutputError(
    `${name === '' ? "''" : name}: ${REASONS[code] ?? (code || 'cannot be read')}`,
    code,
  );
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
