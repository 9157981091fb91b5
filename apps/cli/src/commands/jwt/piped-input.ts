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

const MOMENT_MS = 100;

/**
 * Whether standard input has data that nothing reads. Data of a pipe arrives within a moment; longer waiting would stop
 * programs that leave the pipe open.
 */
export async function hasUnreadInput(io: Io): Promise<boolean> {
  if (io.isInputTaken || !io.hasInput) return false;
  const descriptor = io.openInput();
  const { fstatSync, readSync } = process.getBuiltinModule('node:fs');
  if (fstatSync(descriptor).isFile()) return readSync(descriptor, Buffer.alloc(1)) > 0;
  const { Socket } = process.getBuiltinModule('node:net');
  const socket = new Socket({ fd: descriptor, readable: true, writable: false });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve) => {
      timer = setTimeout(resolve, MOMENT_MS, false);
      socket.once('data', () => resolve(true)).once('close', () => resolve(false));
    });
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}
