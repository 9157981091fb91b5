import { provider } from '#provider';
import type { Bytes } from '../bytes.ts';
import { checkInteger } from '../integers.ts';

/** The bytes of a token when no number is given: 256 bits, as in Python's `secrets`. */
export const DEFAULT_TOKEN_BYTES = 32;

const MAX_TOKEN_BYTES = 2 ** 30;

/**
 * Random bytes from the system's secure generator.
 *
 * @param size how many, 0 to 2^30. Default 32.
 * @throws {@link InvalidArgumentError}
 */
export function tokenBytes(size: number = DEFAULT_TOKEN_BYTES): Bytes {
  const bytes = new Uint8Array(checkInteger(size, 'size', { min: 0, max: MAX_TOKEN_BYTES }));
  provider.randomFill(bytes);
  return bytes;
}

/** Random bytes as lower-case hexadecimal: two characters a byte. */
export function tokenHex(size: number = DEFAULT_TOKEN_BYTES): string {
  return provider.encode(tokenBytes(size), 'hex');
}

/** Random bytes as text that may stand in a URL: `A–Z a–z 0–9 - _`, 43 characters for the default of 32 bytes. */
export function tokenUrlSafe(size: number = DEFAULT_TOKEN_BYTES): string {
  return provider.encode(tokenBytes(size), 'base64url');
}
