import { bytesRuntime } from '#runtime/bytes';
import { checkBytes } from './bytes.ts';
import { InvalidArgumentError } from './errors.ts';

const encoder = new TextEncoder();

/**
 * Compares two secrets in a time that does not depend on where they differ.
 *
 * Both are strings, compared as their UTF-8 bytes, or both are bytes. If the lengths differ, the time depends only on the
 * length of `b`, as in Python's `hmac.compare_digest`. Pass the value that an attacker may choose as `b`. A string with a
 * lone surrogate has no UTF-8 bytes and equals nothing.
 *
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`) if one is a string and the other bytes, or either is neither
 * @example
 * compareDigest(expectedDigest, givenDigest)
 */
export function compareDigest(a: string, b: string): boolean;
export function compareDigest(a: Uint8Array, b: Uint8Array): boolean;
export function compareDigest(a: Uint8Array | string, b: Uint8Array | string): boolean {
  if (typeof a === 'string' && typeof b === 'string') return equalTexts(a, b);
  if (ArrayBuffer.isView(a) && ArrayBuffer.isView(b)) return equal(checkBytes(a, 'a'), checkBytes(b, 'b'));
  throw new InvalidArgumentError('b', 'a and b must both be strings, or both be Uint8Arrays.');
}

function equalTexts(a: string, b: string): boolean {
  // The encoder replaces a lone surrogate, which makes different texts equal.
  const areWellFormed = a.isWellFormed() && b.isWellFormed();
  return equal(encoder.encode(a), encoder.encode(b)) && areWellFormed;
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  const isSameLength = a.length === b.length;
  // Compare in any case, so that the time does not reveal a's length.
  const isSame = bytesRuntime.timingSafeEqual(isSameLength ? a : b, b);
  return isSameLength && isSame;
}
