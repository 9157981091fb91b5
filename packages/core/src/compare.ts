import { provider } from '#provider';
import { checkBytes } from './bytes.ts';
import { InvalidArgumentError } from './errors.ts';

/**
 * Compares two secrets in a time that does not depend on where they differ.
 *
 * Both are strings, compared as their UTF-8 bytes, or both are bytes. When the lengths differ, the time depends on the
 * length of `b` alone (as in Python's `hmac.compare_digest`): pass what an attacker may choose as `b`, and the length
 * of `a` stays unknown as far as JavaScript allows. A string with a lone surrogate has no UTF-8 bytes and equals nothing.
 *
 * @throws {@link InvalidArgumentError} when they are not of one kind
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

const encoder = new TextEncoder();

function equalTexts(a: string, b: string): boolean {
  // The encoder would replace a lone surrogate, and make different texts the same.
  const areWellFormed = a.isWellFormed() && b.isWellFormed();
  return equal(encoder.encode(a), encoder.encode(b)) && areWellFormed;
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  const isSameLength = a.length === b.length;
  // The comparison runs either way, so that its cost tells nothing about a's length.
  const isSame = provider.timingSafeEqual(isSameLength ? a : b, b);
  return isSameLength && isSame;
}
