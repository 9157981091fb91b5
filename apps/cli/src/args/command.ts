import type { ExitCode } from '../errors.ts';
import type { Io } from '../io/io.ts';
import { flag, type Option, type Options, type Values } from './option.ts';

/** The arguments of one call, read by the command's table. */
export interface Parsed {
  readonly positionals: readonly string[];
  /** Whether --help was given. */
  readonly isHelp: boolean;
  /** Values by the names of the command's own table. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The names of the options in the order in which they were given. */
  readonly given: readonly string[];
}

/** The arguments of a command's `run`. */
export interface Arguments<O extends Options> {
  readonly positionals: readonly string[];
  readonly options: Values<O>;
  readonly given: readonly string[];
}

interface Description<O extends Options> {
  /** One sentence without a full stop. */
  readonly summary: string;
  /** The positional arguments in the help, for example `[FILE…]`. */
  readonly positionals?: string;
  /** How many positional arguments are allowed. Default: none. */
  readonly arity?: readonly [min: number, max: number];
  /** The accepted positional arguments, for completion. */
  readonly choices?: readonly string[];
  readonly options: O;
  /** At least two command lines that work. */
  readonly examples: readonly string[];
  /**
   * The TypeScript types of the objects that --json prints, by the form of the call. Members may be added, but not
   * removed or changed.
   */
  readonly json: Readonly<Record<string, string>>;
  /** More sentences for the help. */
  readonly notes?: string;
}

interface Definition<O extends Options> extends Description<O> {
  /** `tree` contains all commands, for those that describe the others. */
  readonly run: (args: Arguments<O>, io: Io, tree: Commands) => Promise<ExitCode>;
}

/** One command. */
export interface Command extends Description<Options> {
  readonly execute: (parsed: Parsed, io: Io, tree: Commands) => Promise<ExitCode>;
}

/** A group of commands. */
export interface Group {
  readonly summary: string;
  readonly examples: readonly string[];
  readonly commands: Commands;
}

/** A command is loaded when it is needed. */
type Entry = (() => Promise<Command>) | Group;
export type Commands = Readonly<Record<string, Entry>>;

/** Defines a command whose `run` receives the values of its options with their types. */
export function defineCommand<const O extends Options>({ run, ...description }: Definition<O>): Command {
  return {
    ...description,
    // The parser has read each value with the kind of its option, which is where the types come from.
    execute: ({ values, positionals, given }, io, tree) =>
      run({ positionals, given, options: values as Values<O> }, io, tree),
  };
}

const GENERAL = 'Print one JSON object, or no colours.';

/** The options that every command has. */
export const COMMON_OPTIONS: Readonly<Record<'json' | 'noColor' | 'help', Option>> = {
  json: flag({ help: 'Print one JSON object.', shared: GENERAL, group: 'General' }),
  noColor: flag({ help: 'Print without colours.', shared: GENERAL, group: 'General' }),
  help: flag({ help: 'Show this help.', isHidden: true, short: 'h', group: 'General' }),
};

/** All options of a command. */
export function optionsOf(command: Command): Options {
  return { ...command.options, ...COMMON_OPTIONS };
}

/** A command with its words. */
export interface NamedCommand {
  readonly path: readonly string[];
  readonly command: Command;
}

/** Loads every command: for completions, the manual and tests. */
export async function everyCommand(
  commands: Commands,
  path: readonly string[] = [],
): Promise<readonly NamedCommand[]> {
  const found = await Promise.all(
    Object.entries(commands).map(async ([name, entry]) =>
      typeof entry === 'function'
        ? [{ path: [...path, name], command: await entry() }]
        : everyCommand(entry.commands, [...path, name]),
    ),
  );
  return found.flat();
}
