import { checkInteger, checkOptions, choice, InvalidArgumentError, randomBelow } from '@countersign/core';
import { DEFAULT_WORDLIST, EFF_LONG_WORDLIST } from 'secure-password-utilities/wordlists';

/** How a passphrase is generated. */
export interface PassphraseOptions {
  /** 2 to 64. Default 6: 77 bits with the EFF's large list. */
  readonly words?: number;
  /** What stands between the words. Default `-`. */
  readonly separator?: string;
  /** Writes each word with a capital. It adds no entropy. Default false. */
  readonly capitalize?: boolean;
  /** Puts a digit behind one of the words. Default false. */
  readonly number?: boolean;
  /** At least 1000 different words. Default: the EFF's large list of 7776. */
  readonly wordList?: readonly string[];
}

interface CheckedOptions extends Required<PassphraseOptions> {}

const MIN_LIST_LENGTH = 1000;
const checkedLists = new WeakSet<readonly string[]>();

const OPTIONS: ReadonlySet<string> = new Set([
  'words',
  'separator',
  'capitalize',
  'number',
  'wordList',
] satisfies readonly (keyof PassphraseOptions)[]);

function check(options: PassphraseOptions): CheckedOptions {
  checkOptions(options, OPTIONS);
  const { words = 6, separator = '-', capitalize = false, number = false, wordList } = options;
  checkInteger(words, 'words', { min: 2, max: 64 });
  if (typeof separator !== 'string' || separator.length > 16)
    throw new InvalidArgumentError('separator', 'separator must be a string of at most 16 characters.');
  return {
    words,
    separator,
    capitalize,
    number,
    wordList: wordList === undefined ? defaultList(separator) : checkList(wordList),
  };
}

/** Four words of the EFF's list have a hyphen, which between words would make them ambiguous; the default list is without those. */
function defaultList(separator: string): readonly string[] {
  return separator === '-' ? DEFAULT_WORDLIST : EFF_LONG_WORDLIST;
}

function checkList(list: readonly string[]): readonly string[] {
  if (checkedLists.has(list)) return list;
  const isList = Array.isArray(list) && list.every((word) => typeof word === 'string' && word !== '');
  if (!isList || new Set(list).size !== list.length || list.length < MIN_LIST_LENGTH) {
    throw new InvalidArgumentError(
      'wordList',
      `wordList must be an array of at least ${MIN_LIST_LENGTH} different words.`,
    );
  }
  checkedLists.add(list);
  return list;
}

/**
 * Random words: easy to read out and to type, and as strong as their number says.
 *
 * @throws {@link InvalidArgumentError}
 * @example
 * generatePassphrase({ words: 6 }) // for example 'unsolved-bobcat-renewal-clutter-savings-dimple'
 */
export function generatePassphrase(options: PassphraseOptions = {}): string {
  const { words, separator, capitalize, number, wordList } = check(options);
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
 * The entropy of {@link generatePassphrase} with the same options, in bits: of the words that are drawn, and of the digit and
 * its place. No two draws of the EFF's list look the same, whatever the separator; a list of your own needs a separator
 * that does not occur in its words.
 */
export function passphraseEntropyBits(options: PassphraseOptions = {}): number {
  const { words, number, wordList } = check(options);
  return words * Math.log2(wordList.length) + (number ? Math.log2(10 * words) : 0);
}
