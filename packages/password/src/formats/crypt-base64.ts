import type { Bytes } from '@countersign/core';
import { MalformedHashError } from '../errors.ts';

/** The digits of crypt(3), in ascending order. */
export const CRYPT_ALPHABET = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * Reads the Base64 of crypt(3): six bits a character, least significant first.
 *
 * @throws {@link MalformedHashError} unless `text` is the canonical form of `length` bytes
 */
export function fromCryptBase64(text: string, length: number, name: string): Bytes {
  const expectedLength = Math.ceil((length * 8) / 6);
  if (text.length !== expectedLength)
    throw new MalformedHashError(`${name} has ${text.length} characters, and ${expectedLength} are expected`);
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
  if (bits === 0) return bytes;
  throw new MalformedHashError(`${name} is not canonical Base64 of crypt(3)`);
}

/** Writes the Base64 of crypt(3). */
export function toCryptBase64(bytes: Uint8Array): string {
  let text = '';
  let [bits, held] = [0, 0];
  for (const byte of bytes) {
    bits |= byte << held;
    held += 8;
    for (; held >= 6; held -= 6) {
      text += CRYPT_ALPHABET.charAt(bits & 63);
      bits >>>= 6;
    }
  }
  return held > 0 ? text + CRYPT_ALPHABET.charAt(bits) : text;
}
