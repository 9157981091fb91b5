import { InvalidArgumentError } from './errors.ts';
import { checkInteger, type Range } from './integers.ts';
import { MAX_LIST, readElements } from './members.ts';

/**
 * Checks one value from a caller and returns the value to use. It copies everything that the caller could change later.
 *
 * @param isPresent false if the caller's object has no such member
 * @throws {@link InvalidArgumentError} naming `argument`
 */
export type OptionReader<T> = (value: unknown, argument: string, isPresent: boolean) => T;

/** The values of the readers that {@link oneOf} has made. */
const choices = new WeakMap<OptionReader<unknown>, readonly string[]>();

/** True for a value that cannot change and is not a secret: a number, a boolean, or one of the strings of a reader. */
export function isPublic(reader: OptionReader<unknown>, value: unknown): boolean {
  if (typeof value === 'string') return choices.get(reader)?.some((choice) => choice === value) ?? false;
  return typeof value === 'number' || typeof value === 'boolean';
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
