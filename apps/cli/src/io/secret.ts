import { type Arguments, type Option, type Options, UsageError } from '../args/command.ts';
import { wholeNumber } from '../args/parse.ts';
import { type Io, promptHidden, readDescriptor, readFileArgument } from './io.ts';

/**
 * The options by which a command takes a secret: never in the argument list, where every process of the machine and the
 * shell's history see it, unless an option says that this is insecure.
 */
export function secretOptions(name: string, what: string): Options {
  const option = (help: string, value: string): Option => ({ help, value });
  return {
    [`${name}-file`]: option(
      `Read ${what} from a file (- is standard input). One newline at its end is left out.`,
      'FILE',
    ),
    [`${name}-env`]: option(`Read ${what} from an environment variable.`, 'NAME'),
    [`${name}-fd`]: option(`Read ${what} from an open file descriptor.`, 'NUMBER'),
    [`insecure-${name}`]: option(`Take ${what} from the command line, where others can see it.`, 'TEXT'),
  };
}

/** Reads a secret from wherever it was said to be, or from the terminal; undefined when it was not given at all. */
export async function readSecret(name: string, args: Arguments, io: Io): Promise<string | undefined> {
  const given = [`${name}-file`, `${name}-env`, `${name}-fd`, `insecure-${name}`].filter(
    (option) => args.text(option) !== undefined,
  );
  if (given.length > 1) throw new UsageError(`--${given.join(' and --')} exclude each other.`);
  const file = args.text(`${name}-file`);
  const variable = args.text(`${name}-env`);
  const descriptor = args.text(`${name}-fd`);
  if (file !== undefined) return withoutNewline(await readFileArgument(file, io));
  if (descriptor !== undefined)
    return withoutNewline(readDescriptor(wholeNumber(descriptor, `--${name}-fd`)));
  if (variable !== undefined) {
    const value = io.environment[variable];
    if (value === undefined) throw new UsageError(`The environment variable ${variable} is not set.`);
    return value;
  }
  return args.text(`insecure-${name}`);
}

/** Reads a secret that the command cannot do without: asks for it when there is a terminal. */
export async function requireSecret(name: string, what: string, args: Arguments, io: Io): Promise<string> {
  const secret = await readSecret(name, args, io);
  if (secret !== undefined) return secret;
  if (io.isInputTerminal && io.isErrorTerminal) return promptHidden(`${what}: `);
  throw new UsageError(`${what} is missing: give it with --${name}-file, --${name}-env or --${name}-fd.`);
}

/** A file that an editor or echo wrote ends in a newline that is not meant. */
function withoutNewline(bytes: Buffer): string {
  return bytes.toString().replace(/\r?\n$/, '');
}
