import type { Bytes } from '@countersign/core';
import { MalformedHashError } from '../errors.ts';

/** The digits of crypt(3), least first. */
export const CRYPT_ALPHABET = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * So many bytes in crypt's own Base64: six bits a character, least significant first.
 *
 * @throws {@link MalformedHashError} for anything that is not canonical
 */
export function fromCryptBase64(text: string, length: number, what: string): Bytes {
  const bytes = new Uint8Array(length);
  let [bits, held, at] = [0, 0, 0];
  for (const character of text) {
    bits |= CRYPT_ALPHABET.indexOf(character) << held;
    held += 6;
    if (held < 8) continue;
    bytes[at] = bits & 0xff;
    at += 1;
    bits >>>= 8;
    held -= 8;
  }
  if (text.length === Math.ceil((length * 8) / 6) && bits === 0) return bytes;
  throw new MalformedHashError(`${what} is not ${length} bytes in the Base64 of crypt(3)`);
}
