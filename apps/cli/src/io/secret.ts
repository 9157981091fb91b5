import { type Arguments, type Options, UsageError } from '../args/command.ts';
import { anyText, fileName, nonEmptyText, wholeNumber } from '../args/kinds.ts';
import { readDescriptor, readFileArgument } from './files.ts';
import type { Io } from './io.ts';
import { promptHidden } from './prompt.ts';
import { isTerminal, isTerminalFile } from './terminal.ts';

/**
 * The options by which a command takes a secret: never in the argument list, where every process of the machine and the
 * shell's history see it, unless an option says that this is insecure.
 */
export function secretOptions(name: string, what: string): Options {
  return {
    [`${name}-file`]: {
      help: `Read ${what} from a file (- is standard input). One newline at the end of a text is left out.`,
      value: 'FILE',
      kind: fileName,
    },
    [`${name}-env`]: {
      help: `Read ${what} from an environment variable.`,
      value: 'NAME',
      kind: nonEmptyText,
    },
    [`${name}-fd`]: {
      help: `Read ${what} from an open file descriptor.`,
      value: 'NUMBER',
      kind: descriptorNumber,
      isSecret: true,
    },
    [`insecure-${name}`]: {
      help: `Take ${what} from the command line, where others can see it.`,
      value: 'TEXT',
      kind: anyText,
      isSecret: true,
    },
    'keep-newline': { help: 'Keep the newline at the end of what a file or a descriptor has.' },
  };
}

const descriptorNumber = { ...wholeNumber({ min: 0, max: 2 ** 31 - 1 }), isTold: false };

/** A secret as it came: text, or bytes that are none. */
export type Secret = string | Uint8Array;

function givenOptions(name: string, args: Arguments): readonly string[] {
  return [`${name}-file`, `${name}-env`, `${name}-fd`, `insecure-${name}`].filter(
    (option) => args.text(option) !== undefined,
  );
}

/** Whether a person types the secret: it was not given, or would be read from a terminal. */
function isTyped(name: string, args: Arguments, io: Io): boolean {
  const [file, descriptor] = [args.text(`${name}-file`), args.integer(`${name}-fd`)];
  if (file === '-') return io.isInputTerminal;
  if (file !== undefined) return isTerminalFile(file);
  if (descriptor !== undefined) return isTerminal(descriptor);
  return givenOptions(name, args).length === 0;
}

/**
 * Reads a secret from wherever it was said to be; undefined when it was not given. What is a terminal is asked, because
 * whatever is typed there would be shown.
 */
export async function readSecret(
  name: string,
  what: string,
  args: Arguments,
  io: Io,
): Promise<Secret | undefined> {
  const given = givenOptions(name, args);
  if (given.length > 1) throw new UsageError(`--${given.join(' and --')} exclude each other.`);
  const file = args.text(`${name}-file`);
  const variable = args.text(`${name}-env`);
  const descriptor = args.integer(`${name}-fd`);
  const isKept = args.flag('keep-newline');
  if (given.length > 0 && isTyped(name, args, io)) return ask(what, io);
  if (file !== undefined) return asSecret(readFileArgument(file, io), isKept);
  if (descriptor !== undefined) return asSecret(readDescriptor(descriptor), isKept);
  if (variable === undefined) return args.text(`insecure-${name}`);
  const value = io.environment[variable];
  if (value === undefined) throw new UsageError(`The environment variable ${variable} is not set.`);
  return value;
}

async function ask(what: string, io: Io): Promise<string> {
  const answer = await promptHidden(`${what}: `, io);
  if (answer !== undefined) return answer;
  throw new UsageError(
    `${what} would be read from a terminal, and standard error, where to ask for it, is none.`,
  );
}

/** Reads a secret that the command cannot do without: asks for it when there is a terminal. @throws UsageError */
export async function requireSecret(name: string, what: string, args: Arguments, io: Io): Promise<Secret> {
  const secret = (await readSecret(name, what, args, io)) ?? (await promptHidden(`${what}: `, io));
  if (secret !== undefined) return secret;
  throw new UsageError(`${what} is missing: give it with --${name}-file, --${name}-env or --${name}-fd.`);
}

/** The password of `--password-file` and its like, or of the prompt. @throws UsageError */
export async function requirePassword(args: Arguments, io: Io): Promise<string> {
  return secretText(await requireSecret('password', 'Password', args, io), 'The password');
}

/** The same for a password that is new: what is typed is asked for twice, because nobody sees it, whichever option names the terminal. */
export async function requireNewPassword(args: Arguments, io: Io): Promise<string> {
  const password = await requirePassword(args, io);
  if (isTyped('password', args, io) && (await promptHidden('Once more: ', io)) !== password)
    throw new UsageError('The two passwords are not the same.');
  return password;
}

/** A secret that must be text. @throws UsageError */
export function secretText(secret: Secret, what: string): string {
  if (typeof secret === 'string') return secret;
  throw new UsageError(`${what} must be text, and these bytes are not UTF-8.`);
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A text file that an editor or echo wrote ends in a newline that is not meant; bytes are meant as they are. */
export function asSecret(bytes: Buffer, isNewlineKept: boolean): Secret {
  try {
    const text = decoder.decode(bytes);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these tell text from bytes that happen to be UTF-8
    const isText = !/[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(text);
    return isNewlineKept || !isText ? text : text.replace(/\r?\n$/, '');
  } catch {
    return bytes;
  }
}
