import { InvalidArgumentError } from '../errors.ts';
import { checkInteger } from '../integers.ts';
import { checkReadable } from '../members.ts';
import { numberBelow } from './integers.ts';

/**
 * Returns one element, each with the same probability. Of a string, one code point.
 *
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`) if the sequence is empty
 * @example
 * choice(['heads', 'tails'])
 */
export function choice<T>(sequence: ArrayLike<T>): T;
export function choice(sequence: string): string;
export function choice<T>(sequence: ArrayLike<T> | string): T | string {
  const { elements, length } = readSequence(sequence);
  if (length > 0) return at(elements, numberBelow(length));
  throw new InvalidArgumentError('sequence', 'sequence must not be empty.');
}

/**
 * Returns `size` elements of different positions in random order, each selection with the same probability. Its time
 * depends on `size`, not on the length of an array.
 *
 * @param size 0 to the length of the sequence
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`)
 * @example
 * sample(participants, 3)
 */
export function sample<T>(sequence: ArrayLike<T>, size: number): T[];
export function sample(sequence: string, size: number): string[];
export function sample<T>(sequence: ArrayLike<T> | string, size: number): (T | string)[] {
  const { elements, length } = readSequence(sequence);
  const count = checkInteger(size, 'size', { min: 0, max: length });
  // The first steps of a Fisher–Yates shuffle of the positions. The map has the positions that were exchanged.
  const exchanged = new Map<number, number>();
  const drawn: (T | string)[] = [];
  for (let position = 0; position < count; position++) {
    const other = position + numberBelow(length - position);
    drawn.push(at(elements, exchanged.get(other) ?? other));
    exchanged.set(other, exchanged.get(position) ?? position);
    exchanged.delete(position);
  }
  return drawn;
}

/**
 * Returns the elements in a new array, each order with the same probability. The sequence does not change.
 *
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`)
 * @example
 * shuffle(cards)
 */
export function shuffle<T>(sequence: ArrayLike<T>): T[];
export function shuffle(sequence: string): string[];
export function shuffle<T>(sequence: ArrayLike<T> | string): (T | string)[] {
  const { elements, length } = readSequence(sequence);
  const shuffled: (T | string)[] = Array.from({ length }, (_, index) => at(elements, index));
  for (let remaining = shuffled.length; remaining > 1; remaining--) {
    const other = numberBelow(remaining);
    const last = at(shuffled, remaining - 1);
    shuffled[remaining - 1] = at(shuffled, other);
    shuffled[other] = last;
  }
  return shuffled;
}

/** Reads an element whose index is in range, which its type does not express. */
function at<T>(elements: ArrayLike<T>, index: number): T;
function at(elements: ArrayLike<unknown>, index: number): unknown {
  return elements[index];
}

interface Sequence<T> {
  readonly elements: ArrayLike<T>;
  readonly length: number;
}

function readSequence<T>(sequence: ArrayLike<T> | string): Sequence<T | string> {
  if (typeof sequence === 'string') {
    const elements = Array.from(sequence);
    return { elements, length: elements.length };
  }
  checkReadable(sequence, 'sequence');
  const length: unknown = typeof sequence === 'object' && sequence !== null ? sequence.length : undefined;
  if (typeof length === 'number' && Number.isSafeInteger(length) && length >= 0) {
    return { elements: sequence, length };
  }
  throw new InvalidArgumentError('sequence', 'sequence must be an array, a typed array or a string.');
}
