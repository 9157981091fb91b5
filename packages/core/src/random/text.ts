import { InvalidArgumentError } from '../errors.ts';
import { checkInteger } from '../integers.ts';
import { numberBelow } from './integers.ts';

const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const MAX_LENGTH = 2 ** 20;
const MAX_ALPHABET = 65_536;

/**
 * Returns random text: `length` characters of an alphabet, each with the same probability.
 *
 * @param length code points, 0 to 2^20. 22 letters and digits have 128 bits of entropy.
 * @param alphabet at least two different code points. Default: `A–Z a–z 0–9`.
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`) also for a repeated character, which would be more probable
 * @example
 * randomText(8, 'BCDFGHJKLMNPQRSTVWXZ23456789') // a code to read aloud
 */
export function randomText(length: number, alphabet: string = LETTERS_AND_DIGITS): string {
  checkInteger(length, 'length', { min: 0, max: MAX_LENGTH });
  const characters = readAlphabet(alphabet);
  let text = '';
  for (let count = 0; count < length; count++) text += characters[numberBelow(characters.length)];
  return text;
}

function readAlphabet(alphabet: unknown): readonly string[] {
  if (typeof alphabet !== 'string' || alphabet.length > MAX_ALPHABET || !alphabet.isWellFormed()) {
    throw new InvalidArgumentError(
      'alphabet',
      `alphabet must be text of at most ${MAX_ALPHABET} characters.`,
    );
  }
  const characters = Array.from(alphabet);
  if (characters.length < 2) {
    throw new InvalidArgumentError('alphabet', 'alphabet must have at least two characters.');
  }
  if (new Set(characters).size === characters.length) return characters;
  throw new InvalidArgumentError('alphabet', 'alphabet must not repeat a character.');
}
