import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeFailure } from '@countersign/cli/src/failure.ts';
import type { Io } from '@countersign/cli/src/io/io.ts';

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

/** An input and output for one command in this process: the input is a text, and what is written is thrown away. */
export function recordingIo(input: string, args: readonly string[] = []): Io {
  return {
    isJson: args.includes('--json'),
    hasColor: false,
    isInputTerminal: false,
    isErrorTerminal: false,
    hasProgress: false,
    environment: { SECRET: 'correct horse battery staple', PASSWORD: 'hunter2', EMPTY: '' },
    result: (_text, json) => void JSON.stringify(json),
    print: () => undefined,
    write: () => undefined,
    flush: () => undefined,
    writeBytes: () => undefined,
    note: () => undefined,
    notes: () => undefined,
    readInput: () => Buffer.from(input),
    openInput: () => openInput(input),
  };
}

/** Whether the command has a sentence and an exit code for the error. */
export function isForeseen(error: unknown): boolean {
  return describeFailure(error).code !== 'UNEXPECTED';
}
