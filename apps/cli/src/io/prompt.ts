import { closeSync, constants, openSync, readSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { UsageError } from '../args/command.ts';
import type { Io } from './io.ts';

const [INTERRUPT, END, BACKSPACE, NEWLINE, RETURN, ERASE_LINE, ESCAPE, DELETE] = [
  3, 4, 8, 10, 13, 21, 27, 127,
];
const FIRST_PRINTABLE = 32;
const FIRST_LETTER = 64;
/** The exit code of what Ctrl-C ends: 128 and the number of the signal. */
const INTERRUPTED = 130;
/** The terminal that a process belongs to, wherever its standard input comes from. Windows has none of that name. */
const OWN_TERMINAL = '/dev/tty';

/** A terminal to ask at: the stream sets how it behaves, the descriptor is read. */
interface Terminal {
  readonly stream: ReadStream;
  readonly descriptor: number;
}

/**
 * Reads one line from the terminal without showing it; undefined when there is nobody to ask. Standard input may be
 * something else, such as the message that a key is for. Ctrl-C gives the terminal back and ends the process.
 *
 * @throws UsageError when the answer is refused, by Ctrl-D
 */
export function promptHidden(question: string, io: Io): string | undefined {
  if (!io.isErrorTerminal) return undefined;
  const terminal = io.isInputTerminal ? { stream: process.stdin, descriptor: 0 } : openTerminal();
  if (!terminal) return undefined;
  // Before the question: what is typed at once after it must not be shown either.
  terminal.stream.setRawMode(true);
  discardTyped();
  process.stderr.write(question);
  try {
    return readLine(terminal);
  } finally {
    terminal.stream.setRawMode(false);
    process.stderr.write('\n');
  }
}

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
    const descriptor = openSync(OWN_TERMINAL, constants.O_RDONLY | constants.O_NONBLOCK);
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

function readLine(terminal: Terminal): string {
  const line: number[] = [];
  for (;;) {
    const byte = readKey(terminal.descriptor);
    if (byte === END && line.length === 0) throw new UsageError('Nothing was typed.');
    if (byte === undefined || byte === END || byte === NEWLINE || byte === RETURN) break;
    if (byte === INTERRUPT) interrupt(terminal);
    else if (byte === ERASE_LINE) line.length = 0;
    else if (byte === DELETE || byte === BACKSPACE) eraseCharacter(line);
    else if (byte >= FIRST_PRINTABLE) line.push(byte);
  }
  return Buffer.from(line).toString();
}

/** Ends as Ctrl-C ends other programs: by the signal, so that a script that runs this one ends, too. */
function interrupt({ stream }: Terminal): never {
  stream.setRawMode(false);
  process.stderr.write('\n');
  process.kill(process.pid, 'SIGINT');
  process.exit(INTERRUPTED);
}

/** The last character may have several bytes. */
function eraseCharacter(line: number[]): void {
  while (line.length > 0 && ((line.pop() ?? 0) & 0xc0) === 0x80);
}

/** The next byte that is meant: an arrow key and its like send ESC, `[` or `O`, parameters, and a letter. */
function readKey(descriptor: number): number | undefined {
  let byte = readByte(descriptor);
  while (byte === ESCAPE) {
    byte = readByte(descriptor);
    if (byte !== 0x5b && byte !== 0x4f) continue;
    do byte = readByte(descriptor);
    while (byte !== undefined && byte >= FIRST_PRINTABLE && byte < FIRST_LETTER);
    if (byte !== undefined && byte >= FIRST_LETTER) byte = readByte(descriptor);
  }
  return byte;
}

function readByte(descriptor: number): number | undefined {
  const piece = Buffer.alloc(1);
  for (;;) {
    try {
      return readSync(descriptor, piece) === 0 ? undefined : piece[0];
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}
