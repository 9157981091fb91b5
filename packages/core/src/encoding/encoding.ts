import { provider } from '#provider';
import { type Bytes, checkBytes, checkWellFormed, fromUtf8 } from '../bytes.ts';
import { CountersignError, InvalidArgumentError } from '../errors.ts';

/** How bytes are written as text. `base64` is padded (RFC 4648 section 4); `base64url` is not (RFC 4648 section 5, RFC 7515 section 2). */
export type Encoding = 'hex' | 'base64' | 'base64url';

/** A text is not what its encoding allows. The message names the position of the first wrong character. */
export class EncodingError extends CountersignError {
  override readonly name: string = 'EncodingError';
  /** Where the first wrong character stands, counted from 0; the text's length when something is missing at its end. */
  readonly position: number;

  constructor(encoding: Encoding, position: number, reason: string) {
    super('ERR_ENCODING', `Not valid ${encoding}: ${reason} at position ${position}.`);
    this.position = position;
  }
}

/** Checks the option of that name, and returns it. */
export function checkEncoding(encoding: Encoding | undefined): Encoding | undefined {
  if (encoding === undefined || encoding === 'hex' || encoding === 'base64' || encoding === 'base64url')
    return encoding;
  throw new InvalidArgumentError('encoding', 'encoding must be "hex", "base64" or "base64url".');
}

/**
 * Bytes as they are, or as text when an encoding was asked for.
 *
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`) for an unknown encoding, and for no bytes when there is one
 */
export function encoded(bytes: Bytes, encoding: Encoding | undefined): Bytes | string {
  const form = checkEncoding(encoding);
  return form === undefined ? bytes : provider.encode(checkBytes(bytes, 'bytes'), form);
}

/**
 * Bytes as lower-case hexadecimal (RFC 4648 section 8).
 *
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`) when they are no bytes
 * @example
 * toHex(new Uint8Array([202, 254])) // 'cafe'
 */
export function toHex(bytes: Uint8Array): string {
  return provider.encode(checkBytes(bytes, 'bytes'), 'hex');
}

/**
 * Bytes as padded Base64 (RFC 4648 section 4).
 *
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`) when they are no bytes
 * @example
 * toBase64(utf8('hi')) // 'aGk='
 */
export function toBase64(bytes: Uint8Array): string {
  return provider.encode(checkBytes(bytes, 'bytes'), 'base64');
}

/**
 * Bytes as Base64url without padding (RFC 4648 section 5, RFC 7515 section 2).
 *
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`) when they are no bytes
 * @example
 * toBase64Url(new Uint8Array([255])) // '_w'
 */
export function toBase64Url(bytes: Uint8Array): string {
  return provider.encode(checkBytes(bytes, 'bytes'), 'base64url');
}

/**
 * The Base64url of a text's UTF-8 bytes: `toBase64Url(utf8(text))`, faster. It is what JOSE writes JSON as (RFC 7515 section 2).
 *
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`) for a lone surrogate
 * @example
 * textToBase64Url('{"alg":"HS256"}') // 'eyJhbGciOiJIUzI1NiJ9'
 */
export function textToBase64Url(text: string): string {
  return provider.encodeText(checkWellFormed(text, 'text'));
}

/**
 * The bytes of a hexadecimal text, in either case.
 *
 * @throws {@link EncodingError} (`ERR_ENCODING`) for an odd length or any other character, white space included
 */
export function fromHex(text: string): Bytes {
  const wrong = checkText(text).search(/[^0-9a-f]/i);
  if (wrong !== -1) throw new EncodingError('hex', wrong, 'expected a hexadecimal digit');
  if (text.length % 2 === 1) throw new EncodingError('hex', text.length, 'expected one more digit');
  return provider.decode(text, 'hex');
}

/**
 * The bytes of a padded Base64 text (RFC 4648 section 4). Only the one canonical spelling is accepted: full padding,
 * no white space or other characters (section 3.3), and zero bits behind the last byte (section 3.5).
 *
 * @throws {@link EncodingError} (`ERR_ENCODING`)
 */
export function fromBase64(text: string): Bytes {
  const body = checkText(text).replace(/={0,2}$/, '');
  checkAlphabet(body, 'base64', /[^A-Za-z0-9+/]/);
  if (text.length % 4 !== 0)
    throw new EncodingError('base64', text.length, 'the length must be a multiple of four, padding included');
  return provider.decode(text, 'base64');
}

/**
 * The bytes of a Base64url text without padding (RFC 4648 section 5, RFC 7515 section 2). Only the one canonical
 * spelling is accepted, as in {@link fromBase64}.
 *
 * @throws {@link EncodingError} (`ERR_ENCODING`)
 */
export function fromBase64Url(text: string): Bytes {
  if (checkText(text).length >= LONG_TEXT && provider.name === 'node') {
    // A text is canonical if it is what its bytes are written as.
    const bytes = provider.decode(text, 'base64url');
    if (provider.encode(bytes, 'base64url') === text) return bytes;
  }
  checkAlphabet(text, 'base64url', /[^A-Za-z0-9_-]/);
  return provider.decode(text, 'base64url');
}

/**
 * The text whose UTF-8 bytes a Base64url text stands for: `fromUtf8(fromBase64Url(base64url))`, faster and as strict.
 *
 * @throws {@link EncodingError} (`ERR_ENCODING`) as {@link fromBase64Url}, {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`) when the
 * bytes are not UTF-8
 * @example
 * textFromBase64Url('eyJhbGciOiJIUzI1NiJ9') // '{"alg":"HS256"}'
 */
export function textFromBase64Url(base64url: string): string {
  return provider.decodeText(checkText(base64url)) ?? fromUtf8(fromBase64Url(base64url));
}

/** From so many characters on, Node.js writes bytes once more faster than a regular expression looks at each character. */
const LONG_TEXT = 128;

function checkText(text: string): string {
  if (typeof text === 'string') return text;
  throw new InvalidArgumentError('text', 'text must be a string.');
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Checks an unpadded text: its characters, its length, and the bits behind its last byte. */
function checkAlphabet(body: string, encoding: 'base64' | 'base64url', outside: RegExp): void {
  const wrong = body.search(outside);
  if (wrong !== -1) throw new EncodingError(encoding, wrong, 'a character outside the alphabet');
  const rest = body.length % 4;
  if (rest === 1) throw new EncodingError(encoding, body.length, 'one character alone cannot end a text');
  if (rest === 0) return;
  // The two characters that are no letter or digit stand for 62 and 63: bits are set wherever one may be unused, as in -1.
  const value = ALPHABET.indexOf(body.charAt(body.length - 1));
  const unused = rest === 2 ? 0b1111 : 0b11;
  if ((value & unused) !== 0)
    throw new EncodingError(encoding, body.length - 1, 'non-zero bits behind the last byte');
}
