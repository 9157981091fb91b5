/** The digits of crypt(3), least first. */
export const CRYPT_ALPHABET = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** crypt's own Base64: six bits a character, least significant first. */
export function fromCryptBase64(text: string, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const character of text) {
    bits |= CRYPT_ALPHABET.indexOf(character) << held;
    held += 6;
    while (held >= 8 && at < length) {
      bytes[at] = bits & 0xff;
      at += 1;
      bits >>>= 8;
      held -= 8;
    }
  }
  return bytes;
}
