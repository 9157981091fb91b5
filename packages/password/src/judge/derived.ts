import { fold, unmask } from './fold.ts';

/** With more characters than this beside the words, a password is not judged by the words. */
const MAX_ADDED = 7;
/** Nothing after this many characters makes a password of expected words better. */
const MAX_CHARACTERS = 256;
const LETTER = /\p{L}/u;

/** A password, prepared for the search of words. */
export interface Candidate {
  /** Folded, without the characters that people put between words. */
  readonly folded: string;
  /** The same, with signs read as letters. */
  readonly unmasked: string;
}

/** Prepares a password for {@link isDerived}. */
export function candidateOf(password: string): Candidate {
  const folded = fold(password.slice(0, MAX_CHARACTERS)).replace(/[\s._-]/gu, '');
  return { folded, unmasked: unmask(folded) };
}

/**
 * Whether a password is made of these words and little else. The words may be doubled, decorated, or written with signs in place
 * of letters.
 *
 * Up to seven other characters count as decoration. If a letter is among them, the words must also be two thirds of the password.
 * A run such as `!!!` or `123` counts as two characters. So a random password that happens to contain a short name is not
 * derived from it.
 *
 * @param words as {@link unmask} returns them
 * @see NIST SP 800-63B-4 section 3.1.1.2: "derivatives thereof"
 */
export function isDerived({ folded, unmasked }: Candidate, words: ReadonlySet<string>): boolean {
  const isCovered = coverage(unmasked, words);
  const others = [...folded.split('').keys()].filter((index) => !isCovered[index]);
  if (others.length === folded.length) return false;
  const added = others.filter((index) => !continuesRun(folded, index)).length;
  const hasOtherLetters = others.some((index) => LETTER.test(folded.charAt(index)));
  return added <= MAX_ADDED && (!hasOtherLetters || folded.length - others.length > 2 * added);
}

/** Which characters belong to a word, so that as many as possible do. */
function coverage(text: string, words: ReadonlySet<string>): readonly boolean[] {
  const lengths = [...new Set([...words].map((word) => word.length))];
  // For the first n characters: how many are covered at most, and the length of the word at their end.
  const best = [{ covered: 0, word: 0 }];
  for (let end = 1; end <= text.length; end++) {
    let choice = { covered: best[end - 1]?.covered ?? 0, word: 0 };
    for (const word of lengths) {
      const covered = (best[end - word]?.covered ?? -word) + word;
      if (covered > choice.covered && words.has(text.slice(end - word, end))) choice = { covered, word };
    }
    best.push(choice);
  }
  const isCovered = new Array<boolean>(text.length).fill(false);
  for (let end = text.length; end > 0; ) {
    const word = best[end]?.word ?? 0;
    isCovered.fill(true, end - word, end);
    end -= word || 1;
  }
  return isCovered;
}

/** Whether a character follows the two before it as in `111`, `123` or `321`. */
function continuesRun(text: string, index: number): boolean {
  const step = text.charCodeAt(index) - text.charCodeAt(index - 1);
  return Math.abs(step) <= 1 && step === text.charCodeAt(index - 1) - text.charCodeAt(index - 2);
}
