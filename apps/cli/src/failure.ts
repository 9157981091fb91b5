import { CountersignError, EncodingError, InvalidArgumentError } from '@countersign/core';
import { type ExitCode, InputOutputError, UsageError } from './args/command.ts';
import { writeAll } from './io/files.ts';

/** Says in one line what went wrong, and which exit code that is. */
export function failure(error: unknown, args: readonly string[], isJson: boolean): ExitCode {
  const { code, message: told, exit } = describeFailure(error);
  const message = inWordsOfTheCommand(told, error, args);
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
    return { code: error.code, message: error.message, exit: EXITS.get(error.code) ?? 1 };
  const message = error instanceof Error ? error.message.split('\n')[0] : 'something unexpected';
  return {
    code: 'UNEXPECTED',
    message: `${message}. This is a fault of countersign's; please report it.`,
    exit: 3,
  };
}

/** What is not wrong with a token, a key or a password: something cannot be read, or the command line asks for too much. */
const EXITS: ReadonlyMap<string, ExitCode> = new Map([
  ['ERR_FILE', 3],
  ['ERR_BREACH_SOURCE', 3],
  ['ERR_PASSWORD_RULE', 2],
  ['ERR_PASSWORD_RULES_SYNTAX', 2],
]);

/** What the packages call by the names of their functions and options, by those of the command. */
function inWordsOfTheCommand(message: string, error: unknown, args: readonly string[]): string {
  const told = message
    .replaceAll('generateKey', 'countersign key generate')
    .replaceAll('allowWeakKey', '--allow-weak-key');
  if (!(error instanceof InvalidArgumentError) || !told.startsWith(`${error.argument} `)) return told;
  const name = error.argument.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const option = [`--${name}`, OPTION_NAMES.get(error.argument)].find((candidate) =>
    args.some((arg) => arg === candidate || arg.startsWith(`${candidate}=`)),
  );
  return option === undefined ? told : `${option}${told.slice(error.argument.length)}`;
}

const OPTION_NAMES: ReadonlyMap<string, string> = new Map([
  ['expiresIn', '--exp'],
  ['notBefore', '--nbf'],
  ['modulusBits', '--bits'],
]);
