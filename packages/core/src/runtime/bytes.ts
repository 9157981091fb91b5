import type { Bytes, Encoding } from '../bytes.ts';

/** Encodings and comparison. All arguments are checked. */
export interface BytesRuntime {
  encode(bytes: Uint8Array, encoding: Encoding): string;
  /** The text is canonical. */
  decode(text: string, encoding: Encoding): Bytes;
  /** The Base64url of a well-formed text's UTF-8 bytes. */
  encodeText(text: string): string;
  /** The UTF-8 text of a canonical Base64url text. Undefined if the text needs a closer look. */
  decodeText(base64url: string): string | undefined;
  /** Both have the same length. */
  timingSafeEqual(a: Uint8Array, b: Uint8Array): boolean;
}
