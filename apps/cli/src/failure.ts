import { CountersignError, EncodingError, InvalidArgumentError } from '@countersign/core';
import { type Entry, type ExitCode, InputOutputError, UsageError } from './args/command.ts';
import { ReaderGoneError, writeAll } from './io/files.ts';
import { jsonText, visibleLine } from './io/visible.ts';
import { COMMANDS } from './tree.ts';

/** Says in one line what went wrong, and which exit code that is. */
export async function failure(error: unknown, args: readonly string[], isJson: boolean): Promise<ExitCode> {
  if (error instanceof ReaderGoneError) return 0;
  const { code, message, exit } = await explain(error, args);
  writeAll(
    2,
    isJson
      ? `${jsonText({ error: { code, message } })}\n`
      : `countersign: ${visibleLine(message)}${code.startsWith('ERR_') ? ` (${code})` : ''}\n`,
  );
  return exit;
}

/** The same as {@link describeFailure}, in the words of the command that was called. */
export async function explain(error: unknown, args: readonly string[]): Promise<Failure> {
  const told = describeFailure(error);
  return { ...told, message: await inWordsOfTheCommand(told.message, error, args) };
}

interface Failure {
  readonly code: string;
  readonly message: string;
  readonly exit: ExitCode;
}

/** What went wrong, in one line; `UNEXPECTED` is the code of what no command foresaw. */
export function describeFailure(error: unknown): Failure {
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
  ['ERR_KEY_SET', 3],
  ['ERR_BREACH_SOURCE', 3],
  ['ERR_PASSWORD_RULE', 2],
  ['ERR_PASSWORD_RULES_SYNTAX', 2],
]);

/**
 * A message of the packages in the words of the command: what they call by the names of their functions and options is
 * called by those of the command line, where the command has such an option.
 */
async function inWordsOfTheCommand(
  message: string,
  error: unknown,
  args: readonly string[],
): Promise<string> {
  if (!(error instanceof CountersignError)) return message;
  const options = await optionsOf(args);
  const optionOf = (name: string): string | undefined => {
    const dashed = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const option = [OPTION_NAMES.get(name), dashed].find((candidate) => candidate && options.has(candidate));
    return option && `--${option}`;
  };
  const named = message
    .replaceAll('generateKey', 'countersign key generate')
    .replace(/\bthe rule (\w+)/g, (words, name: string) => optionOf(name) ?? words)
    // One word may be a name or just a word; several in a row are names.
    .replace(/\b\w+(?:, \w+)* and \w+\b/g, (list) => {
      const names = list.split(/, | and /).map(optionOf);
      return names.includes(undefined) ? list : list.replace(/\w+/g, (name) => optionOf(name) ?? name);
    })
    .replace(/\b[a-z]+(?:[A-Z][a-z]+)+\b/g, (name) => optionOf(name) ?? name);
  if (!(error instanceof InvalidArgumentError) || !named.startsWith(`${error.argument} `)) return named;
  return `${optionOf(error.argument) ?? error.argument}${named.slice(error.argument.length)}`;
}

/** Options that have another name than the packages'. */
const OPTION_NAMES: ReadonlyMap<string, string> = new Map([
  ['algorithms', 'alg'],
  ['audience', 'aud'],
  ['expiresIn', 'exp'],
  ['issuer', 'iss'],
  ['keyId', 'kid'],
  ['modulusBits', 'bits'],
  ['notBefore', 'nbf'],
  ['subject', 'sub'],
  ['tokenId', 'jti'],
  ['type', 'typ'],
  ['url', 'jwks'],
]);

/** The options of the command that the first words name; none where they name none. */
async function optionsOf(args: readonly string[]): Promise<ReadonlySet<string>> {
  let commands: Readonly<Record<string, Entry>> = COMMANDS;
  for (const word of args) {
    const entry = Object.hasOwn(commands, word) ? commands[word] : undefined;
    if (!entry) break;
    if ('load' in entry) return new Set(Object.keys((await entry.load()).options));
    ({ commands } = entry);
  }
  return new Set();
}
