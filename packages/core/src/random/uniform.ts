import { provider } from '#provider';
import { InvalidArgumentError } from '../errors.ts';
import { checkInteger } from '../integers.ts';
import { randomBytes, randomNumber } from './pool.ts';

/**
 * A uniform whole number below `limit`: numbers of as many bits are drawn until one is below. A remainder would
 * favour the small ones. Each draw fits with a probability above one half.
 */
function below(limit: number): number {
  const bits = bitLength(limit - 1);
  for (;;) {
    const value = randomNumber(bits);
    if (value < limit) return value;
  }
}

function bitLength(value: number): number {
  return value < 2 ** 32 ? 32 - Math.clz32(value) : 64 - Math.clz32(Math.floor(value / 2 ** 32));
}

/**
 * A uniform whole number from 0 up to, and without, `limit`. A bigint gives a bigint.
 *
 * @param limit 1 to 2^53, or a bigint of at least 1
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`)
 * @example
 * randomBelow(1_000_000) // 0 to 999 999
 */
export function randomBelow(limit: number): number;
export function randomBelow(limit: bigint): bigint;
export function randomBelow(limit: number | bigint): number | bigint {
  if (typeof limit !== 'bigint') {
    // 2^53 itself is no safe integer, and yet a right limit: all below it is safe.
    return below(
      limit === 2 ** 53 ? limit : checkInteger(limit, 'limit', { min: 1, max: Number.MAX_SAFE_INTEGER }),
    );
  }
  if (limit < 1n) throw new InvalidArgumentError('limit', 'limit must be at least 1.');
  const bits = limit === 1n ? 0 : (limit - 1n).toString(2).length;
  for (;;) {
    const value = randomBits(bits);
    if (value < limit) return value;
  }
}

const MAX_RANDOM_BITS = 2 ** 23;

/**
 * A uniform whole number of `bits` random bits: from 0 to 2^bits − 1.
 *
 * @param bits 0 to 2^23
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`)
 * @example
 * randomBits(128) // a bigint
 */
export function randomBits(bits: number): bigint {
  checkInteger(bits, 'bits', { min: 0, max: MAX_RANDOM_BITS });
  if (bits === 0) return 0n;
  const bytes = randomBytes(Math.ceil(bits / 8));
  return BigInt.asUintN(bits, BigInt(`0x${provider.encode(bytes, 'hex')}`));
}

/**
 * One element, each equally likely. Of a string, one code point.
 *
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`) when there is none
 * @example
 * choice(['heads', 'tails'])
 */
export function choice<T>(sequence: ArrayLike<T>): T;
export function choice(sequence: string): string;
export function choice<T>(sequence: ArrayLike<T> | string): T | string {
  const list: ArrayLike<T | string> =
    typeof sequence === 'string' ? Array.from(sequence) : checkList(sequence);
  if (list.length > 0) {
    const place = below(list.length);
    // One element alone is read: a copy would cost as much as the sequence is long.
    const chosen: (T | string)[] = Array.prototype.slice.call(list, place, place + 1);
    for (const value of chosen) return value;
  }
  throw new InvalidArgumentError('sequence', 'sequence must not be empty.');
}

/**
 * `size` elements of different places, in random order; each such choice is equally likely.
 *
 * @param size 0 to the sequence's length
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`)
 * @example
 * sample(participants, 3)
 */
export function sample<T>(sequence: ArrayLike<T>, size: number): T[];
export function sample(sequence: string, size: number): string[];
export function sample<T>(sequence: ArrayLike<T> | string, size: number): (T | string)[] {
  const all = elements(sequence);
  checkInteger(size, 'size', { min: 0, max: all.length });
  return draw(all, size).map(({ value }) => value);
}

/**
 * The same elements in a new array, every order equally likely. The sequence stays as it is.
 *
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`) when it is no sequence
 * @example
 * shuffle(cards)
 */
export function shuffle<T>(sequence: ArrayLike<T>): T[];
export function shuffle(sequence: string): string[];
export function shuffle<T>(sequence: ArrayLike<T> | string): (T | string)[] {
  const all = elements(sequence);
  return draw(all, all.length).map(({ value }) => value);
}

/** An element in a box, so that an element that is `undefined` is told from none. */
interface Boxed<T> {
  readonly value: T;
}

function elements<T>(sequence: ArrayLike<T> | string): Boxed<T | string>[] {
  if (typeof sequence === 'string') return Array.from(sequence, (value) => ({ value }));
  return Array.from(checkList(sequence), (value) => ({ value }));
}

function checkList<T>(sequence: ArrayLike<T>): ArrayLike<T> {
  if (typeof sequence === 'object' && sequence !== null && Number.isSafeInteger(sequence.length))
    return sequence;
  throw new InvalidArgumentError('sequence', 'sequence must be an array, a typed array or a string.');
}

/** Draws without putting back: the first steps of the Fisher–Yates shuffle, on the caller's own array. */
function draw<T>(boxes: Boxed<T>[], count: number): Boxed<T>[] {
  const drawn: Boxed<T>[] = [];
  for (let place = 0; place < Math.min(count, boxes.length); place++) {
    const other = place + below(boxes.length - place);
    const box = boxes[other];
    const displaced = boxes[place];
    if (box === undefined || displaced === undefined) break;
    boxes[other] = displaced;
    drawn.push(box);
  }
  return drawn;
}
