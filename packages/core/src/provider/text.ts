import type { Bytes } from '../bytes.ts';
import type { Encoding } from '../encoding/encoding.ts';

// Node's fastest ways between bytes and text.

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
  return own(Buffer.from(text, encoding));
}
