import { InvalidArgumentError } from '@countersign/core';
import { checkReadable } from '@countersign/core/internal';
import { passwordDigest } from './breach.ts';

const DIGEST_BYTES = 20;
const BUCKETS = 256;
const MAX_LENGTH = 4096;

/**
 * Writes a sorted list of the passwords' SHA-1 digests, for `blocklistFile`. Each password is normalised as it is before it is
 * hashed; empty ones are left out. It keeps 20 bytes for each password, and writes while it sorts.
 *
 * @throws {@link InvalidArgumentError} for anything but strings of at most 4096 characters
 * @example
 * for await (const lines of buildBlocklist(['letmein', 'hunter2'])) process.stdout.write(lines)
 */
export function buildBlocklist(
  passwords: Iterable<string> | AsyncIterable<string>,
): AsyncGenerator<string, void, undefined> {
  checkReadable(passwords, 'passwords');
  const isIterable =
    typeof passwords === 'object' &&
    passwords !== null &&
    (Symbol.asyncIterator in passwords || Symbol.iterator in passwords);
  if (isIterable) return sortedDigests(passwords);
  throw new InvalidArgumentError('passwords', 'passwords must be an iterable of strings, such as an array.');
}

async function* sortedDigests(
  passwords: Iterable<string> | AsyncIterable<string>,
): AsyncGenerator<string, void, undefined> {
  // One bucket for each first byte, so that no sort takes long.
  const buckets = Array.from({ length: BUCKETS }, () => new Bucket());
  for await (const value of passwords) {
    const password = checkPassword(value);
    if (password === '') continue;
    const digest = Buffer.from(passwordDigest(password, 'passwords'), 'hex');
    buckets[digest[0] ?? 0]?.add(digest);
  }
  for (const bucket of buckets) {
    const lines = [...new Set(bucket.digests())].sort();
    if (lines.length > 0) yield `${lines.join('\n')}\n`;
  }
}

/** Digests in a row of bytes that grows. */
class Bucket {
  #bytes = Buffer.alloc(16 * DIGEST_BYTES);
  #used = 0;

  add(digest: Uint8Array): void {
    if (this.#used === this.#bytes.length) {
      this.#bytes = Buffer.concat([this.#bytes, Buffer.alloc(this.#bytes.length)]);
    }
    this.#bytes.set(digest, this.#used);
    this.#used += DIGEST_BYTES;
  }

  *digests(): Generator<string> {
    for (let at = 0; at < this.#used; at += DIGEST_BYTES)
      yield this.#bytes.toString('hex', at, at + DIGEST_BYTES).toUpperCase();
  }
}

function checkPassword(value: unknown): string {
  if (typeof value !== 'string' || value.length > MAX_LENGTH)
    throw new InvalidArgumentError(
      'passwords',
      `passwords must be strings of at most ${MAX_LENGTH} characters.`,
    );
  // Files from Windows have a byte order mark before the first line and a return after each.
  return value.replace(/^\ufeff/, '').replace(/\r$/, '');
}

/** A set of digests, 8 bytes each. With n passwords, one in 2^64 / n others is wrongly found. */
export class DigestTable {
  #entries = new BigUint64Array(1024);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(digest: string): void {
    if (this.#size === this.#entries.length) {
      const more = new BigUint64Array(this.#size * 2);
      more.set(this.#entries);
      this.#entries = more;
    }
    this.#entries[this.#size] = entryOf(digest);
    this.#size += 1;
  }

  /** Call it after the last `add`. */
  sort(): void {
    this.#entries = this.#entries.slice(0, this.#size).sort();
  }

  has(digest: string): boolean {
    const wanted = entryOf(digest);
    let [low, high] = [0, this.#size];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const found = this.#entries[middle] ?? 0n;
      if (found === wanted) return true;
      if (found < wanted) low = middle + 1;
      else high = middle;
    }
    return false;
  }
}

function entryOf(digest: string): bigint {
  return BigInt(`0x${digest.slice(0, 16)}`);
}
