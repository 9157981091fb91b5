import { provider } from '#provider';
import type { Bytes } from '../bytes.ts';
import { checkInteger } from '../integers.ts';
import { randomBytes } from './pool.ts';

/** The bytes of a token when no number is given: 256 bits, as in Python's `secrets`. */
export const DEFAULT_TOKEN_BYTES = 32;

/** The most random bytes of one call. As hexadecimal they are still within the longest string. */
const MAX_TOKEN_BYTES = 2 ** 27;

/**
 * Random bytes from the system's secure generator.
 *
 * @param size how many, 0 to 2^27. Default 32.
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`)
 * @example
 * const salt = tokenBytes(16);
 */
export function tokenBytes(size: number = DEFAULT_TOKEN_BYTES): Bytes {
  return randomBytes(checkInteger(size, 'size', { min: 0, max: MAX_TOKEN_BYTES }));
}

/**
 * Random bytes as lower-case hexadecimal: two characters a byte.
 *
 * @param size how many bytes, 0 to 2^27. Default 32.
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`)
 * @example
 * tokenHex(16) // 32 characters
 */
export function tokenHex(size: number = DEFAULT_TOKEN_BYTES): string {
  return provider.encode(tokenBytes(size), 'hex');
}

/**
 * Random bytes as text that may stand in a URL: `A–Z a–z 0–9 - _`, 43 characters for the default of 32 bytes.
 *
 * @param size how many bytes, 0 to 2^27. Default 32; 16 (22 characters) is the least for a secret that is guessed at.
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`)
 * @example
 * tokenUrlSafe(16) // 22 characters
 */
export function tokenUrlSafe(size: number = DEFAULT_TOKEN_BYTES): string {
  return provider.encode(tokenBytes(size), 'base64url');
}
