import { type Bytes, fromBase64, toBase64 } from '@countersign/core';
import { MalformedHashError } from '../errors.ts';

// The PHC string format: $id$v=version$name=value,…$salt$hash, with Base64 that has no padding.
// https://github.com/P-H-C/phc-string-format/blob/master/phc-sf-spec.md

/** Maximum length of a stored hash, in characters. */
export const MAX_ENCODED_LENGTH = 4096;

/** Writes the Base64 of the PHC string format: standard alphabet, no padding. */
export function toPhcBase64(bytes: Uint8Array): string {
  return withoutPadding(toBase64(bytes));
}

/** @throws {@link MalformedHashError} unless `text` is canonical Base64 without padding */
export function fromPhcBase64(text: string, name: string): Bytes {
  return decodeBase64(withPadding(text), name, !text.includes('='));
}

/** Reads Base64 with or without padding. @throws {@link MalformedHashError} */
export function fromAnyBase64(text: string, name: string): Bytes {
  return text.includes('=') ? fromPaddedBase64(text, name) : fromPhcBase64(text, name);
}

/** Reads passlib's adapted Base64: `.` instead of `+`, no padding. @throws {@link MalformedHashError} */
export function fromAb64(text: string, name: string): Bytes {
  if (text.includes('+')) throw new MalformedHashError(`${name} is not adapted Base64`);
  return fromPhcBase64(text.replaceAll('.', '+'), name);
}

/** Reads padded Base64. @throws {@link MalformedHashError} */
export function fromPaddedBase64(text: string, name: string): Bytes {
  return decodeBase64(text, name, true);
}

function withoutPadding(text: string): string {
  const end = text.indexOf('=');
  return end < 0 ? text : text.slice(0, end);
}

function withPadding(text: string): string {
  return `${text}${'='.repeat((4 - (text.length % 4)) % 4)}`;
}

function decodeBase64(text: string, name: string, isAllowed: boolean): Bytes {
  try {
    if (isAllowed) return fromBase64(text);
  } catch {
    // Reported below, in the words of a stored hash.
  }
  throw new MalformedHashError(`${name} is not canonical Base64`);
}

/** Reads a decimal integer without sign, spaces or leading zeros, as the PHC string format requires. */
export function decimal(text: string | undefined, name: string): number {
  const value = Number(text);
  if (text !== undefined && /^(0|[1-9]\d{0,9})$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new MalformedHashError(`${name} is not a plain decimal integer`);
}

/** Rejects a hash that is empty or short enough to guess. */
export function checkDigest(bytes: Bytes, min = 16): Bytes {
  if (bytes.length >= min && bytes.length <= 1024) return bytes;
  throw new MalformedHashError(
    `its hash has ${bytes.length} bytes, but ${min} to 1024 are expected; it may be truncated`,
  );
}

/** Reads `m=1,t=2` in any order. Each name may appear once. */
export function namedParameters(text: string, names: readonly string[]): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const item of text.split(',')) {
    const at = item.indexOf('=');
    const name = item.slice(0, at);
    if (at < 1 || !names.includes(name) || parameters.has(name))
      throw new MalformedHashError(`its parameters must be ${names.join(', ')}, each at most once`);
    parameters.set(name, item.slice(at + 1));
  }
  return parameters;
}
