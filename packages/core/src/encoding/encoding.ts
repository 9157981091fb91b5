import { bytesRuntime } from '#runtime/bytes';
import { type Bytes, checkBytes, checkWellFormed, type Encoding, fromUtf8 } from '../bytes.ts';
import { CountersignError } from '../errors.ts';
import { type OptionReader, oneOf, string } from '../option-readers.ts';

/** A text does not follow its encoding. The message has the position of the first wrong character, but not the text. */
export class EncodingError extends CountersignError {
  override readonly name: string = 'EncodingError';
  override readonly code: 'ERR_ENCODING' = 'ERR_ENCODING';
  /** Index of the first wrong character, or the text's length if its end is missing. */
  readonly position: number;

  constructor(encoding: Encoding, position: number, reason: string) {
    super('ERR_ENCODING', `Invalid ${encoding} at position ${position}: ${reason}.`);
    this.position = position;
  }
}

/** Reads the option `encoding`. */
export const encoding: OptionReader<Encoding> = oneOf(['hex', 'base64', 'base64url']);

/** Checks the option `encoding`. Replaced by {@link encoding}; remove when nothing uses it. */
export function checkEncoding(value: Encoding | undefined): Encoding | undefined {
  return value === undefined ? undefined : encoding(value, 'encoding', true);
}

/** Returns bytes as they are, or as text if there is an encoding. */
export function encoded(bytes: Bytes, option: Encoding | undefined): Bytes | string {
  const form = checkEncoding(option);
  return form === undefined ? bytes : bytesRuntime.encode(checkBytes(bytes, 'bytes'), form);
}

/**
 * Decodes text in a named encoding, as strictly as {@link fromHex}, {@link fromBase64} and {@link fromBase64Url}.
 *
 * @throws {@link EncodingError} (`ERR_ENCODING`)
 */
export function decode(text: string, form: Encoding): Bytes {
  return form === 'hex' ? fromHex(text) : form === 'base64' ? fromBase64(text) : fromBase64Url(text);
}

/**
 * Encodes bytes as lower-case hexadecimal (RFC 4648 section 8).
 *
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`) for anything but a Uint8Array
 * @example
 * toHex(new Uint8Array([202, 254])) // 'cafe'
 */
export function toHex(bytes: Uint8Array): string {
  return bytesRuntime.encode(checkBytes(bytes, 'bytes'), 'hex');
}

/**
 * Encodes bytes as padded Base64 (RFC 4648 section 4).
 *
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`) for anything but a Uint8Array
 * @example
 * toBase64(utf8('hi')) // 'aGk='
 */
export function toBase64(bytes: Uint8Array): string {
  return bytesRuntime.encode(checkBytes(bytes, 'bytes'), 'base64');
}

/**
 * Encodes bytes as Base64url without padding (RFC 4648 section 5, RFC 7515 section 2).
 *
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`) for anything but a Uint8Array
 * @example
 * toBase64Url(new Uint8Array([255])) // '_w'
 */
export function toBase64Url(bytes: Uint8Array): string {
  return bytesRuntime.encode(checkBytes(bytes, 'bytes'), 'base64url');
}

/**
 * Encodes the UTF-8 bytes of a text as Base64url, as JOSE does with JSON (RFC 7515 section 2). Equals
 * `toBase64Url(utf8(text))`, but faster.
 *
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`) for a lone surrogate
 * @example
 * textToBase64Url('{"alg":"HS256"}') // 'eyJhbGciOiJIUzI1NiJ9'
 */
export function textToBase64Url(text: string): string {
  return bytesRuntime.encodeText(checkWellFormed(text, 'text'));
}

/**
 * Decodes hexadecimal text in either case.
 *
 * @throws {@link EncodingError} (`ERR_ENCODING`) for an odd length or any other character, including white space
 * @example
 * fromHex('cafe') // Uint8Array [202, 254]
 */
export function fromHex(text: string): Bytes {
  const wrong = string(text, 'text').search(/[^0-9a-f]/i);
  if (wrong !== -1) throw new EncodingError('hex', wrong, 'expected a hexadecimal digit');
  if (text.length % 2 === 1) throw new EncodingError('hex', text.length, 'expected one more digit');
  return bytesRuntime.decode(text, 'hex');
}

/**
 * Decodes padded Base64 text (RFC 4648 section 4). Accepts only the canonical form: full padding, no white space or other
 * characters (section 3.3), and zero bits after the last byte (section 3.5).
 *
 * @throws {@link EncodingError} (`ERR_ENCODING`)
 * @example
 * fromBase64('aGk=') // the bytes of 'hi'
 */
export function fromBase64(text: string): Bytes {
  const body = string(text, 'text').replace(/={1,2}$/, '');
  checkBody(body, 'base64', /[^A-Za-z0-9+/]/);
  if (text.length % 4 !== 0) {
    throw new EncodingError('base64', text.length, 'the length with padding must be a multiple of four');
  }
  return bytesRuntime.decode(text, 'base64');
}

/**
 * Decodes Base64url text without padding (RFC 4648 section 5, RFC 7515 section 2). Accepts only the canonical form, as
 * {@link fromBase64}.
 *
 * @throws {@link EncodingError} (`ERR_ENCODING`)
 * @example
 * fromBase64Url('_w') // Uint8Array [255]
 */
export function fromBase64Url(text: string): Bytes {
  checkBody(string(text, 'text'), 'base64url', /[^A-Za-z0-9_-]/);
  return bytesRuntime.decode(text, 'base64url');
}

/**
 * Decodes Base64url text to UTF-8 text. Equals `fromUtf8(fromBase64Url(base64url))`, but faster.
 *
 * @throws {@link EncodingError} (`ERR_ENCODING`) as {@link fromBase64Url}
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`) if the bytes are not UTF-8
 * @example
 * textFromBase64Url('eyJhbGciOiJIUzI1NiJ9') // '{"alg":"HS256"}'
 */
export function textFromBase64Url(base64url: string): string {
  return bytesRuntime.decodeText(string(base64url, 'text')) ?? fromUtf8(fromBase64Url(base64url));
}

const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Checks text without padding: its characters, its length, and the unused bits after the last byte. */
function checkBody(body: string, form: 'base64' | 'base64url', outside: RegExp): void {
  const wrong = body.search(outside);
  if (wrong !== -1) throw new EncodingError(form, wrong, 'the character is outside the alphabet');
  const rest = body.length % 4;
  if (rest === 1) throw new EncodingError(form, body.length, 'one character alone cannot be the end');
  if (rest === 0) return;
  // For 62 and 63 the index is -1, which has all bits set. Both have unused bits that are not zero.
  const value = LETTERS_AND_DIGITS.indexOf(body.charAt(body.length - 1));
  const unused = rest === 2 ? 0b1111 : 0b11;
  if ((value & unused) !== 0) {
    throw new EncodingError(form, body.length - 1, 'the bits after the last byte are not zero');
  }
}
