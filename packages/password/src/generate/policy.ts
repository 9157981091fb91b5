import { checkInteger, InvalidArgumentError } from '@countersign/core';
import type { Atom, CountableRule } from './space.ts';

/** How a password is generated. */
export interface PasswordOptions {
  /** Characters in all, 1 to 256. Default 20. */
  readonly length?: number;
  /** At least so many of A–Z; `false` for none at all. Default 1. */
  readonly upper?: number | false;
  /** At least so many of a–z; `false` for none at all. Default 1. */
  readonly lower?: number | false;
  /** At least so many of 0–9; `false` for none at all. Default 1. */
  readonly digits?: number | false;
  /** At least so many of {@link SYMBOLS}, or of a set of your own; `false` for none at all. Default `false`. */
  readonly symbols?: number | false | { readonly min: number; readonly characters: string };
  /** Characters that must not occur. */
  readonly exclude?: string;
  /** Leaves out characters that look alike: {@link AMBIGUOUS}. Default false. */
  readonly excludeAmbiguous?: boolean;
  /** The longest run of one character. Default: any. */
  readonly maxConsecutive?: number;
}

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
  const custom = typeof symbols === 'object' ? symbols : { min: symbols, characters: SYMBOLS };
  const requirements = [
    requirement(upper, UPPER, 'upper'),
    requirement(lower, LOWER, 'lower'),
    requirement(digits, DIGITS, 'digits'),
    requirement(custom.min, text(custom.characters, 'symbols'), 'symbols'),
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

function requirement(min: number | false, characters: string, argument: string): Requirement | undefined {
  if (min === false) return undefined;
  return { characters, min: checkInteger(min, argument, { min: 0, max: MAX_PASSWORD_LENGTH }) };
}

function text(value: string, argument: string): string {
  if (typeof value === 'string' && value.isWellFormed()) return value;
  throw new InvalidArgumentError(argument, `${argument} must be a string of characters.`);
}
