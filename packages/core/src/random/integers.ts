import { bytesRuntime } from '#runtime/bytes';
import { InvalidArgumentError } from '../errors.ts';
import { checkInteger } from '../integers.ts';
import { randomBytes, randomNumber } from './pool.ts';

/**
 * Returns a uniform integer from 0 to `limit` − 1. A bigint gives a bigint.
 *
 * @param limit 1 to 2^53, or a bigint of at least 1
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`)
 * @example
 * randomBelow(1_000_000) // 0 to 999,999
 */
export function randomBelow(limit: number): number;
export function randomBelow(limit: bigint): bigint;
export function randomBelow(limit: number | bigint): number | bigint {
  if (typeof limit === 'bigint') return bigintBelow(limit);
  // 2^53 is not a safe integer, but all results below it are.
  if (limit === 2 ** 53) return numberBelow(limit);
  return numberBelow(checkInteger(limit, 'limit', { min: 1, max: Number.MAX_SAFE_INTEGER }));
}

/**
 * Draws as many bits as `limit − 1` has, until the number is below `limit`. Each draw succeeds with a probability above one
 * half. A remainder would favour small numbers.
 */
export function numberBelow(limit: number): number {
  const bits = bitLength(limit - 1);
  for (;;) {
    const value = randomNumber(bits);
    if (value < limit) return value;
  }
}

function bitLength(value: number): number {
  return value < 2 ** 32 ? 32 - Math.clz32(value) : 64 - Math.clz32(Math.floor(value / 2 ** 32));
}

function bigintBelow(limit: bigint): bigint {
  if (limit < 1n) throw new InvalidArgumentError('limit', 'limit must be at least 1.');
  const bits = limit === 1n ? 0 : (limit - 1n).toString(2).length;
  for (;;) {
    const value = randomBits(bits);
    if (value < limit) return value;
  }
}

const MAX_RANDOM_BITS = 2 ** 23;

/**
 * Returns a uniform integer of `bits` random bits: from 0 to 2^bits − 1.
 *
 * @param bits 0 to 2^23
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`)
 * @example
 * randomBits(128) // a bigint
 */
export function randomBits(bits: number): bigint {
  checkInteger(bits, 'bits', { min: 0, max: MAX_RANDOM_BITS });
  if (bits === 0) return 0n;
  const hex = bytesRuntime.encode(randomBytes(Math.ceil(bits / 8)), 'hex');
  return BigInt.asUintN(bits, BigInt(`0x${hex}`));
}
