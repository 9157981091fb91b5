/** Guesses a second of one computer with good graphics cards, as powers of ten. These are estimates. */
export const GUESSING = {
  /** A fast hash, such as SHA-256. */
  fast: 11,
  /** Argon2id at its defaults. */
  slow: 3.5,
} as const;

const SPANS: readonly (readonly [secondsLog10: number, words: string])[] = [
  [0, 'less than a second'],
  [1.78, 'seconds'],
  [3.56, 'minutes'],
  [4.94, 'hours'],
  [6.5, 'days'],
  [7.5, 'months'],
  [9.5, 'years'],
  [10.5, 'centuries'],
  [13.5, 'thousands of years'],
  [16.5, 'millions of years'],
  [17.64, 'billions of years'],
];

/** The time for a number of guesses, in words. */
export function guessingTime(guessesLog10: number, perSecondLog10: number): string {
  const seconds = guessesLog10 - perSecondLog10;
  return SPANS.find(([end]) => seconds < end)?.[1] ?? 'longer than the universe is old';
}

/** The guesses that find one of 2^bits equally likely passwords, on average: half of them. */
export const averageGuessesLog10 = (bits: number): number => (bits - 1) * Math.log10(2);
