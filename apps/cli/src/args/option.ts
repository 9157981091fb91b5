/** The values that an option accepts. Parser, messages, help and completion use it. */
export interface Kind<Value> {
  readonly name: string;
  /** Completes "--option must be …". */
  readonly allowed: string;
  /** The value, or undefined if the text is not accepted. */
  readonly read: (given: string) => Value | undefined;
  /** All values, or the most common ones, for completion. */
  readonly choices?: readonly string[];
  /** The help shows `allowed`. */
  readonly isShown?: true;
}

interface Common {
  readonly help: string;
  readonly short?: string;
  /** Other long names. */
  readonly aliases?: readonly string[];
  /** The heading in the help. Default: "Options". */
  readonly group?: string;
  /** The help does not list it. */
  readonly isHidden?: true;
  /** Options with the same `shared` text appear together in the help, with this text only once. */
  readonly shared?: string;
}

/** An option without a value. */
export interface Flag extends Common {
  readonly arity: 'flag';
}

interface Valued<Value> extends Common {
  /** The placeholder in the help, such as `FILE`. */
  readonly value: string;
  readonly kind: Kind<Value>;
  /** Never show a wrong value: it may be a secret. */
  readonly isSecret?: true;
}

/** An option with one value. */
export interface Single<Value> extends Valued<Value> {
  readonly arity: 'single';
}

/** An option that can be repeated. */
export interface Repeated<Value> extends Valued<Value> {
  readonly arity: 'repeated';
}

/** An option whose value can be omitted. */
export interface Optional<Value> extends Valued<Value> {
  readonly arity: 'optional';
}

export type ValuedOption = Single<unknown> | Repeated<unknown> | Optional<unknown>;
export type Option = Flag | ValuedOption;

/** The options of a command. `keyFile` is `--key-file` on the command line. */
export type Options = Readonly<Record<string, Option>>;

type ValueOf<O extends Option> = O extends Flag
  ? boolean
  : O extends Single<infer Value>
    ? Value | undefined
    : O extends Repeated<infer Value>
      ? readonly Value[]
      : O extends Optional<infer Value>
        ? Value | true | undefined
        : never;

/** The values of a command's options: booleans, values or lists. */
export type Values<O extends Options> = { readonly [Name in keyof O]: ValueOf<O[Name]> };

export function flag(options: Omit<Flag, 'arity'>): Flag {
  return { ...options, arity: 'flag' };
}

type WithoutKind<O extends Valued<unknown>> = Omit<O, 'arity' | 'kind'>;

export function single<Value>(kind: Kind<Value>, options: WithoutKind<Single<Value>>): Single<Value> {
  return { ...options, kind, arity: 'single' };
}

export function repeated<Value>(kind: Kind<Value>, options: WithoutKind<Repeated<Value>>): Repeated<Value> {
  return { ...options, kind, arity: 'repeated' };
}

export function optional<Value>(kind: Kind<Value>, options: WithoutKind<Optional<Value>>): Optional<Value> {
  return { ...options, kind, arity: 'optional' };
}

/** `keyFile` is written `--key-file`. */
export function longName(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
