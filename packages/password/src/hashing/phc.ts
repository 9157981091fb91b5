import { type Bytes, fromBase64, toBase64 } from '@countersign/core';
import { MalformedHashError } from '../errors.ts';

/** Longer strings are no password hashes. */
export const MAX_ENCODED_LENGTH = 4096;

/** Bytes as the PHC string format writes them: Base64 of the standard alphabet without padding. */
export function toPhcBase64(bytes: Uint8Array): string {
  return toBase64(bytes).replace(/=+$/, '');
}

/** @throws {@link MalformedHashError} for anything that is not canonical */
export function fromPhcBase64(text: string, what: string): Bytes {
  return decodeBase64(`${text}${'='.repeat((4 - (text.length % 4)) % 4)}`, what, !text.includes('='));
}

/** passlib's ab64: `.` in place of `+`, no padding. */
export function fromAb64(text: string, what: string): Bytes {
  if (text.includes('+')) throw new MalformedHashError(`${what} is not in adapted Base64`);
  return fromPhcBase64(text.replaceAll('.', '+'), what);
}

/** Padded Base64. */
export function fromPaddedBase64(text: string, what: string): Bytes {
  return decodeBase64(text, what, true);
}

function decodeBase64(text: string, what: string, isAllowed: boolean): Bytes {
  try {
    if (isAllowed) return fromBase64(text);
  } catch {
    // told below
  }
  throw new MalformedHashError(`${what} is not canonical Base64`);
}

/** A whole decimal number without sign, spaces or leading zeros (the PHC string format's rule). */
export function decimal(text: string | undefined, what: string): number {
  const value = Number(text);
  if (text !== undefined && /^(0|[1-9]\d{0,9})$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new MalformedHashError(`${what} is not a plain decimal number`);
}

/** A digest that could be guessed or is empty must never verify. */
export function checkDigest(bytes: Bytes, min = 16): Bytes {
  if (bytes.length >= min && bytes.length <= 1024) return bytes;
  throw new MalformedHashError(`its digest has ${bytes.length} bytes, and ${min} to 1024 are expected`);
}

/** Named parameters, `m=1,t=2`, in any order, each once. */
export function namedParameters(text: string, names: readonly string[]): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const item of text.split(',')) {
    const at = item.indexOf('=');
    const name = item.slice(0, at);
    if (at < 1 || !names.includes(name) || parameters.has(name))
      throw new MalformedHashError('its parameters are not the known ones, each once');
    parameters.set(name, item.slice(at + 1));
  }
  return parameters;
}
