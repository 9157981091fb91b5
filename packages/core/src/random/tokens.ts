import { bytesRuntime } from '#runtime/bytes';
import type { Bytes } from '../bytes.ts';
import { checkInteger } from '../integers.ts';
import { randomBytes } from './pool.ts';

/** Default size of a token in bytes: 256 bits, as in Python's `secrets`. */
export const DEFAULT_TOKEN_BYTES = 32;

/** The most random bytes of one call. */
const MAX_TOKEN_BYTES = 2 ** 27;

/**
 * Returns random bytes from the system's secure generator.
 *
 * @param size bytes, 0 to 2^27. Default 32.
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`)
 * @example
 * const salt = tokenBytes(16);
 */
export function tokenBytes(size: number = DEFAULT_TOKEN_BYTES): Bytes {
  return randomBytes(checkInteger(size, 'size', { min: 0, max: MAX_TOKEN_BYTES }));
}

/**
 * Returns random bytes as lower-case hexadecimal, two characters for each byte.
 *
 * @param size bytes, 0 to 2^27. Default 32.
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`)
 * @example
 * tokenHex(16) // 32 characters
 */
export function tokenHex(size: number = DEFAULT_TOKEN_BYTES): string {
  return bytesRuntime.encode(tokenBytes(size), 'hex');
}

/**
 * Returns random bytes as text for a URL: `A–Z a–z 0–9 - _`, 43 characters for the default of 32 bytes.
 *
 * @param size bytes, 0 to 2^27. Default 32. Use at least 16 (22 characters) for a secret.
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`)
 * @example
 * tokenUrlSafe(16) // 22 characters
 */
export function tokenUrlSafe(size: number = DEFAULT_TOKEN_BYTES): string {
  return bytesRuntime.encode(tokenBytes(size), 'base64url');
}
