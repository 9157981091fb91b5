import { type Bytes, type Encoding, utf8 } from '../bytes.ts';
import type { BytesRuntime } from './bytes.ts';

/** Arguments of one call of `String.fromCharCode`, far below the limit of any engine. */
const CHUNK = 8192;

function binaryString(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(start, start + CHUNK));
  }
  return text;
}

function bytesOf(binary: string): Bytes {
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < bytes.length; index++) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

function encodeHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

function decodeHex(text: string): Bytes {
  const bytes = new Uint8Array(text.length / 2);
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = Number.parseInt(text.slice(index * 2, index * 2 + 2), 16);
  }
  return bytes;
}

function encode(bytes: Uint8Array, encoding: Encoding): string {
  if (encoding === 'hex') return encodeHex(bytes);
  const base64 = btoa(binaryString(bytes));
  return encoding === 'base64'
    ? base64
    : base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Browsers, workers, Deno and Bun. */
export const bytesRuntime: BytesRuntime = {
  encode,

  decode(text, encoding) {
    if (encoding === 'hex') return decodeHex(text);
    return bytesOf(atob(encoding === 'base64' ? text : text.replaceAll('-', '+').replaceAll('_', '/')));
  },

  encodeText: (text) => encode(utf8(text), 'base64url'),

  decodeText: () => undefined,

  timingSafeEqual(a, b) {
    let difference = 0;
    for (let index = 0; index < a.length; index++) difference |= (a[index] ?? 0) ^ (b[index] ?? 0);
    return difference === 0;
  },
};
