import { afterEach, beforeEach, expect, type MockInstance, test, vi } from 'vitest';
import { randomRuntime } from '#runtime/random';
import type { Bytes } from '../bytes.ts';
import { randomBelow, randomBits } from './integers.ts';
import { randomBytes, randomNumber } from './pool.ts';

// A generator whose bytes are known: 1, 2, …, 251, 1, 2, … None is 0, and a pool of 4096 does not begin as the one before.
const POOL_BYTES = 4096;
let fill: MockInstance<(bytes: Bytes) => void>;
let given = 0;
const byteAt = (index: number): number => (index % 251) + 1;
const bytesFrom = (index: number, size: number): number[] =>
  Array.from({ length: size }, (_, at) => byteAt(index + at));

beforeEach(() => {
  given = 0;
  fill = vi.spyOn(randomRuntime, 'fill').mockImplementation((bytes) => {
    for (const index of bytes.keys()) bytes[index] = byteAt(given++);
  });
  // Takes what earlier tests left in the pool, and one byte of the next.
  for (let byte = 0; byte <= POOL_BYTES && fill.mock.calls.length === 0; byte++) randomBytes(1);
  expect(fill).toHaveBeenCalledOnce();
});

afterEach(() => vi.restoreAllMocks());

const pool = (): Bytes => fill.mock.lastCall?.[0] ?? new Uint8Array();

test('uses each byte of the pool once, and then fills it again', () => {
  expect(pool()).toHaveLength(POOL_BYTES);
  for (let at = 1; at < POOL_BYTES; at += 5) expect([...randomBytes(5)]).toEqual(bytesFrom(at, 5));
  expect(fill).toHaveBeenCalledOnce();
  expect([...randomBytes(5)]).toEqual(bytesFrom(POOL_BYTES, 5));
  expect(fill).toHaveBeenCalledTimes(2);
});

test('fills the pool if the rest is too short', () => {
  for (let at = 1; at < POOL_BYTES - 3; at += 4) randomBytes(4);
  expect([...randomBytes(4)]).toEqual(bytesFrom(POOL_BYTES, 4));
});

test('wipes used bytes of the pool, and no others', () => {
  randomBytes(8);
  expect([...pool().subarray(0, 10)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, byteAt(9)]);
  randomNumber(16);
  expect([...pool().subarray(8, 12)]).toEqual([0, 0, 0, byteAt(11)]);
});

test.each([
  [255, POOL_BYTES],
  [256, POOL_BYTES],
  [257, 257],
  [5000, 5000],
])('fills %d bytes with a call for %d', (size, filled) => {
  const before = given;
  const bytes = randomBytes(size);
  expect(fill.mock.calls.at(-1)?.[0]).toHaveLength(filled);
  expect([...bytes]).toEqual(bytesFrom(filled === POOL_BYTES ? 1 : before, size));
});

// Which bytes a number is made of: as many as its bits need, the first the highest, the bits above cut off.
test.each([
  [0, [], 0],
  [1, [0x02], 0],
  [7, [0x02], 2],
  [8, [0x02], 2],
  [9, [0x02, 0x03], 0x0003],
  [12, [0x02, 0x03], 0x0203],
  [53, [2, 3, 4, 5, 6, 7, 8], 0x2030405060708],
  [50, [2, 3, 4, 5, 6, 7, 8], 0x2030405060708],
  [49, [2, 3, 4, 5, 6, 7, 8], 0x30405060708],
])('makes a number of %d bits from the bytes %j', (bits, used, value) => {
  expect(randomNumber(bits)).toBe(value);
  expect([...randomBytes(1)]).toEqual([byteAt(1 + used.length)]);
});

// A limit just above what fits would make every second draw one in vain.
test.each<readonly [number | bigint, number]>([
  [1, 0],
  [1n, 0],
  [2, 1],
  [2n, 1],
  [256, 1],
  [256n, 1],
  [2 ** 32, 4],
  [2 ** 32 - 1, 4],
  [2 ** 32 + 1, 5],
  [2 ** 40, 5],
  [2n ** 64n, 8],
  [2 ** 53, 7],
])('a number below %d uses %d bytes', (limit, taken) => {
  if (typeof limit === 'bigint') randomBelow(limit);
  else randomBelow(limit);
  expect([...randomBytes(1)]).toEqual([byteAt(1 + taken)]);
});

test('uses no bytes for no bits', () => {
  expect(randomBits(0)).toBe(0n);
  expect([...randomBytes(1)]).toEqual([byteAt(1)]);
});

test('keeps no random bytes while a startup snapshot is built', () => {
  vi.spyOn(randomRuntime, 'mayKeepBytes').mockReturnValue(false);
  randomBytes(5);
  expect([...pool()]).toEqual([0, 0, 0, 0, 0]);
  randomBytes(3);
  expect([...pool()]).toEqual([0, 0, 0]);
  vi.spyOn(randomRuntime, 'mayKeepBytes').mockReturnValue(true);
  randomBytes(1);
  expect(pool()).toHaveLength(POOL_BYTES);
});
