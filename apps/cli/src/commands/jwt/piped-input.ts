import type { Io } from '../../io/io.ts';

const WAIT_MS = 2000;

/**
 * The content of standard input if it is a pipe or a file, and nothing else reads it. Undefined if it is empty.
 * A pipe that stays open keeps the command waiting, so it says what it waits for.
 */
export async function readPipedInput(io: Io): Promise<Buffer | undefined> {
  if (io.isInputTaken || !io.hasInput) return undefined;
  const descriptor = io.openInput();
  const { createReadStream } = process.getBuiltinModule('node:fs');
  const timer = setTimeout(
    () => io.note('countersign: Waiting for claims on standard input. Use < /dev/null if there are none.'),
    WAIT_MS,
  );
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of createReadStream('', { fd: descriptor, autoClose: false })) chunks.push(chunk);
    const input = Buffer.concat(chunks);
    return input.toString('latin1').trim() === '' ? undefined : input;
  } finally {
    clearTimeout(timer);
  }
}
