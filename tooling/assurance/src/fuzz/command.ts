import { InputOutputError } from '@countersign/cli/src/args/command.ts';
import { describeFailure } from '@countersign/cli/src/failure.ts';
import type { Io } from '@countersign/cli/src/io/io.ts';

/** An input and output for one command in this process: the input is a text, and what is written is thrown away. */
export function recordingIo(input: string, args: readonly string[] = []): Io {
  return {
    isJson: args.includes('--json'),
    hasColor: false,
    isInputTerminal: false,
    isOutputTerminal: false,
    isErrorTerminal: false,
    environment: { SECRET: 'correct horse battery staple', PASSWORD: 'hunter2', EMPTY: '' },
    result: (text, json) => void (text.length + JSON.stringify(json).length),
    print: () => undefined,
    write: () => undefined,
    note: () => undefined,
    async readInput(maxBytes) {
      const bytes = Buffer.from(input);
      if (bytes.length > maxBytes) throw new InputOutputError('Too much.');
      return bytes;
    },
  };
}

/** Whether the command has a sentence and an exit code for the error. */
export function isForeseen(error: unknown): boolean {
  return describeFailure(error).code !== 'UNEXPECTED';
}
