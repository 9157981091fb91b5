import { closeSync, constants as openFlags, openSync, read, readSync } from 'node:fs';
import { constants } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { ReadStream } from 'node:tty';
import { promisify } from 'node:util';
import { UsageError } from '../args/command.ts';
import { writeAll } from './files.ts';
import type { Io } from './io.ts';

const [INTERRUPT, END, BACKSPACE, NEWLINE, RETURN, ERASE_LINE, ESCAPE, DELETE] = [
  3, 4, 8, 10, 13, 21, 27, 127,
];
const FIRST_PRINTABLE = 32;
const FIRST_LETTER = 64;
/** The terminal that a process belongs to, wherever its standard input comes from. Windows has none of that name. */
const OWN_TERMINAL = '/dev/tty';
/** What ends a process, unless it listens. */
const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** A terminal to ask at: the stream sets how it behaves, the descriptor is read. */
interface Terminal {
  readonly stream: ReadStream;
  readonly descriptor: number;
}

/**
 * Reads one line from the terminal without showing it; undefined when there is nobody to ask. Standard input may be
 * something else, such as the message that a key is for. Ctrl-C and whatever else ends the process give the terminal back.
 *
 * @throws UsageError when the answer is refused, by Ctrl-D
 */
export async function promptHidden(question: string, io: Io): Promise<string | undefined> {
  if (!io.isErrorTerminal) return undefined;
  const terminal = io.isInputTerminal ? { stream: process.stdin, descriptor: 0 } : openTerminal();
  if (!terminal) return undefined;
  // Before the question: what is typed at once after it must not be shown either.
  const held = hold(terminal, question);
  try {
    return await readLine(terminal.descriptor, held);
  } finally {
    held.release();
  }
}

/** A terminal that asks a question. */
interface Held {
  readonly release: () => void;
  /** Gives the terminal back, and ends the process by a signal, so that a script that runs it sees it. */
  readonly end: (signal: NodeJS.Signals) => never;
}

/** Takes the terminal for a question, until it is released or the process ends. */
function hold({ stream }: Terminal, question: string): Held {
  const take = (): void => {
    // It may be as a shell left it in the meantime, which the stream does not know.
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
    // Nobody listens any more: it does what it does to any program.
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
  // A terminal that has gone away cannot be given back.
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

/** What was typed before the question could be seen by whoever looked on, and was not meant as its answer. */
function discardTyped(): void {
  try {
    const descriptor = openSync(OWN_TERMINAL, openFlags.O_RDONLY | openFlags.O_NONBLOCK);
    try {
      const piece = Buffer.alloc(1024);
      while (readSync(descriptor, piece) > 0);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // Nothing is left to discard.
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
    else if (byte === ERASE_LINE) line.length = 0;
    else if (byte === DELETE || byte === BACKSPACE) eraseCharacter(line);
    else if (byte >= FIRST_PRINTABLE) line.push(byte);
  }
  return Buffer.from(line).toString();
}

/** The last character may have several bytes. */
function eraseCharacter(line: number[]): void {
  while (line.length > 0 && ((line.pop() ?? 0) & 0xc0) === 0x80);
}

/** The next byte that is meant: an arrow key and its like send ESC, `[` or `O`, parameters, and a letter. */
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
 * One byte and no more: what follows the line is for whoever reads next. Signals are heard while it waits. Undefined when
 * the terminal has gone away: no key ends its input while it asks.
 */
async function readByte(descriptor: number): Promise<number | undefined> {
  const piece = Buffer.alloc(1);
  for (;;) {
    try {
      const { bytesRead } = await readAsync(descriptor, piece, 0, 1, null);
      return bytesRead === 0 ? undefined : piece[0];
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EIO') return undefined;
      if (code !== 'EAGAIN') throw error;
      await setTimeout(10);
    }
  }
}
