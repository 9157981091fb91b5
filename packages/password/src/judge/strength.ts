import { InvalidArgumentError } from '@countersign/core';
import {
  list,
  type OptionTable,
  optional,
  readElements,
  readMembers,
  readOptions,
  string,
  withDefault,
} from '@countersign/core/internal';
import type { ZxcvbnFactory, ZxcvbnResult } from '@zxcvbn-ts/core';
import { contextWords, fold } from './fold.ts';
import { inOwnTurn } from './turns.ts';

/** Lists of words, the most common first, as the language packages of zxcvbn-ts export them. */
export type StrengthDictionary = Readonly<Record<string, readonly (string | number)[]>>;

/** Options of {@link estimateStrength}. */
export interface StrengthOptions {
  /** Values that an attacker tries first: names, addresses, the name of the service. At most 100. */
  readonly inputs?: readonly string[] | undefined;
  /**
   * Word lists of other languages, in addition to English: `dictionary` of `@zxcvbn-ts/language-de`, for example. Pass the same
   * object each time: it is read when it is first used, which takes about 0.1 s.
   */
  readonly dictionary?: StrengthDictionary | undefined;
}

/** How well a password resists guessing. */
export interface Strength {
  /** 0 (guessed immediately) to 4 (very hard to guess). */
  readonly score: 0 | 1 | 2 | 3 | 4;
  /** The guesses that an attacker who knows how people choose passwords needs, as a power of ten. */
  readonly guessesLog10: number;
  /** The main weakness, in an English sentence. */
  readonly warning?: string;
  /** The code of the warning, for translations: `straightRow`, `userInputs`, … as in zxcvbn-ts. */
  readonly warningCode?: string;
  /** Advice, in English sentences. */
  readonly suggestions: readonly string[];
  /** The codes of the suggestions, in the same order. */
  readonly suggestionCodes: readonly string[];
}

const OPTIONS = {
  inputs: withDefault(list(string, { max: 100 }), []),
  dictionary: optional(dictionaryObject),
} satisfies OptionTable<StrengthOptions>;

/** Later characters are not judged. They make no password weaker. */
const MAX_CHARACTERS = 128;
/** zxcvbn's time grows with the square of the length. It judges this many characters in less than 10 ms. */
const MAX_PART = 24;
const MIN_PART = 12;
const SEPARATOR = /[\s._-]/;
/** Trying many readings of `4`, `3`, `0` multiplies the time. Two find nearly all words that a hundred find. */
const READINGS_OF_SIGNS = 2;
const MAX_WORD_LENGTH = 64;
const MAX_DICTIONARY_WORDS = 1_000_000;
/** zxcvbn's limits of the scores 1 to 4, as powers of ten. */
const SCORES = [3, 6, 8, 10];

interface Estimator {
  readonly zxcvbn: ZxcvbnFactory;
  readonly warnings: Readonly<Record<string, string>>;
  readonly suggestions: Readonly<Record<string, string>>;
}

/** One estimator for each dictionary object; the key without a dictionary is `OPTIONS`. */
const estimators = new WeakMap<object, Promise<Estimator>>();

/**
 * Estimates how hard a password is to guess, with zxcvbn: by dictionaries, names, keyboard patterns, dates and repetition.
 *
 * The first call loads word lists, about 0.3 s and 60 MB. A call takes a few milliseconds for each 24 characters. Each such part
 * has its own turn of the event loop.
 *
 * @throws {@link InvalidArgumentError}
 * @example
 * const { score, warningCode } = await estimateStrength(password, { inputs: [user.name, user.email] })
 */
export async function estimateStrength(password: string, options: StrengthOptions = {}): Promise<Strength> {
  const text = string(password, 'password').slice(0, MAX_CHARACTERS);
  const { inputs, dictionary } = readOptions(options, OPTIONS);
  const estimator = await estimatorFor(dictionary);
  const words = contextWords(inputs).filter((word) => word.length <= MAX_WORD_LENGTH);
  const values = inputs.map((input) => input.slice(0, MAX_WORD_LENGTH).toLowerCase());
  const folded = fold(text);
  const estimate = await estimateText(estimator, text, [...values, ...words]);
  // Names are recognised without their accents.
  const other =
    folded === text.toLowerCase() ? estimate : await estimateText(estimator, folded, [...values, ...words]);
  return other.guessesLog10 < estimate.guessesLog10 ? other : estimate;
}

async function estimateText(
  { zxcvbn, warnings, suggestions }: Estimator,
  text: string,
  inputs: readonly string[],
): Promise<Strength> {
  const results = new Map<string, ZxcvbnResult>();
  let guessesLog10 = 0;
  for (const part of partsOf(text)) {
    const known = results.get(part.toLowerCase());
    // A part that repeats an earlier one adds hardly any guesses.
    if (known) continue;
    const result = await inOwnTurn(() => zxcvbn.check(part, [...inputs]));
    results.set(part.toLowerCase(), result);
    guessesLog10 += result.guessesLog10;
  }
  const [first] = results.values();
  const score = results.size === 1 && first ? first.score : scoreOf(guessesLog10);
  const { warning = null, suggestions: codes = [] } = (score < 3 && first?.feedback) || {};
  return {
    score,
    guessesLog10,
    ...(warning !== null &&
      warning !== '' && { warning: warnings[warning] ?? warning, warningCode: warning }),
    suggestions: codes.map((code) => suggestions[code] ?? code),
    suggestionCodes: codes,
  };
}

/** Divides a text into parts, between two words if possible. */
function partsOf(text: string): readonly string[] {
  if (text.length <= MAX_PART) return [text];
  const end =
    text
      .slice(0, MAX_PART)
      .split('')
      .findLastIndex((character) => SEPARATOR.test(character)) + 1;
  const length = end < MIN_PART ? MAX_PART : end;
  return [text.slice(0, length), ...partsOf(text.slice(length))];
}

function scoreOf(guessesLog10: number): Strength['score'] {
  const score = SCORES.filter((limit) => guessesLog10 > limit).length;
  return score === 0 || score === 1 || score === 2 || score === 3 ? score : 4;
}

function estimatorFor(dictionary: object | undefined): Promise<Estimator> {
  const key = dictionary ?? OPTIONS;
  const known = estimators.get(key);
  if (known) return known;
  const loading = load(dictionary === undefined ? {} : readDictionary(dictionary));
  estimators.set(key, loading);
  loading.catch(() => estimators.delete(key));
  return loading;
}

async function load(dictionary: Record<string, (string | number)[]>): Promise<Estimator> {
  const core = await import('@zxcvbn-ts/core');
  const common = await import('@zxcvbn-ts/language-common');
  const english = await import('@zxcvbn-ts/language-en');
  const zxcvbn = await inOwnTurn(
    () =>
      new core.ZxcvbnFactory({
        dictionary: { ...common.dictionary, ...english.dictionary, ...dictionary },
        graphs: common.adjacencyGraphs,
        maxLength: MAX_PART,
        l33tMaxSubstitutions: READINGS_OF_SIGNS,
      }),
  );
  const { warnings, suggestions } = english.translations;
  return { zxcvbn, warnings, suggestions };
}

/** Checks the option `dictionary`. Its words are read when the estimator for it is made, once. */
export function dictionaryObject(value: unknown, argument: string): StrengthDictionary {
  if (isDictionary(value)) return value;
  throw new InvalidArgumentError(argument, `${argument} must be an object of word lists.`);
}

function isDictionary(value: unknown): value is StrengthDictionary {
  return typeof value === 'object' && value !== null;
}

function readDictionary(dictionary: object): Record<string, (string | number)[]> {
  const lists = Object.entries(readMembers(dictionary, 'dictionary'));
  return Object.fromEntries(
    lists.map(([name, words]) => [
      name,
      readElements(words, 'dictionary', MAX_DICTIONARY_WORDS).map((word) => {
        if (typeof word === 'string' || typeof word === 'number') return word;
        throw new InvalidArgumentError('dictionary', 'dictionary must have lists of words.');
      }),
    ]),
  );
}
