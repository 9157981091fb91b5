import { CountersignError, EncodingError, InvalidArgumentError } from '@countersign/core';
import type { Command, Commands } from './args/command.ts';
import { longName } from './args/option.ts';
import { COMMANDS } from './commands/tree.ts';
import { type ExitCode, InputOutputError, ReaderGoneError, UsageError, VerificationError } from './errors.ts';
import type { Io } from './io/io.ts';
import { jsonText, visibleLine } from './io/visible.ts';

/** An error as the command reports it. */
interface Failure {
  readonly code: string;
  readonly message: string;
  readonly exit: ExitCode;
  /** The option that is wrong, such as `--exp`. */
  readonly option?: string;
}

/** Reports an error in one line and returns the exit code. */
export async function fail(error: unknown, args: readonly string[], io: Io): Promise<ExitCode> {
  if (error instanceof ReaderGoneError) return 0;
  const { exit, ...failure } = await explain(error, args);
  const { code, message } = failure;
  io.error(
    io.isJson
      ? `${jsonText({ error: failure })}\n`
      : `countersign: ${visibleLine(message)}${code.startsWith('ERR_') ? ` (${code})` : ''}\n`,
  );
  return exit;
}

/** Describes an error, and names the option of the command that was called. */
async function explain(error: unknown, args: readonly string[]): Promise<Failure> {
  const failure = describeFailure(error);
  if (!(error instanceof CountersignError) || !('argument' in error)) return failure;
  const option = await optionFor(String(error.argument), args);
  if (option === undefined) return failure;
  return { ...failure, message: `${option}: ${failure.message}`, option };
}

/** Describes an error. The code `UNEXPECTED` marks a bug of the command. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof UsageError) return { code: error.code, message: error.message, exit: 2 };
  if (error instanceof VerificationError) return { code: error.code, message: error.message, exit: 1 };
  if (error instanceof InputOutputError) return { code: error.code, message: error.message, exit: 3 };
  // Commands decode values of the command line.
  if (error instanceof InvalidArgumentError || error instanceof EncodingError)
    return { code: error.code, message: error.message, exit: 2 };
  if (error instanceof CountersignError)
    return { code: error.code, message: error.message, exit: EXITS.get(error.code) ?? 1 };
  const message = error instanceof Error ? error.message.split('\n')[0] : 'an unknown error';
  return {
    code: 'UNEXPECTED',
    message: `Unexpected error: ${message}. Please report this bug in countersign.`,
    exit: 3,
  };
}

/** Errors that do not concern a token, key or password. */
const EXITS: ReadonlyMap<string, ExitCode> = new Map([
  ['ERR_FILE', 3],
  ['ERR_KEY_SET', 3],
  ['ERR_BREACH_SOURCE', 3],
  ['ERR_PASSWORD_RULE', 2],
  ['ERR_PASSWORD_RULES_SYNTAX', 2],
]);

/** The arguments of the packages whose options have other names. */
const OPTIONS: Readonly<Record<string, string>> = {
  algorithms: 'algorithm',
  audience: 'aud',
  excludeAmbiguous: 'noAmbiguous',
  expiresIn: 'exp',
  issuedAt: 'iat',
  issuer: 'iss',
  keyId: 'kid',
  modulusBits: 'bits',
  notBefore: 'nbf',
  passwordRules: 'rules',
  subject: 'sub',
  tokenId: 'jti',
  type: 'typ',
  url: 'jwks',
  variant: 'algorithm',
};

/** The option of the called command that became an argument of a package. */
async function optionFor(argument: string, args: readonly string[]): Promise<string | undefined> {
  const command = await calledCommand(args, COMMANDS);
  const names = [argument, OPTIONS[argument]];
  const name = names.find((known) => known !== undefined && command && Object.hasOwn(command.options, known));
  return name === undefined ? undefined : longName(name);
}

async function calledCommand(args: readonly string[], commands: Commands): Promise<Command | undefined> {
  const [first = '', ...rest] = args;
  const entry = Object.hasOwn(commands, first) ? commands[first] : undefined;
  if (entry === undefined) return undefined;
  return typeof entry === 'function' ? entry() : calledCommand(rest, entry.commands);
}
