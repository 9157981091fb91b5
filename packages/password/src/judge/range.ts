import { InvalidArgumentError } from '@countersign/core';
import { BreachSourceError } from '../errors.ts';

/** The number of digits of the SHA-1 that the passwords of a range have in common. */
export const PREFIX_LENGTH = 5;
/** More of the digest is not kept. Two passwords of a range agree in 64 bits once in 10^16 ranges. */
const KEPT_DIGITS = 16;
const LINE = /^([0-9A-Fa-f]{35}):(\d{1,10})$/;

/** The counts of one range, packed: 16 bytes for each password. */
export interface BreachRange {
  /** How often the password with this SHA-1 was seen, or 0. */
  count(digest: string): number;
}

/**
 * Reads the lines `SUFFIX:COUNT` of a range. Lines with a count of 0 are padding.
 *
 * A login page or a truncated answer must not count as "not breached". So any other line is an error, and so is an empty text.
 *
 * @throws {@link BreachSourceError} `ERR_BREACH_SOURCE`
 */
export function parseRange(text: string): BreachRange {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const found = lines
    .map((line) => {
      const [, suffix = '', count = ''] = LINE.exec(line) ?? [];
      if (suffix === '') throw new BreachSourceError('the range has a line that is not SUFFIX:COUNT');
      return { suffix: packed(suffix), count: Number(count) };
    })
    .filter(({ count }) => count > 0);
  if (lines.length === 0) throw new BreachSourceError('the range is empty');
  const suffixes = BigUint64Array.from(found, ({ suffix }) => suffix);
  const counts = Float64Array.from(found, ({ count }) => count);
  return { count: (digest) => counts[suffixes.indexOf(packed(digest.slice(PREFIX_LENGTH)))] ?? 0 };
}

function packed(suffix: string): bigint {
  return BigInt(`0x${suffix.slice(0, KEPT_DIGITS)}`);
}

/**
 * Checks the digest of a look-up, and returns it in upper case.
 *
 * @throws {@link InvalidArgumentError} for anything but 40 hexadecimal digits
 */
export function checkDigest(digest: unknown): string {
  if (typeof digest === 'string' && /^[0-9A-Fa-f]{40}$/.test(digest)) return digest.toUpperCase();
  throw new InvalidArgumentError('digest', 'digest must be a SHA-1 of 40 hexadecimal digits.');
}
