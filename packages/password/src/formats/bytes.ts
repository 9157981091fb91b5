import type { Bytes } from '@countersign/core';

/** Bytes one after another. */
export function joined(...parts: readonly Uint8Array[]): Bytes {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Bytes over and over, until there are so many. */
export function filled(bytes: Uint8Array, length: number): Bytes {
  const repeated = new Uint8Array(length);
  repeated.set(bytes.subarray(0, length));
  for (let done = bytes.length; done < length; done *= 2) repeated.copyWithin(done, 0, done);
  return repeated;
}
