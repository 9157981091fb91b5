import { InvalidArgumentError } from '@countersign/core';
import {
  boolean,
  checkInteger,
  integer,
  narrowing,
  type OptionTable,
  readOptions,
  string,
  withDefault,
} from '@countersign/core/internal';
import type { Atom, CountableRule } from './space.ts';

/** The minimum number of the class's characters, or of the given characters; `false` excludes the class. */
export type CharacterClass = number | false | { readonly min: number; readonly characters: string };

/** How a password is generated. For your own alphabet, set one class to its characters and the others to `false`. */
export interface PasswordOptions {
  /** The number of characters, 1 to 256. Default 20. */
  readonly length?: number | undefined;
  /** A–Z. Default 1. */
  readonly upper?: CharacterClass | undefined;
  /** a–z. Default 1. */
  readonly lower?: CharacterClass | undefined;
  /** 0–9. Default 1. */
  readonly digits?: CharacterClass | undefined;
  /** {@link SYMBOLS}. Default `false`. */
  readonly symbols?: CharacterClass | undefined;
  /** Characters that must not occur. */
  readonly exclude?: string;
  /** Leaves out characters that look alike: {@link AMBIGUOUS}. Default false. */
  readonly excludeAmbiguous?: boolean | undefined;
  /** The longest run of one character. Default: any. */
  readonly maxConsecutive?: number;
  /** The longest sequence of the alphabet or of digits, such as `abc` or `321`. Default: any. */
  readonly maxSequential?: number;
}

/** The symbols of ASCII. Every form accepts them, and every shell if they are quoted. */
export const SYMBOLS = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** Characters that look alike in print. */
export const AMBIGUOUS = '0O1lI|`\'"5S2Z8B';

export const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
export const LOWER = 'abcdefghijklmnopqrstuvwxyz';
export const DIGITS = '0123456789';

export const MAX_PASSWORD_LENGTH = 256;
const MAX_CHARACTERS = 1024;

const limit = narrowing(integer({ min: 1, max: MAX_PASSWORD_LENGTH }));

const OPTIONS = {
  length: withDefault(integer({ min: 1, max: MAX_PASSWORD_LENGTH }), 20),
  upper: withDefault(characterClass, 1),
  lower: withDefault(characterClass, 1),
  digits: withDefault(characterClass, 1),
  symbols: withDefault(characterClass, false),
  exclude: narrowing(characters),
  excludeAmbiguous: withDefault(boolean, false),
  maxConsecutive: limit,
  maxSequential: limit,
} satisfies OptionTable<PasswordOptions>;

type ReadClass = number | false | Requirement;

/** Checked {@link PasswordOptions}. */
export interface ReadPasswordOptions {
  readonly length: number;
  readonly upper: ReadClass;
  readonly lower: ReadClass;
  readonly digits: ReadClass;
  readonly symbols: ReadClass;
  readonly exclude: string | undefined;
  readonly excludeAmbiguous: boolean;
  readonly maxConsecutive: number | undefined;
  readonly maxSequential: number | undefined;
}

/** Reads the options of a generated password. */
export function readPasswordOptions(options: unknown): ReadPasswordOptions {
  return readOptions(options, OPTIONS);
}

/** One requirement: at least `min` of these characters. */
export interface Requirement {
  readonly characters: string;
  readonly min: number;
}

/**
 * Brings options into the form that is counted.
 *
 * @throws {@link InvalidArgumentError} for a length below the sum of the minimums, and for a class without characters
 */
export function countableRule(options: ReadPasswordOptions): CountableRule {
  const { length, exclude = '', excludeAmbiguous, maxConsecutive, maxSequential } = options;
  const excluded = new Set([...exclude, ...(excludeAmbiguous ? AMBIGUOUS : '')]);
  const requirements = [
    requirement(options.upper, UPPER),
    requirement(options.lower, LOWER),
    requirement(options.digits, DIGITS),
    requirement(options.symbols, SYMBOLS),
  ]
    .filter((found) => found !== undefined)
    .map(({ characters, min }) => ({
      characters: [...characters].filter((character) => !excluded.has(character)).join(''),
      min,
    }));
  const sum = requirements.reduce((total, { min }) => total + min, 0);
  if (sum > length)
    throw new InvalidArgumentError(
      'length',
      `length is ${length}, but the classes require ${sum} characters. Increase length, or require fewer of each class.`,
    );
  if (requirements.some(({ characters, min }) => characters === '' && min > 0))
    throw new InvalidArgumentError('exclude', 'exclude leaves no characters of a class that is required.');
  if (requirements.every(({ characters }) => characters === ''))
    throw new InvalidArgumentError('exclude', 'exclude leaves no characters. Allow at least one class.');
  return {
    length,
    ...atoms(requirements, requirements.map(({ characters }) => characters).join('')),
    maxConsecutive,
    maxSequential,
  };
}

/** Divides an alphabet into the sets of characters that satisfy the same requirements. */
export function atoms(
  requirements: readonly Requirement[],
  alphabet: string,
): { readonly atoms: readonly Atom[]; readonly minimums: readonly number[] } {
  const bySignature = new Map<string, { characters: string[]; satisfies: number[] }>();
  for (const character of new Set(alphabet)) {
    const satisfies = requirements.flatMap(({ characters, min }, index) =>
      min > 0 && characters.includes(character) ? [index] : [],
    );
    const signature = satisfies.join();
    const atom = bySignature.get(signature) ?? { characters: [], satisfies };
    atom.characters.push(character);
    bySignature.set(signature, atom);
  }
  return { atoms: [...bySignature.values()], minimums: requirements.map(({ min }) => min) };
}

function requirement(value: ReadClass, usual: string): Requirement | undefined {
  if (value === false) return undefined;
  return typeof value === 'number' ? { characters: usual, min: value } : value;
}

function characterClass(value: unknown, argument: string): ReadClass {
  if (value === false) return false;
  if (typeof value !== 'object' || value === null) return minimum(value, argument);
  return readOptions(
    value,
    {
      min: (min) => minimum(min, argument),
      characters: (text) => characters(text, argument),
    } satisfies OptionTable<Requirement>,
    argument,
  );
}

function minimum(value: unknown, argument: string): number {
  return checkInteger(value, argument, { min: 0, max: MAX_PASSWORD_LENGTH });
}

function characters(value: unknown, argument: string): string {
  const text = string(value, argument);
  if (text.isWellFormed() && text.length <= MAX_CHARACTERS) return text;
  throw new InvalidArgumentError(
    argument,
    `${argument} must have at most ${MAX_CHARACTERS} characters, without lone surrogates.`,
  );
}
