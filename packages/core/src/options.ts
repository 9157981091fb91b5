import { InvalidArgumentError } from './errors.ts';
import { isObject, type Members, unreadable } from './members.ts';
import { isPublic, type OptionReader } from './option-readers.ts';

/** One reader for each option. `satisfies OptionTable<Options>` keeps a table and its public type together. */
export type OptionTable<Options> = { readonly [Name in keyof Options]-?: OptionReader<unknown> };

/** A table whose readers return the members of `Read`. */
export type TableOf<Read> = { readonly [Name in keyof Read]: OptionReader<Read[Name]> };

/** The options that a table reads. */
export type ReadOptions<Table> = {
  readonly [Name in keyof Table]: Table[Name] extends OptionReader<infer T> ? T : never;
};

const MAX_SHOWN_NAME = 40;

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

function unknownOption(name: string, known: readonly string[]): InvalidArgumentError {
  const shown = name.slice(0, MAX_SHOWN_NAME);
  return new InvalidArgumentError(
    shown,
    known.length === 0
      ? `Unknown option ${JSON.stringify(shown)}; this function takes none.`
      : `Unknown option ${JSON.stringify(shown)}. Known options: ${known.join(', ')}.`,
  );
}
