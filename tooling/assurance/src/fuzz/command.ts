import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeFailure } from '@countersign/cli/src/failure.ts';
import { createIo, type Io } from '@countersign/cli/src/io/io.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-input-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** The file that was standard input of the last command that asked for its descriptor. */
let lastInput: number | undefined;

function openInput(input: string): number {
  if (lastInput !== undefined) closeSync(lastInput);
  lastInput = undefined;
  const path = join(folder, 'input');
  writeFileSync(path, input);
  lastInput = openSync(path, 'r');
  return lastInput;
}

/** Input and output for one command in this process. The output is discarded. */
export function recordingIo(input: string, args: readonly string[] = []): Io {
  return createIo(args, {
    input: openInput(input),
    write: () => undefined,
    isTerminal: () => false,
    environment: { SECRET: 'correct horse battery staple', PASSWORD: 'hunter2', EMPTY: '' },
  });
}

/** Whether the command has a sentence and an exit code for the error. */
export function isForeseen(error: unknown): boolean {
  return describeFailure(error).code !== 'UNEXPECTED';
}
