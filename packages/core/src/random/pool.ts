import { randomRuntime } from '#runtime/random';
import type { Bytes } from '../bytes.ts';

/** One call of the system's generator costs about as much for this many bytes as for one. */
const POOL_BYTES = 4096;
/** Larger requests are filled directly. */
const MAX_POOLED_BYTES = 256;

// A token of 32 bytes takes a tenth of the time with a pool. Used bytes are wiped.
let pool: Bytes = new Uint8Array(0);
let used = 0;

/** Reserves bytes of the pool that nobody has seen, and returns their start. */
function reserve(size: number): number {
  // A startup snapshot must not contain random bytes, so the pool is then just large enough.
  if (!randomRuntime.mayKeepBytes()) refill(size);
  else if (used + size > pool.length) refill(POOL_BYTES);
  used += size;
  return used - size;
}

function refill(size: number): void {
  if (pool.length !== size) pool = new Uint8Array(size);
  randomRuntime.fill(pool);
  used = 0;
}

/** Returns random bytes with their own memory. */
export function randomBytes(size: number): Bytes {
  if (size > MAX_POOLED_BYTES) {
    const bytes = new Uint8Array(size);
    randomRuntime.fill(bytes);
    return bytes;
  }
  const start = reserve(size);
  const bytes = pool.slice(start, start + size);
  pool.fill(0, start, start + size);
  return bytes;
}

/** Returns a uniform integer of up to 53 bits. */
export function randomNumber(bits: number): number {
  const size = Math.ceil(bits / 8);
  const start = reserve(size);
  // Mask the surplus bits before the sum. A sum of more than 53 bits would lose its low bits.
  let value = (pool[start] ?? 0) & topMask(bits);
  for (let index = start + 1; index < start + size; index++) value = value * 256 + (pool[index] ?? 0);
  pool.fill(0, start, start + size);
  return value;
}

/** The used bits of the first byte. */
function topMask(bits: number): number {
  if (bits === 0) return 0;
  return 0xff >> ((8 - (bits % 8)) % 8);
}
