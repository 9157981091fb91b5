import { InvalidArgumentError } from './errors.ts';
import { checkInteger, type Range } from './integers.ts';

/**
 * Checks one value from a caller and returns the value to use. It copies everything that the caller could change later.
 *
 * @param isPresent false if the caller's object has no such member
 * @throws {@link InvalidArgumentError} naming `argument`
 */
export type OptionReader<T> = (value: unknown, argument: string, isPresent: boolean) => T;

/** One reader for each option. `satisfies OptionTable<Options>` keeps a table and its public type together. */
export type OptionTable<Options> = { readonly [Name in keyof Options]-?: OptionReader<unknown> };

/** A table whose readers return the members of `Read`. */
export type TableOf<Read> = { readonly [Name in keyof Read]: OptionReader<Read[Name]> };

/** The options that a table reads. */
export type ReadOptions<Table> = {
  readonly [Name in keyof Table]: Table[Name] extends OptionReader<infer T> ? T : never;
};

const MAX_SHOWN_NAME = 40;
const MAX_LIST = 10_000;

/**
 * Reads an options object once, into a frozen object that has exactly the names of the table.
 *
 * Only the caller's own enumerable members count: an inherited value, a getter of a class and a polluted
 * `Object.prototype` have no effect. Each member is read once, so a value that changes cannot be checked in one form and
 * used in another. An unknown name is an error, because a misspelt rule must not be ignored.
 *
 * @throws {@link InvalidArgumentError} for anything but an object, an unknown name, or a value that its reader rejects
 */
export function readOptions<const T extends Table>(
  input: unknown,
  table: T,
  argument = 'options',
): ReadOptions<T> {
  if (!isReadable(input, argument)) {
    throw new InvalidArgumentError(argument, `${argument} must be an object.`);
  }
  const state = prepare(table);
  const names = ownNames(input, argument);
  const values = names.map((name) => memberOf(input, name, argument));
  if (isSame(state.last, names, values)) return state.last.read as ReadOptions<T>;
  const { readers, absent, required } = state;
  const read = { ...absent };
  let isRepeatable = true;
  for (let index = 0; index < names.length; index++) {
    const [name = '', value] = [names[index], values[index]];
    const reader = readers.get(name);
    if (reader === undefined) throw unknownOption(name, [...readers.keys()]);
    read[name] = reader(value, name, true);
    isRepeatable &&= isPublic(reader, value);
  }
  for (const name of required) {
    if (!Object.hasOwn(read, name)) readers.get(name)?.(undefined, name, false);
  }
  Object.freeze(read);
  if (isRepeatable) state.last = { names, values, read };
  // Each name of the table now has the result of its reader.
  return read as ReadOptions<T>;
}

type Members = Readonly<Record<string, unknown>>;

type Table = Readonly<Record<string, OptionReader<unknown>>>;

/** A table, and the results of its readers for absent options. */
interface Prepared {
  readonly readers: ReadonlyMap<string, OptionReader<unknown>>;
  readonly absent: Readonly<Record<string, unknown>>;
  /** Options whose absence is an error. */
  readonly required: readonly string[];
  last: Last;
}

/** The last options that were read, and their frozen result. */
interface Last {
  readonly names: readonly string[];
  readonly values: readonly unknown[];
  readonly read: object;
}

const prepared = new WeakMap<object, Prepared>();

/** Prepares a table once. */
function prepare(table: Table): Prepared {
  const known = prepared.get(table);
  if (known !== undefined) return known;
  const absent: Record<string, unknown> = {};
  const required: string[] = [];
  for (const [name, reader] of Object.entries(table)) {
    try {
      absent[name] = reader(undefined, name, false);
    } catch {
      required.push(name);
    }
  }
  // No options have these names.
  const last = { names: [''], values: [], read: absent };
  const fresh = { readers: new Map(Object.entries(table)), absent, required, last };
  prepared.set(table, fresh);
  return fresh;
}

/** Most calls repeat their options. `hash('sha256', message, { encoding: 'hex' })` is twice as fast with the last result. */
function isSame(last: Last, names: readonly string[], values: readonly unknown[]): boolean {
  if (names.length !== last.names.length) return false;
  for (let index = 0; index < names.length; index++) {
    if (names[index] !== last.names[index] || values[index] !== last.values[index]) return false;
  }
  return true;
}

/** True for a value that cannot change and is not a secret: a number, a boolean, or one of the strings of a reader. */
function isPublic(reader: OptionReader<unknown>, value: unknown): boolean {
  if (typeof value === 'string') return choices.get(reader)?.some((choice) => choice === value) ?? false;
  return typeof value === 'number' || typeof value === 'boolean';
}

/** The values of the readers that {@link oneOf} has made. */
const choices = new WeakMap<OptionReader<unknown>, readonly string[]>();

function isReadable(input: unknown, argument: string): input is Members {
  try {
    return isObject(input);
  } catch {
    throw unreadable(argument);
  }
}

function ownNames(input: object, argument: string): string[] {
  try {
    return Object.keys(input);
  } catch {
    throw unreadable(argument);
  }
}

function memberOf(input: Members, name: string, argument: string): unknown {
  try {
    return input[name];
  } catch {
    throw unreadable(argument);
  }
}

/** A getter or a Proxy threw. Its error may contain a secret, so it is not passed on. */
function unreadable(argument: string): InvalidArgumentError {
  return new InvalidArgumentError(argument, `${argument} has a member that cannot be read.`);
}

/**
 * Copies the own enumerable members of an object, each read once.
 *
 * @throws {@link InvalidArgumentError} for anything but an object, and for a member that cannot be read
 */
export function readMembers(input: unknown, argument: string): Readonly<Record<string, unknown>> {
  try {
    // Without a prototype, so that a polluted one adds no member.
    if (isObject(input)) return Object.assign(Object.create(null), input);
  } catch {
    // A getter or a Proxy threw. Its error may contain a secret, so it is not passed on.
    throw new InvalidArgumentError(argument, `${argument} has a member that cannot be read.`);
  }
  throw new InvalidArgumentError(argument, `${argument} must be an object.`);
}

/**
 * Rejects an object that cannot be examined, such as a revoked Proxy: even `instanceof` throws for it.
 *
 * @throws {@link InvalidArgumentError}
 */
export function checkReadable(value: unknown, argument: string): void {
  try {
    Object.prototype.toString.call(value);
    if (typeof value === 'object' && value !== null) Object.getPrototypeOf(value);
  } catch {
    throw new InvalidArgumentError(argument, `${argument} cannot be read.`);
  }
}

/** Recognises an object that has named members. A Map, a Headers object or a promise has none, and would be ignored. */
function isObject(input: unknown): input is Members {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return false;
  const prototype: unknown = Object.getPrototypeOf(input);
  if (prototype === null || Object.getPrototypeOf(prototype) === null) return true;
  return Object.keys(input).length > 0 || Object.prototype.toString.call(input) === '[object Object]';
}

function unknownOption(name: string, known: readonly string[]): InvalidArgumentError {
  const shown = name.slice(0, MAX_SHOWN_NAME);
  return new InvalidArgumentError(
    shown,
    known.length === 0
      ? `Unknown option ${JSON.stringify(shown)}; this function takes none.`
      : `Unknown option ${JSON.stringify(shown)}. Known options: ${known.join(', ')}.`,
  );
}

/** An option that may be left out or be undefined. */
export function optional<T>(read: OptionReader<T>): OptionReader<T | undefined> {
  const reader: OptionReader<T | undefined> = (value, argument) =>
    value === undefined ? undefined : read(value, argument, true);
  choices.set(reader, choices.get(read) ?? []);
  return reader;
}

/** An option that may be left out or be undefined, and then has this value. */
export function withDefault<T, const Default>(
  read: OptionReader<T>,
  value: Default,
): OptionReader<T | Default> {
  const fallback = value;
  return (given, argument) => (given === undefined ? fallback : read(given, argument, true));
}

/**
 * An option that makes a check stricter. It may be left out, but must not be undefined: `issuer: process.env.ISSUER`
 * without that variable would check nothing.
 */
export function narrowing<T>(read: OptionReader<T>): OptionReader<T | undefined> {
  return (value, argument, isPresent) => {
    if (!isPresent) return undefined;
    if (value !== undefined) return read(value, argument, true);
    throw new InvalidArgumentError(
      argument,
      `${argument} is undefined. Pass the expected value, or leave the option out to skip this check.`,
    );
  };
}

/** Reads a string. */
export function string(value: unknown, argument: string): string {
  if (typeof value === 'string') return value;
  throw new InvalidArgumentError(argument, `${argument} must be a string.`);
}

/** Reads a boolean. A truthy string such as `"false"` is an error. */
export function boolean(value: unknown, argument: string): boolean {
  if (typeof value === 'boolean') return value;
  throw new InvalidArgumentError(argument, `${argument} must be true or false.`);
}

/** Reads an integer in a range. */
export function integer(range: Range): OptionReader<number> {
  return (value, argument) => checkInteger(value, argument, range);
}

/** Reads one of several strings. */
export function oneOf<const T extends string>(values: readonly T[]): OptionReader<T> {
  const reader: OptionReader<T> = (value, argument) => {
    const found = values.find((known) => known === value);
    if (found !== undefined) return found;
    throw new InvalidArgumentError(argument, `${argument} must be one of ${values.join(', ')}.`);
  };
  choices.set(reader, values);
  return reader;
}

/**
 * Reads a function. Its type cannot be checked at run time, so the caller of this reader names it:
 * `func<(claims: Claims) => boolean>()`.
 */
export function func<F extends (...input: never[]) => unknown>(): OptionReader<F> {
  return (value, argument) => {
    if (isFunction<F>(value)) return value;
    throw new InvalidArgumentError(argument, `${argument} must be a function.`);
  };
}

function isFunction<F>(value: unknown): value is F {
  return typeof value === 'function';
}

/** Reads an array, also one of another realm, into a frozen one. Each element is read once; a hole is undefined. */
export function list<T>(read: OptionReader<T>, range: Partial<Range> = {}): OptionReader<readonly T[]> {
  const { min = 0, max = MAX_LIST } = range;
  return (value, argument) => {
    const elements = readElements(value, argument, max);
    if (elements.length < min) {
      throw new InvalidArgumentError(argument, `${argument} must have at least ${min} element(s).`);
    }
    return Object.freeze(elements.map((element) => read(element, argument, true)));
  };
}

/**
 * Copies an array, also one of another realm. Each element is read once; a hole is undefined.
 *
 * @throws {@link InvalidArgumentError} for anything but an array, and for more than `max` elements
 */
export function readElements(value: unknown, argument: string, max: number = MAX_LIST): unknown[] {
  try {
    if (Array.isArray(value)) {
      const { length } = value;
      if (length > max)
        throw new InvalidArgumentError(argument, `${argument} has more than ${max} elements.`);
      return Array.from({ length }, (_, index) => (Object.hasOwn(value, index) ? value[index] : undefined));
    }
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw error;
    throw new InvalidArgumentError(argument, `${argument} has an element that cannot be read.`);
  }
  throw new InvalidArgumentError(argument, `${argument} must be an array.`);
}

/** Checks names only. Replaced by {@link readOptions}; remove when nothing uses it. */
export function checkOptions<Options extends object>(
  options: Options,
  names: ReadonlySet<string>,
  argument = 'options',
): Options {
  for (const name of Object.keys(readMembers(options, argument))) {
    if (!names.has(name)) throw unknownOption(name, [...names]);
  }
  return options;
}
