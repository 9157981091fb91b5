import { type Bytes, fromHex, toBase64Url, toHex } from '@countersign/core/internal';
import { InvalidKeyError } from '../../errors.ts';

/** Bytes of the largest integer in a key. Arithmetic on longer ones would take long. */
const MAX_BYTES = 2048;

/** Removes the leading zeros of a big-endian unsigned integer. Zero has no bytes left. */
function withoutLeadingZeros(bytes: Uint8Array): Uint8Array {
  let start = 0;
  while (start < bytes.length && bytes[start] === 0) start += 1;
  return bytes.subarray(start);
}

/** Reads a big-endian unsigned integer. */
export function toInteger(bytes: Uint8Array): bigint {
  const digits = withoutLeadingZeros(bytes);
  if (digits.length > MAX_BYTES)
    throw new InvalidKeyError(`The key has an integer of more than ${MAX_BYTES} bytes.`);
  return digits.length === 0 ? 0n : BigInt(`0x${toHex(digits)}`);
}

/** Writes a big-endian unsigned integer without leading zeros. */
export function fromInteger(value: bigint): Bytes {
  const digits = value.toString(16);
  return fromHex(digits.length % 2 === 1 ? `0${digits}` : digits);
}

/** Writes a Base64urlUInt (RFC 7518 section 2): the fewest bytes, and one byte for zero. */
export function integerText(bytes: Uint8Array): string {
  const digits = withoutLeadingZeros(bytes);
  return toBase64Url(digits.length === 0 ? Uint8Array.of(0) : digits);
}

/** Writes a big-endian unsigned integer in `length` bytes; undefined if it does not fit. */
export function fixedLength(bytes: Uint8Array, length: number): Bytes | undefined {
  const digits = withoutLeadingZeros(bytes);
  if (digits.length > length) return undefined;
  const padded = new Uint8Array(length);
  padded.set(digits, length - digits.length);
  return padded;
}
