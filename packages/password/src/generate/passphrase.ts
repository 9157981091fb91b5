import { choice, InvalidArgumentError, randomBelow } from '@countersign/core';
import {
  boolean,
  integer,
  type OptionTable,
  optional,
  type ReadOptions,
  readElements,
  readOptions,
  string,
  withDefault,
} from '@countersign/core/internal';
import { DEFAULT_WORDLIST, EFF_LONG_WORDLIST } from 'secure-password-utilities/wordlists';

/** How a passphrase is generated. */
export interface PassphraseOptions {
  /** 2 to 64. Default 6: 77 bits with the EFF's large list. */
  readonly words?: number | undefined;
  /** The text between the words. Default `-`. */
  readonly separator?: string | undefined;
  /** Writes each word with a capital. It adds no entropy. Default false. */
  readonly capitalize?: boolean | undefined;
  /** Appends a digit to one of the words. Default false. */
  readonly number?: boolean | undefined;
  /** At least 1000 words that differ by more than case. Default: the EFF's large list of 7776. */
  readonly wordList?: readonly string[] | undefined;
}

const MIN_LIST_LENGTH = 1000;
const MAX_LIST_LENGTH = 1_000_000;
const MAX_WORD_LENGTH = 64;

const OPTIONS = {
  words: withDefault(integer({ min: 2, max: 64 }), 6),
  separator: withDefault(separatorText, '-'),
  capitalize: withDefault(boolean, false),
  number: withDefault(boolean, false),
  wordList: optional(words),
} satisfies OptionTable<PassphraseOptions>;

type ReadPassphraseOptions = ReadOptions<typeof OPTIONS> & { readonly wordList: readonly string[] };

function read(options: PassphraseOptions): ReadPassphraseOptions {
  const checked = readOptions(options, OPTIONS);
  return { ...checked, wordList: checked.wordList ?? defaultList(checked.separator) };
}

/** Four words of the EFF's list have a hyphen, which is ambiguous between words. The default list omits them. */
function defaultList(separator: string): readonly string[] {
  return separator === '-' ? DEFAULT_WORDLIST : EFF_LONG_WORDLIST;
}

function separatorText(value: unknown, argument: string): string {
  const separator = string(value, argument);
  if (separator.length <= 16 && separator.isWellFormed()) return separator;
  throw new InvalidArgumentError(argument, `${argument} must be a string of at most 16 characters.`);
}

/** Copies a list of words and normalises them: two words that a reader cannot tell apart are an error. */
function words(value: unknown, argument: string): readonly string[] {
  const list = readElements(value, argument, MAX_LIST_LENGTH).map((word) => wordOf(word, argument));
  const distinct = new Set(list.map((word) => word.toLowerCase()));
  if (distinct.size === list.length && list.length >= MIN_LIST_LENGTH) return list;
  throw new InvalidArgumentError(
    argument,
    `${argument} must have at least ${MIN_LIST_LENGTH} words that differ by more than case.`,
  );
}

function wordOf(value: unknown, argument: string): string {
  const word = string(value, argument)
    .slice(0, MAX_WORD_LENGTH + 1)
    .normalize('NFC')
    .trim();
  if (word !== '' && word.length <= MAX_WORD_LENGTH && word.isWellFormed() && !/\p{Cc}/u.test(word))
    return word;
  throw new InvalidArgumentError(
    argument,
    `${argument} has a word that is empty, longer than ${MAX_WORD_LENGTH} characters, or has control characters.`,
  );
}

/**
 * Random words. They are easy to read out and to type. Their strength depends only on their number.
 *
 * @throws {@link InvalidArgumentError}
 * @example
 * generatePassphrase({ words: 6 }) // for example 'unsolved-bobcat-renewal-clutter-savings-dimple'
 */
export function generatePassphrase(options: PassphraseOptions = {}): string {
  const { words, separator, capitalize, number, wordList } = read(options);
  const chosen = Array.from({ length: words }, () => choice(wordList)).map((word) =>
    capitalize ? word.charAt(0).toUpperCase() + word.slice(1) : word,
  );
  if (number) {
    const place = randomBelow(words);
    chosen[place] = `${chosen[place] ?? ''}${randomBelow(10)}`;
  }
  return chosen.join(separator);
}

/**
 * The entropy of {@link generatePassphrase} with the same options, in bits: of the words, and of the digit and its place. Two
 * different draws from the EFF's list never look the same. With your own list, choose a separator that occurs in none of its words.
 *
 * @throws {@link InvalidArgumentError}
 */
export function passphraseEntropyBits(options: PassphraseOptions = {}): number {
  const { words, number, wordList } = read(options);
  return words * Math.log2(wordList.length) + (number ? Math.log2(10 * words) : 0);
}
