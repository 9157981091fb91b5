import { timingSafeEqual } from 'node:crypto';
import type { BytesRuntime } from './bytes.ts';

/** Node.js: Buffer, and comparison by OpenSSL. */
export const bytesRuntime: BytesRuntime = {
  encode: (bytes, encoding) =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(encoding),

  decode(text, encoding) {
    const pooled = Buffer.from(text, encoding);
    const bytes = new Uint8Array(pooled);
    // All Buffers of the process share the pool, and the bytes may be a secret.
    pooled.fill(0);
    return bytes;
  },

  encodeText: (text) => Buffer.from(text).toString('base64url'),

  decodeText(base64url) {
    const bytes = Buffer.from(base64url, 'base64url');
    if (bytes.toString('base64url') !== base64url) return undefined;
    const text = bytes.toString();
    // The replacement character may come from invalid UTF-8.
    return text.includes('\ufffd') ? undefined : text;
  },

  // Not the function itself: the command loads node:crypto when a member is first read.
  timingSafeEqual: (a, b) => timingSafeEqual(a, b),
};
