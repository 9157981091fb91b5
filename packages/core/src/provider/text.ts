import type { Bytes } from '../bytes.ts';
import type { Encoding } from '../encoding/encoding.ts';

// Node's fastest ways between bytes and text.

/** What short texts pass through: a Buffer for each would take longer than all else. Nothing that is handed out is a view of it. */
const passage = Buffer.allocUnsafeSlow(16 * 1024);
/** UTF-8 has at most three bytes for a unit of UTF-16. */
const LONGEST_TEXT = Math.floor(passage.length / 3);
/** Arrays up to this size cost no memory outside the heap, and copying byte by byte is faster than a view. */
const SMALL_BYTES = 64;

/** Bytes with memory of their own: a small Buffer is a view of a pool that others share. */
export function own(bytes: Uint8Array): Bytes {
  return new Uint8Array(bytes);
}

/** Bytes that crossed from native code as a string of the characters 0 to 255. */
export function fromBinary(text: string): Bytes {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < bytes.length; index++) bytes[index] = text.charCodeAt(index);
  return bytes;
}

export function encode(bytes: Uint8Array, encoding: Encoding): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(encoding);
}

export function decode(text: string, encoding: Encoding): Bytes {
  if (text.length > SMALL_BYTES) return own(Buffer.from(text, encoding));
  const bytes = new Uint8Array(passage.write(text, encoding));
  for (let index = 0; index < bytes.length; index++) bytes[index] = passage[index] ?? 0;
  return bytes;
}

export function encodeText(text: string): string {
  if (text.length > LONGEST_TEXT) return Buffer.from(text).toString('base64url');
  return passage.toString('base64url', 0, passage.write(text, 'utf8'));
}

export function decodeText(base64url: string): string | undefined {
  if (base64url.length > passage.length) return undefined;
  const length = passage.write(base64url, 'base64url');
  // A text is canonical if it is what its bytes are written as; and what is no UTF-8 becomes this character.
  if (passage.toString('base64url', 0, length) !== base64url) return undefined;
  const text = passage.toString('utf8', 0, length);
  return text.includes('\ufffd') ? undefined : text;
}
