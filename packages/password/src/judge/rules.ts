import { InvalidArgumentError } from '@countersign/core';
import {
  checkInteger,
  integer,
  narrowing,
  type OptionTable,
  optional,
  readElements,
  readOptions,
  string,
} from '@countersign/core/internal';
import { passwordLength } from '../normalize.ts';
import { type BreachOptions, checkBreached, readBreachOptions } from './breach.ts';
import { candidateOf, isDerived } from './derived.ts';
import { contextWords, unmask } from './fold.ts';
import { isPredictable } from './predictable.ts';
import { type PolicyRule, violation } from './rule.ts';
import { dictionaryObject, estimateStrength, type StrengthOptions } from './strength.ts';
import { commonPasswords, foldCase } from './words.ts';

const MAX_LISTED = 1_000_000;

/** At least `min` characters, counted as code points. */
export function minLength(min: number): PolicyRule {
  checkInteger(min, 'min', { min: 1, max: 1024 });
  return (password) => {
    const length = passwordLength(password);
    if (length >= min) return undefined;
    return violation('too-short', `The password has ${length} characters; at least ${min} are required.`, {
      length,
      min,
    });
  };
}

/** At most `max` characters, counted as code points. NIST SP 800-63B-4 requires at least 64. */
export function maxLength(max: number): PolicyRule {
  checkInteger(max, 'max', { min: 64, max: 4096 });
  return (password) => {
    const length = passwordLength(password);
    if (length <= max) return undefined;
    return violation('too-long', `The password has ${length} characters; at most ${max} are allowed.`, {
      length,
      max,
    });
  };
}

/** At most `max` UTF-8 bytes as typed. This is the limit of `hash`. */
export function maxBytes(max: number): PolicyRule {
  return (_, original) => {
    const bytes = utf8Length(original);
    if (bytes <= max) return undefined;
    return violation('too-long', `The password has ${bytes} bytes; at most ${max} are allowed.`, {
      bytes,
      max,
    });
  };
}

/** The number of UTF-8 bytes of a text. */
export function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** Not one of these, compared whole and without regard to case (NIST SP 800-63B-4 section 3.1.1.2). */
export function notListed(words: Iterable<string>, code = 'listed'): PolicyRule {
  const listed = new Set(
    elementsOf(words)
      .map((word) => foldCase(string(word, 'words')))
      .filter((word) => word !== ''),
  );
  const found = violation(string(code, 'code'), 'The password is on the list of forbidden passwords.');
  return (password) => (listed.has(foldCase(password)) ? found : undefined);
}

function elementsOf(words: Iterable<string>): readonly unknown[] {
  try {
    if (typeof words === 'object') return readElements([...words], 'words', MAX_LISTED);
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw error;
  }
  throw new InvalidArgumentError('words', 'words must be an array, a Set or another iterable of strings.');
}

const COMMON = violation(
  'common',
  'The password is commonly used, or is a commonly used one with small changes. It is guessed early.',
);

/** Not one of the fifty thousand most used passwords, and not one of their words doubled or decorated. */
export function notCommon(): PolicyRule {
  return async (password) => {
    const common = await commonPasswords();
    return common.has(password) || common.hasDerived(candidateOf(password)) ? COMMON : undefined;
  };
}

const EXPECTED = violation(
  'expected',
  'The password is made of the name of this service or user. It is guessed early.',
);

/** Neither one of these values nor made of their parts. */
export function notExpected(values: readonly string[]): PolicyRule {
  const listed = new Set(values.map(foldCase).filter((value) => value !== ''));
  const words = new Set(contextWords(values).map(unmask));
  return (password) =>
    listed.has(foldCase(password)) || isDerived(candidateOf(password), words) ? EXPECTED : undefined;
}

const PREDICTABLE = violation(
  'predictable',
  'The password is mostly repetition, or a sequence of the alphabet or the keyboard.',
);

/** Not mostly repetition (`aaaa`), runs (`1234`) or neighbouring keys (`qwer`). */
export function notPredictable(): PolicyRule {
  return (password) => (password !== '' && isPredictable(password) ? PREDICTABLE : undefined);
}

/** Not known from a breach. */
export function notBreached(options: BreachOptions): PolicyRule {
  const checked = readBreachOptions(options);
  return async (password) => {
    const count = await checkBreached(password, checked);
    if (count === 0) return undefined;
    return violation('breached', `The password is known from data breaches (${count} times).`, { count });
  };
}

const STRENGTH = { dictionary: optional(dictionaryObject) };

/**
 * Hard enough to guess, by {@link estimateStrength}, with its cost.
 *
 * @param score 1 to 4
 * @param inputs values that an attacker tries first
 */
export function minStrength(
  score: 1 | 2 | 3 | 4,
  inputs: readonly string[] = [],
  options: Omit<StrengthOptions, 'inputs'> = {},
): PolicyRule {
  const min = checkInteger(score, 'score', { min: 1, max: 4 });
  const known = readElements(inputs, 'inputs', 100).map((input) => string(input, 'inputs'));
  const { dictionary } = readOptions(options, STRENGTH);
  return async (password) => {
    const strength = await estimateStrength(password, { inputs: known, dictionary });
    if (strength.score >= min) return undefined;
    const advice = strength.warning ?? 'It is easy to guess.';
    return violation('too-weak', `The password is too weak. ${advice}`, {
      score: strength.score,
      min,
      ...(strength.warningCode !== undefined && { warning: strength.warningCode }),
    });
  };
}

/** The smallest number of characters of each class. */
export interface CompositionOptions {
  readonly upper?: number;
  readonly lower?: number;
  readonly digits?: number;
  readonly symbols?: number;
}

const CLASSES = {
  upper: /\p{Lu}/gu,
  lower: /\p{Ll}/gu,
  digits: /\p{Nd}/gu,
  symbols: /[^\p{L}\p{N}\s]/gu,
} as const;

const minimum = narrowing(integer({ min: 0, max: 1024 }));
const COMPOSITION = {
  upper: minimum,
  lower: minimum,
  digits: minimum,
  symbols: minimum,
} satisfies OptionTable<CompositionOptions>;

/**
 * At least this many characters of each class. NIST SP 800-63B-4 forbids such rules. Use it only if another rule demands it.
 *
 * @throws {@link InvalidArgumentError} if no class is required
 */
export function compositionRequired(min: CompositionOptions): PolicyRule {
  const { upper = 0, lower = 0, digits = 0, symbols = 0 } = readOptions(min, COMPOSITION, 'min');
  const required = (
    [
      ['upper', upper],
      ['lower', lower],
      ['digits', digits],
      ['symbols', symbols],
    ] as const
  ).filter(([, least]) => least > 0);
  if (required.length === 0)
    throw new InvalidArgumentError('min', 'min must require a character of at least one class.');
  return (password) =>
    required.flatMap(([name, least]) => {
      const found = password.match(CLASSES[name])?.length ?? 0;
      return found >= least
        ? []
        : [
            violation(
              `missing-${name}`,
              `The password has ${found} ${NAMES[name]}; at least ${least} are required.`,
              { found, min: least },
            ),
          ];
    });
}

const NAMES = {
  upper: 'upper-case letters',
  lower: 'lower-case letters',
  digits: 'digits',
  symbols: 'symbols',
} as const;
