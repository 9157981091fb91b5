import {
  closeSync,
  fstatSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { InputOutputError } from '../args/command.ts';
import type { Io } from './io.ts';

/** Inputs that are held in memory: tokens, keys, claims, lists. */
const MAX_INPUT_BYTES: number = 16 * 1024 * 1024;

const PIECE_BYTES = 256 * 1024;

/** What a descriptor has, piece by piece, all in one buffer: a piece must be used before the next. @throws InputOutputError */
export function* pieces(descriptor: number, name: string): Generator<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(PIECE_BYTES);
  for (;;) {
    const count = readPiece(descriptor, buffer, name);
    if (count === 0) return;
    yield buffer.subarray(0, count);
  }
}

/**
 * All that a descriptor has, at most {@link MAX_INPUT_BYTES}: a device or a pipe may have no end.
 *
 * @throws InputOutputError
 */
export function readAll(descriptor: number, name: string): Buffer {
  const all: Buffer[] = [];
  let length = 0;
  for (const piece of pieces(descriptor, name)) {
    length += piece.length;
    if (length > MAX_INPUT_BYTES)
      throw new InputOutputError(`${name} has more than ${MAX_INPUT_BYTES} bytes.`);
    all.push(Buffer.from(piece));
  }
  return Buffer.concat(all, length);
}

/** Reads into a buffer, and waits for what is not there yet. 0 is the end. */
function readPiece(descriptor: number, piece: Buffer, name: string): number {
  for (;;) {
    try {
      return readSync(descriptor, piece);
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EOF') return 0; // Windows, at the end of a pipe
      if (code !== 'EAGAIN') throw fileError(name, error);
      pause();
    }
  }
}

/** Whoever read what we write has gone, as `head` does when it has enough: that is no failure of ours. */
export class ReaderGoneError extends Error {
  override readonly name: string = 'ReaderGoneError';
}

/** Writes all, now: nothing is lost when the process ends right after. @throws InputOutputError, ReaderGoneError */
export function writeAll(descriptor: number, data: string | Uint8Array): void {
  let rest = typeof data === 'string' ? Buffer.from(data) : data;
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EPIPE' && descriptor === 1) throw new ReaderGoneError();
      // Nobody is there to hear what we have to say beside the result.
      if (descriptor === 2 && code !== 'EAGAIN') return;
      if (code !== 'EAGAIN') throw fileError('standard output', error);
      pause();
    }
  }
}

/** Waits a moment for a descriptor that does not block. */
function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
}

/** The content of a file that is held in memory; `-` is standard input. @throws InputOutputError */
export function readFileArgument(path: string, io: Io): Buffer {
  if (path === '-') return io.readInput();
  const descriptor = openFile(path);
  try {
    return readAll(descriptor, path);
  } finally {
    closeSync(descriptor);
  }
}

/** Bytes as text, without the mark that some editors and shells put before it. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** Opens a file to read. @throws InputOutputError */
export function openFile(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw fileError(path, error);
  }
}

/** What another process passes through an open descriptor. @throws InputOutputError */
export function readDescriptor(descriptor: number): Buffer {
  try {
    fstatSync(descriptor);
  } catch (error) {
    throw fileError(`descriptor ${descriptor}`, error);
  }
  return readAll(descriptor, `descriptor ${descriptor}`);
}

/** How a file is written. */
export interface FileOutput {
  /** Overwrites one that is there. */
  readonly force: boolean;
  /** Only its owner may read it. */
  readonly isPrivate: boolean;
}

/**
 * Writes a file, which must not be there yet unless forced. One that was there is replaced when the new one is complete, so
 * that it is not lost when that fails, and nobody who has it open reads the new one.
 *
 * @throws InputOutputError
 */
export function writeNewFile(path: string, content: string | Uint8Array, output: FileOutput): void {
  try {
    const existing = checkNewFile(path, output);
    if (!output.force) create(path, 'wx', content, output);
    // A link to nothing is no file, and yet in the way of a new one.
    else if (!existing) create(path, 'w', content, output);
    else if (!existing.isFile()) create(path, 'w', content, { ...output, isPrivate: false });
    else replace(realpathSync(path), content, output);
  } catch (error) {
    throw fileError(path, error);
  }
}

/** Tells what is there. @throws InputOutputError when that must not be overwritten, or cannot be */
export function checkNewFile(path: string, { force }: Pick<FileOutput, 'force'>): Stats | undefined {
  const existing = statOf(path);
  if (existing?.isDirectory()) throw fileError(path, Object.assign(new Error(), { code: 'EISDIR' }));
  if (existing && !force) throw fileError(path, Object.assign(new Error(), { code: 'EEXIST' }));
  return existing;
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw fileError(path, error);
  }
}

function replace(path: string, content: string | Uint8Array, output: FileOutput): void {
  const temporary = `${path}.${process.pid}.new`;
  try {
    create(temporary, 'wx', content, output);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function create(
  path: string,
  flag: 'w' | 'wx',
  content: string | Uint8Array,
  { isPrivate }: FileOutput,
): void {
  const descriptor = openSync(path, flag, isPrivate ? 0o600 : 0o666);
  try {
    writeFileSync(descriptor, content);
  } finally {
    closeSync(descriptor);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EISDIR: 'is a directory',
  ENOTDIR: 'a part of the path is no directory',
  EEXIST: 'exists already; --force overwrites it',
  ENOSPC: 'no space left on the device',
  EROFS: 'the file system is read-only',
  EBADF: 'is not open',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'too many symbolic links',
  EIO: 'input/output error',
  ERR_INVALID_ARG_VALUE: 'is no name of a file',
  ERR_OUT_OF_RANGE: 'is not open',
};

/** What went wrong with a file, in a few words. */
export function fileError(path: string, error: unknown): InputOutputError {
  if (error instanceof InputOutputError) return error;
  const code = codeOf(error);
  return new InputOutputError(
    `${path === '' ? "''" : path}: ${REASONS[code] ?? (code || 'cannot be read')}`,
    code,
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
