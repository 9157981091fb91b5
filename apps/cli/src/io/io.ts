import { readFileSync, readSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { InputOutputError, UsageError } from '../args/command.ts';

/** Everything that a command reads and writes. */
export interface Io {
  readonly isJson: boolean;
  readonly hasColor: boolean;
  readonly isInputTerminal: boolean;
  readonly isOutputTerminal: boolean;
  readonly isErrorTerminal: boolean;
  /** The result: text for people, or the object with --json. */
  result(text: string, json: object): void;
  /** Text on standard output, ended by a newline. */
  print(text: string): void;
  /** Bytes on standard output; on a terminal only when they are text. */
  write(bytes: Uint8Array, options?: { readonly isText: boolean }): void;
  /** A sentence on standard error. */
  note(text: string): void;
  /** All of standard input, at most `maxBytes`. */
  readInput(maxBytes: number): Promise<Buffer>;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Inputs that are held in memory: tokens, keys, claims, lists. */
export const MAX_INPUT_BYTES: number = 16 * 1024 * 1024;

export function createIo(args: readonly string[]): Io {
  const isOutputTerminal = process.stdout.isTTY === true;
  const isJson = args.includes('--json');
  return {
    isJson,
    isOutputTerminal,
    isInputTerminal: process.stdin.isTTY === true,
    isErrorTerminal: process.stderr.isTTY === true,
    hasColor: isOutputTerminal && !process.env['NO_COLOR'] && !args.includes('--no-color'),
    environment: process.env,
    result(text, json) {
      writeAll(1, isJson ? `${JSON.stringify(json)}\n` : `${text}\n`);
    },
    print: (text) => writeAll(1, `${text}\n`),
    write(bytes, { isText } = { isText: false }) {
      if (isOutputTerminal && !isText)
        throw new UsageError(
          'These are raw bytes, and standard output is a terminal. Send them to a file or a pipe, or ask for hex.',
        );
      writeAll(1, bytes);
    },
    note: (text) => writeAll(2, `${text}\n`),
    readInput,
  };
}

/** Writes all, now: nothing is lost when the process ends right after. */
function writeAll(descriptor: number, data: string | Uint8Array): void {
  let rest = typeof data === 'string' ? Buffer.from(data) : data;
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      // Whoever read us has gone: that is no failure of ours.
      if (code === 'EPIPE') process.exit(0);
      if (code !== 'EAGAIN') throw error;
    }
  }
}

async function readInput(maxBytes: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of process.stdin) {
    length += piece.length;
    if (length > maxBytes) throw new InputOutputError(`Standard input has more than ${maxBytes} bytes.`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** The content of a file that is held in memory; `-` is standard input. @throws InputOutputError */
export async function readFileArgument(path: string, io: Io): Promise<Buffer> {
  if (path === '-') return io.readInput(MAX_INPUT_BYTES);
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      if (size > MAX_INPUT_BYTES)
        throw new InputOutputError(`${path} has more than ${MAX_INPUT_BYTES} bytes.`);
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError(path, error);
  }
}

/** What went wrong with a file, in a few words. */
export function fileError(path: string, error: unknown): InputOutputError {
  if (error instanceof InputOutputError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'no such file or directory',
    EACCES: 'permission denied',
    EISDIR: 'is a directory',
    EEXIST: 'exists already; --force overwrites it',
    ENOSPC: 'no space left on the device',
    EROFS: 'the file system is read-only',
  };
  return new InputOutputError(`${path}: ${reasons[code] ?? (code || 'cannot be read')}`);
}

/** A secret that another process passes through an open descriptor. */
export function readDescriptor(descriptor: number): Buffer {
  try {
    return readFileSync(descriptor);
  } catch (error) {
    throw fileError(`descriptor ${descriptor}`, error);
  }
}

/** Reads one line from the terminal without showing it. */
export function promptHidden(question: string): string {
  const { stdin, stderr } = process;
  // Before the question: what is typed at once after it must not be shown either.
  stdin.setRawMode(true);
  stderr.write(question);
  const restore = (): void => {
    stdin.setRawMode(false);
    stderr.write('\n');
  };
  const bytes: number[] = [];
  const piece = Buffer.alloc(1);
  try {
    for (;;) {
      let count = 0;
      try {
        count = readSync(0, piece);
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') continue;
        throw error;
      }
      const [byte = 0] = piece;
      if (count === 0 || byte === 10 || byte === 13 || byte === 4) break;
      if (byte === 3) {
        restore();
        process.exit(130);
      }
      if (byte === 127 || byte === 8) {
        // The last character may have several bytes.
        while (bytes.length > 0 && ((bytes.pop() ?? 0) & 0xc0) === 0x80);
      } else bytes.push(byte);
    }
  } catch (error) {
    restore();
    throw error;
  }
  restore();
  return Buffer.from(bytes).toString();
}
