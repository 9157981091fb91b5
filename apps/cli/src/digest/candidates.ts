import { algorithmsAvailable, InvalidArgumentError, resolveAlgorithm } from '@countersign/core';
import type { ChecksumLine } from './checksum-line.ts';
import type { Job } from './job.ts';

/** A digest that a line may contain. */
export type Method = Pick<Job, 'algorithm' | 'parameters'>;

/** The algorithms of a digest by its hexadecimal digits, the most common first. */
const BY_DIGITS: ReadonlyMap<number, readonly string[]> = new Map([
  [32, ['md5']],
  [40, ['sha1']],
  [56, ['sha224', 'sha3-224', 'sha512-224']],
  [64, ['sha256', 'blake3', 'blake2b', 'sha3-256', 'sha512-256', 'blake2s', 'sm3']],
  [96, ['sha384', 'sha3-384', 'blake2b']],
  [128, ['sha512', 'blake2b', 'sha3-512', 'blake3']],
]);

/** The sizes of all these digests in bytes. */
export const SIZES: readonly number[] = [...BY_DIGITS.keys()].map((digits) => digits / 2);

/**
 * The digests that a line may contain: that of its tag, which must be the requested one if there is one, or all with its
 * length. Empty if there is none.
 */
export function candidates(line: ChecksumLine, requested: string | undefined): readonly Method[] {
  const tagged = line.algorithm === undefined ? undefined : canonical(line.algorithm);
  if (line.algorithm !== undefined && tagged === undefined) return [];
  if (tagged !== undefined && requested !== undefined && tagged !== requested) return [];
  const named = tagged ?? requested;
  const names = named === undefined ? (BY_DIGITS.get(line.digest.length) ?? []) : [named];
  return names.flatMap((name) => methodOf(name, line) ?? []);
}

function canonical(name: string): string | undefined {
  try {
    return resolveAlgorithm(name).name;
  } catch (error) {
    if (error instanceof InvalidArgumentError) return undefined;
    throw error;
  }
}

function methodOf(name: string, { digest, length = digest.length / 2 }: ChecksumLine): Method | undefined {
  const known = canonical(name);
  if (known === undefined || !algorithmsAvailable().has(known)) return undefined;
  const { family, digestSize } = resolveAlgorithm(known);
  const hasLength = family !== 'fixed';
  const isTooLong = family === 'blake2' && length > digestSize;
  if (digest.length !== length * 2 || isTooLong || (!hasLength && length !== digestSize)) return undefined;
  return { algorithm: known, parameters: length === digestSize ? {} : { length } };
}
