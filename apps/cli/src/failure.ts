import { CountersignError, EncodingError, InvalidArgumentError } from '@countersign/core';
import { type ExitCode, InputOutputError, UsageError } from './args/command.ts';
import { writeAll } from './io/files.ts';

/** Says in one line what went wrong, and which exit code that is. */
export function failure(error: unknown, isJson: boolean): ExitCode {
  const { code, message, exit } = describeFailure(error);
  writeAll(
    2,
    isJson
      ? `${JSON.stringify({ error: { code, message } })}\n`
      : `countersign: ${message}${code.startsWith('ERR_') ? ` (${code})` : ''}\n`,
  );
  return exit;
}

/** What went wrong, in one line; `UNEXPECTED` is the code of what no command foresaw. */
export function describeFailure(error: unknown): {
  readonly code: string;
  readonly message: string;
  readonly exit: ExitCode;
} {
  if (error instanceof UsageError) return { code: 'USAGE', message: error.message, exit: 2 };
  if (error instanceof InputOutputError) return { code: 'INPUT_OUTPUT', message: error.message, exit: 3 };
  // Encoded values that commands decode themselves are given on the command line.
  if (error instanceof InvalidArgumentError || error instanceof EncodingError)
    return { code: error.code, message: error.message, exit: 2 };
  if (error instanceof CountersignError)
    return { code: error.code, message: error.message, exit: error.code === 'ERR_FILE' ? 3 : 1 };
  const message = error instanceof Error ? error.message.split('\n')[0] : 'something unexpected';
  return {
    code: 'UNEXPECTED',
    message: `${message}. This is a fault of countersign's; please report it.`,
    exit: 3,
  };
}
