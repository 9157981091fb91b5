// The only place where bytes become text: lists, claims, keys, tokens and passwords.
import { isUtf8 } from 'node:buffer';
import { nameOfBytes } from './names.ts';

/** How the characters of a text are written. */
export type Charset = 'utf8' | 'utf16le' | 'utf16be';

const UTF8_MARK = Buffer.of(0xef, 0xbb, 0xbf);

/** The charset of a text by its byte order mark, or by the zero bytes of ASCII characters in UTF-16. */
export function charsetOf(start: Uint8Array): { readonly charset: Charset; readonly markLength: number } {
  const [first, second] = start;
  if (first === 0xff && second === 0xfe) return { charset: 'utf16le', markLength: 2 };
  if (first === 0xfe && second === 0xff) return { charset: 'utf16be', markLength: 2 };
  if (UTF8_MARK.equals(start.subarray(0, 3))) return { charset: 'utf8', markLength: 3 };
  const isPair = start.length >= 4;
  if (isPair && first !== 0 && second === 0 && start[2] !== 0 && start[3] === 0)
    return { charset: 'utf16le', markLength: 0 };
  if (isPair && first === 0 && second !== 0 && start[2] === 0 && start[3] !== 0)
    return { charset: 'utf16be', markLength: 0 };
  return { charset: 'utf8', markLength: 0 };
}

/** Text in a charset. Bytes that are not UTF-8 are escaped as in file names. */
export function decode(bytes: Buffer, charset: Charset): string {
  if (charset === 'utf8') return nameOfBytes(bytes);
  const even = bytes.subarray(0, bytes.length - (bytes.length % 2));
  return charset === 'utf16le' ? even.toString('utf16le') : Buffer.from(even).swap16().toString('utf16le');
}

/** The text of a file without its byte order mark; undefined if it is not text. */
export function textOf(bytes: Buffer): string | undefined {
  const { charset, markLength } = charsetOf(bytes);
  const content = bytes.subarray(markLength);
  if (charset === 'utf8') return isUtf8(content) ? content.toString() : undefined;
  const text = content.length % 2 === 0 ? decode(content, charset) : '';
  return text.isWellFormed() && isMostlyLatin(text) ? text : undefined;
}

/** Random bytes can look like UTF-16, but then hardly any of their characters is ASCII. */
function isMostlyLatin(text: string): boolean {
  const ascii = text.match(/[\t\n\r -~]/g)?.length ?? 0;
  return ascii > 0 && ascii * 8 >= text.length;
}
