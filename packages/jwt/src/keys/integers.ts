import { fromBase64Url, fromHex, toBase64Url, toHex } from '@countersign/core';
import { InvalidKeyError } from '../errors.ts';

/** Bytes of the largest number in a key that is looked at: arithmetic on more would take long. */
const MAX_BYTES = 2048;

/** Reads a Base64urlUInt (RFC 7518 section 2). */
export function toInteger(base64url: string): bigint {
  const bytes = fromBase64Url(base64url);
  if (bytes.length > MAX_BYTES)
    throw new InvalidKeyError(`The key has a number of more than ${MAX_BYTES} bytes.`);
  return bytes.length === 0 ? 0n : BigInt(`0x${toHex(bytes)}`);
}

/** Writes a Base64urlUInt (RFC 7518 section 2). */
export function fromInteger(value: bigint): string {
  const digits = value.toString(16);
  return toBase64Url(fromHex(digits.length % 2 === 1 ? `0${digits}` : digits));
}
