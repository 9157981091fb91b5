import { checkInteger, checkOptions, InvalidArgumentError } from '@countersign/core';
import type { Atom, CountableRule } from './space.ts';

/** At least so many of the class's characters, or of characters of your own; `false` for none at all. */
export type CharacterClass = number | false | { readonly min: number; readonly characters: string };

/** How a password is generated. An alphabet of your own is a class with characters, and `false` for the others. */
export interface PasswordOptions {
  /** Characters in all, 1 to 256. Default 20. */
  readonly length?: number;
  /** A–Z. Default 1. */
  readonly upper?: CharacterClass;
  /** a–z. Default 1. */
  readonly lower?: CharacterClass;
  /** 0–9. Default 1. */
  readonly digits?: CharacterClass;
  /** {@link SYMBOLS}. Default `false`. */
  readonly symbols?: CharacterClass;
  /** Characters that must not occur. */
  readonly exclude?: string;
  /** Leaves out characters that look alike: {@link AMBIGUOUS}. Default false. */
  readonly excludeAmbiguous?: boolean;
  /** The longest run of one character. Default: any. */
  readonly maxConsecutive?: number;
}

const OPTIONS: ReadonlySet<string> = new Set([
  'length',
  'upper',
  'lower',
  'digits',
  'symbols',
  'exclude',
  'excludeAmbiguous',
  'maxConsecutive',
] satisfies readonly (keyof PasswordOptions)[]);

/** The symbols of ASCII that every form and shell can take at least when quoted. */
export const SYMBOLS = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** Characters that are taken for one another in print. */
export const AMBIGUOUS = '0O1lI|`\'"5S2Z8B';

export const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
export const LOWER = 'abcdefghijklmnopqrstuvwxyz';
export const DIGITS = '0123456789';

export const MAX_PASSWORD_LENGTH = 256;

/** One requirement: so many characters of these. */
export interface Requirement {
  readonly characters: string;
  readonly min: number;
}

/** Checks the options, and brings them into the form that is counted. */
export function countableRule(options: PasswordOptions): CountableRule {
  checkOptions(options, OPTIONS);
  const {
    upper = 1,
    lower = 1,
    digits = 1,
    symbols = false,
    exclude = '',
    excludeAmbiguous = false,
  } = options;
  const length = checkInteger(options.length ?? 20, 'length', { min: 1, max: MAX_PASSWORD_LENGTH });
  const excluded = new Set([...text(exclude, 'exclude'), ...(excludeAmbiguous ? AMBIGUOUS : '')]);
  const requirements = [
    requirement(upper, UPPER, 'upper'),
    requirement(lower, LOWER, 'lower'),
    requirement(digits, DIGITS, 'digits'),
    requirement(symbols, SYMBOLS, 'symbols'),
  ].flatMap((found) =>
    found
      ? [
          {
            ...found,
            characters: [...found.characters].filter((character) => !excluded.has(character)).join(''),
          },
        ]
      : [],
  );
  const sum = requirements.reduce((total, { min }) => total + min, 0);
  if (sum > length) {
    throw new InvalidArgumentError(
      'length',
      `length is ${length}, and the classes ask for at least ${sum} characters. Ask for a longer password or for fewer of each class.`,
    );
  }
  const empty = requirements.find(({ characters, min }) => characters === '' && min > 0);
  if (empty)
    throw new InvalidArgumentError(
      'exclude',
      'exclude leaves a class without characters of which some are asked for.',
    );
  if (requirements.every(({ characters }) => characters === ''))
    throw new InvalidArgumentError('exclude', 'No characters are left to make a password of.');
  return {
    length,
    ...atoms(requirements, requirements.map(({ characters }) => characters).join('')),
    maxConsecutive: maxConsecutive(options.maxConsecutive),
  };
}

/** Checks the option of that name. */
function maxConsecutive(value: number | undefined): number | undefined {
  return value === undefined
    ? undefined
    : checkInteger(value, 'maxConsecutive', { min: 1, max: MAX_PASSWORD_LENGTH });
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

function requirement(
  value: CharacterClass,
  usual: string,
  argument: 'upper' | 'lower' | 'digits' | 'symbols',
): Requirement | undefined {
  if (value === false) return undefined;
  const isOwn = typeof value === 'object' && value !== null;
  const { min, characters } = isOwn ? value : { min: value, characters: usual };
  return {
    characters: text(characters, argument),
    min: checkInteger(min, argument, { min: 0, max: MAX_PASSWORD_LENGTH }),
  };
}

function text(value: string, argument: string): string {
  if (typeof value === 'string' && value.isWellFormed()) return value;
  throw new InvalidArgumentError(argument, `${argument} must be a string of characters.`);
}
