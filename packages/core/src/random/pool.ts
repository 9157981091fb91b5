import { provider } from '#provider';
import type { Bytes } from '../bytes.ts';

// One call of the system's generator costs about as much for a few thousand bytes as for one.
const POOL_BYTES = 4096;
/** Larger requests are filled directly. */
const MAX_POOLED_BYTES = 256;

let pool: Bytes | undefined;
let used = POOL_BYTES;

/** Reserves bytes of the pool that nobody has seen, and says where they begin. */
function reserve(size: number): readonly [Bytes, number] {
  pool ??= new Uint8Array(POOL_BYTES);
  if (used + size > POOL_BYTES) {
    provider.randomFill(pool);
    used = 0;
  }
  const start = used;
  used += size;
  return [pool, start];
}

/** Random bytes with memory of their own. What the pool gave is wiped from it. */
export function randomBytes(size: number): Bytes {
  if (size > MAX_POOLED_BYTES) {
    const bytes = new Uint8Array(size);
    provider.randomFill(bytes);
    return bytes;
  }
  const [source, start] = reserve(size);
  const bytes = source.slice(start, start + size);
  source.fill(0, start, start + size);
  return bytes;
}

/** A uniform whole number of `bits` bits, up to 53. */
export function randomNumber(bits: number): number {
  const size = Math.ceil(bits / 8);
  const [source, start] = reserve(size);
  let value = 0;
  for (let index = start; index < start + size; index++) {
    value = value * 256 + (source[index] ?? 0);
    source[index] = 0;
  }
  return value % 2 ** bits;
}
