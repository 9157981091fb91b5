import { closeSync, constants as openFlags, openSync, read, readSync } from 'node:fs';
import { constants } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { ReadStream } from 'node:tty';
import { promisify } from 'node:util';
import { UsageError } from '../errors.ts';
import { writeAll } from './files.ts';
import type { Io } from './io.ts';

const [INTERRUPT, END, BACKSPACE, NEWLINE, RETURN, ERASE_LINE, SUSPEND, ESCAPE, QUIT, DELETE] = [
  3, 4, 8, 10, 13, 21, 26, 27, 28, 127,
];
const FIRST_PRINTABLE = 32;
const FIRST_LETTER = 64;
/** The terminal of the process, even if standard input is something else. Windows has no such name. */
const OWN_TERMINAL = '/dev/tty';
/** The signals that end a process by default. */
const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** A terminal for questions: the stream sets its mode, the descriptor is read. */
interface Terminal {
  readonly stream: ReadStream;
  readonly descriptor: number;
}

/**
 * Reads one line from the terminal without showing it. Undefined if there is no terminal. Standard input may be a
 * message. Ctrl-C, Ctrl-\, Ctrl-Z and signals restore the terminal first.
 *
 * @throws UsageError after Ctrl-D
 */
export async function promptHidden(question: string, io: Io): Promise<string | undefined> {
  if (!io.isErrorTerminal) return undefined;
  const terminal = io.isInputTerminal ? { stream: process.stdin, descriptor: 0 } : openTerminal();
  if (!terminal) return undefined;
  // Before the question, so that an immediate answer is not shown.
  const held = hold(terminal, question);
  try {
    return await readLine(terminal.descriptor, held);
  } finally {
    held.release();
  }
}

/** A terminal in raw mode. */
interface Held {
  readonly release: () => void;
  /** Restores the terminal and ends the process by a signal, so that a calling script sees it. */
  readonly end: (signal: NodeJS.Signals) => never;
}

/** Sets the terminal to raw mode, until it is released or the process ends. */
function hold({ stream }: Terminal, question: string): Held {
  const take = (): void => {
    // A shell may have changed the mode in the meantime, which the stream does not know.
    stream.setRawMode(false);
    stream.setRawMode(true);
    discardTyped();
    writeAll(2, question);
  };
  const giveBack = (): void => {
    stream.setRawMode(false);
    writeAll(2, '\n');
  };
  const end = (signal: NodeJS.Signals): never => {
    release();
    // Without its listener the signal has its default effect.
    process.kill(process.pid, signal);
    process.exit(128 + constants.signals[signal]);
  };
  const pause = (): void => {
    giveBack();
    process.kill(process.pid, 'SIGSTOP');
  };
  const release = (): void => {
    for (const signal of ENDINGS) process.off(signal, end);
    process.off('SIGTSTP', pause).off('SIGCONT', take);
    giveBack();
    stream.off('error', ignore);
  };
  // A closed terminal cannot be restored.
  stream.on('error', ignore);
  for (const signal of ENDINGS) process.on(signal, end);
  process.on('SIGTSTP', pause).on('SIGCONT', take);
  take();
  return { release, end };
}

const ignore = (): void => undefined;

function openTerminal(): Terminal | undefined {
  try {
    const descriptor = openSync(OWN_TERMINAL, 'r');
    return { stream: new ReadStream(descriptor), descriptor };
  } catch {
    return undefined;
  }
}

/** Input from before the question was visible and is not its answer. */
function discardTyped(): void {
  try {
    const descriptor = openSync(OWN_TERMINAL, openFlags.O_RDONLY | openFlags.O_NONBLOCK);
    try {
      const chunk = Buffer.alloc(1024);
      while (readSync(descriptor, chunk) > 0);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // No input is left.
  }
}

async function readLine(descriptor: number, { end }: Held): Promise<string> {
  const line: number[] = [];
  for (;;) {
    const byte = await readKey(descriptor);
    if (byte === END && line.length === 0) throw new UsageError('Nothing was typed.');
    if (byte === undefined) return end('SIGHUP');
    if (byte === END || byte === NEWLINE || byte === RETURN) break;
    if (byte === INTERRUPT) return end('SIGINT');
    if (byte === QUIT) return end('SIGQUIT');
    // In raw mode Ctrl-Z is a byte. The terminal would stop the whole job, and the question appears again afterwards.
    if (byte === SUSPEND) process.kill(0, 'SIGTSTP');
    if (byte === SUSPEND || byte === ERASE_LINE) line.length = 0;
    else if (byte === DELETE || byte === BACKSPACE) eraseCharacter(line);
    else if (byte >= FIRST_PRINTABLE) line.push(byte);
  }
  return Buffer.from(line).toString();
}

/** A character can have several bytes. */
function eraseCharacter(line: number[]): void {
  while (line.length > 0 && ((line.pop() ?? 0) & 0xc0) === 0x80);
}

/** The next byte of a character. Arrow keys and the like send ESC, `[` or `O`, parameters and a letter. */
async function readKey(descriptor: number): Promise<number | undefined> {
  let byte = await readByte(descriptor);
  while (byte === ESCAPE) {
    byte = await readByte(descriptor);
    if (byte !== 0x5b && byte !== 0x4f) continue;
    do byte = await readByte(descriptor);
    while (byte !== undefined && byte >= FIRST_PRINTABLE && byte < FIRST_LETTER);
    if (byte !== undefined && byte >= FIRST_LETTER) byte = await readByte(descriptor);
  }
  return byte;
}

const readAsync = promisify(read);

/**
 * Reads one byte only, because the next reader gets what follows the line. Signals arrive while it waits. Undefined if
 * the terminal has been closed.
 */
async function readByte(descriptor: number): Promise<number | undefined> {
  const chunk = Buffer.alloc(1);
  for (;;) {
    try {
      const { bytesRead } = await readAsync(descriptor, chunk, 0, 1, null);
      return bytesRead === 0 ? undefined : chunk[0];
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EIO') return undefined;
      if (code !== 'EAGAIN') throw error;
      await setTimeout(10);
    }
  }
}
