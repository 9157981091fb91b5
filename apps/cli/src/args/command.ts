import type { Range } from '@countersign/core';
import type { Io } from '../io/io.ts';

/** What a value of an option is: said once, for the parser, its messages, the help and completion. */
export interface Kind {
  readonly name: string;
  /** What is allowed, as it stands behind "must be". */
  readonly allowed: string;
  readonly accepts: (given: string) => boolean;
  /** All values that there are, or the best known, for completion. */
  readonly choices?: readonly string[];
  /** The least and the greatest, for numbers. */
  readonly range?: Range;
  /** Whether the help says it: not what goes without saying. */
  readonly isTold: boolean;
}

interface Flag {
  /** In the help. */
  readonly help: string;
  readonly short?: string;
  readonly value?: undefined;
  readonly kind?: undefined;
  readonly many?: undefined;
}

export interface ValuedOption {
  /** In the help, which adds what its kind allows. */
  readonly help: string;
  readonly short?: string;
  /** What stands for the value in the help (`FILE`). */
  readonly value: string;
  readonly kind: Kind;
  /** May be given several times. */
  readonly many?: true;
  /** A wrong value is not shown: a secret may have been put into its place. */
  readonly isSecret?: true;
}

/** An option of a command. */
export type Option = Flag | ValuedOption;

/** The options of a command by their long names. */
export type Options = Readonly<Record<string, Option>>;

/** What was given on the command line, checked against the command's options. */
export interface Arguments {
  readonly positionals: readonly string[];
  /** Whether the option was given at all. */
  flag(name: string): boolean;
  /** Which of these was given last. */
  lastFlag(names: readonly string[]): string | undefined;
  /** The last value given, or undefined. */
  text(name: string): string | undefined;
  texts(name: string): readonly string[];
  integer(name: string): number | undefined;
  /** Seconds, or text with a unit. */
  duration(name: string): number | string | undefined;
  moment(name: string): Date | undefined;
  /** The one of these that was meant. */
  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined;
  choices<Choice extends string>(name: string, choices: readonly Choice[]): readonly Choice[];
}

/** One command. */
export interface Command {
  /** One sentence without a full stop, for lists. */
  readonly summary: string;
  /** The positional arguments as the help shows them, for example `[FILE…]`. */
  readonly positionals?: string;
  /** How many positionals there may be. Default: none. */
  readonly arity?: readonly [min: number, max: number];
  /** The positionals that it takes, for completion. */
  readonly choices?: readonly string[];
  readonly options: Options;
  /** At least two, each a command line that works. */
  readonly examples: readonly string[];
  /**
   * What it prints with --json, as TypeScript types of the object, each under the way of calling the command that it belongs
   * to; under an empty name when there is no other. Members may be added, but not taken away or changed.
   */
  readonly json: Readonly<Record<string, string>>;
  /** More for the help, in whole sentences. */
  readonly notes?: string;
  /** `commands` is the whole tree, for commands that speak of the others. */
  readonly run: (args: Arguments, io: Io, commands: Readonly<Record<string, Entry>>) => Promise<ExitCode>;
}

/** A command or a group of commands. */
export type Entry =
  | { readonly summary: string; readonly load: () => Promise<Command> }
  | { readonly summary: string; readonly commands: Readonly<Record<string, Entry>> };

/**
 * How a command ends: 0 it did what it was asked, 1 something did not verify or match, 2 the command line was wrong,
 * 3 something could not be read or written.
 */
export type ExitCode = 0 | 1 | 2 | 3;

/** The command line is wrong: exit code 2. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError';
}

/** Something cannot be read or written: exit code 3. */
export class InputOutputError extends Error {
  override readonly name: string = 'InputOutputError';
  /** The system's code, such as `ENOENT`; empty where it has none. */
  readonly reason: string;

  constructor(message: string, reason = '') {
    super(message);
    this.reason = reason;
  }
}

/** The options that every command has. */
export const COMMON_OPTIONS: Options = {
  json: { help: 'Print one JSON object instead of text.' },
  'no-color': { help: 'Print without colours, as the variable NO_COLOR asks, too.' },
  help: { help: 'Show this help.', short: 'h' },
};
