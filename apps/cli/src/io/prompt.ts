import { readSync } from 'node:fs';

const [INTERRUPT, END, BACKSPACE, NEWLINE, RETURN, ERASE_LINE, ESCAPE, DELETE] = [
  3, 4, 8, 10, 13, 21, 27, 127,
];
const FIRST_PRINTABLE = 32;
const FIRST_LETTER = 64;
/** The exit code of what Ctrl-C ends: 128 and the number of the signal. */
const INTERRUPTED = 130;

/** Reads one line from the terminal without showing it. Ctrl-C gives the terminal back and ends the process. */
export function promptHidden(question: string): string {
  const { stdin, stderr } = process;
  // Before the question: what is typed at once after it must not be shown either.
  stdin.setRawMode(true);
  stderr.write(question);
  try {
    return readLine();
  } finally {
    stdin.setRawMode(false);
    stderr.write('\n');
  }
}

function readLine(): string {
  const line: number[] = [];
  for (;;) {
    const byte = readKey();
    if (byte === undefined || byte === END || byte === NEWLINE || byte === RETURN) break;
    if (byte === INTERRUPT) interrupt();
    else if (byte === ERASE_LINE) line.length = 0;
    else if (byte === DELETE || byte === BACKSPACE) eraseCharacter(line);
    else if (byte >= FIRST_PRINTABLE) line.push(byte);
  }
  return Buffer.from(line).toString();
}

function interrupt(): never {
  process.stdin.setRawMode(false);
  process.stderr.write('\n');
  process.exit(INTERRUPTED);
}

/** The last character may have several bytes. */
function eraseCharacter(line: number[]): void {
  while (line.length > 0 && ((line.pop() ?? 0) & 0xc0) === 0x80);
}

/** The next byte that is meant: an arrow key and its like send ESC, `[` or `O`, parameters, and a letter. */
function readKey(): number | undefined {
  let byte = readByte();
  while (byte === ESCAPE) {
    byte = readByte();
    if (byte !== 0x5b && byte !== 0x4f) continue;
    do byte = readByte();
    while (byte !== undefined && byte >= FIRST_PRINTABLE && byte < FIRST_LETTER);
    if (byte !== undefined && byte >= FIRST_LETTER) byte = readByte();
  }
  return byte;
}

function readByte(): number | undefined {
  const piece = Buffer.alloc(1);
  for (;;) {
    try {
      return readSync(0, piece) === 0 ? undefined : piece[0];
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}
