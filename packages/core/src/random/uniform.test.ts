import { describe, expect, test } from 'vitest';
import { tokenBytes, tokenHex, tokenUrlSafe } from './tokens.ts';
import { choice, randomBelow, randomBits, sample, shuffle } from './uniform.ts';

const DRAWS = 60_000;

/** Pearson's statistic of how far the counts of equally likely outcomes are from equal. */
function chiSquared(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

function tally(outcomes: number, draw: () => number): number[] {
  const counts = Array.from({ length: outcomes }, () => 0);
  for (let turn = 0; turn < DRAWS; turn++) {
    const outcome = draw();
    counts[outcome] = (counts[outcome] ?? Number.NaN) + 1;
  }
  return counts;
}

/**
 * The bound that a uniform draw exceeds once in about ten thousand million runs: the 1 − 10⁻¹⁰ quantile of the
 * chi-squared distribution, by the Wilson–Hilferty approximation.
 */
function bound(outcomes: number): number {
  const degrees = outcomes - 1;
  const spread = 2 / (9 * degrees);
  return degrees * (1 - spread + 6.3613 * Math.sqrt(spread)) ** 3;
}

const factorial = (elements: readonly number[]): number =>
  elements.reduce(
    (rank, element, place) =>
      rank * (elements.length - place) + elements.slice(place + 1).filter((later) => later < element).length,
    0,
  );

describe('every outcome is equally likely', () => {
  test.each([
    ['a number below 6', 6, () => randomBelow(6)],
    ['a number below 200', 200, () => randomBelow(200)],
    ['a number below 257', 257, () => randomBelow(257)],
    ['a bigint below 192', 192, () => Number(randomBelow(192n))],
    ['the top bits of a number below 3 · 2^51', 3, () => Math.floor(randomBelow(3 * 2 ** 51) / 2 ** 51)],
    ['the top bits of a bigint below 3 · 2^100', 3, () => Number(randomBelow(3n << 100n) >> 100n)],
    ['5 random bits', 32, () => Number(randomBits(5))],
    ['the top of 70 random bits', 64, () => Number(randomBits(70) >> 64n)],
    ['an element', 10, () => choice([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])],
    ['an order of four', 24, () => factorial(shuffle([0, 1, 2, 3]))],
    [
      'two of five, in order',
      25,
      () => sample([0, 1, 2, 3, 4], 2).reduce((rank, element) => rank * 5 + element, 0),
    ],
    ['a byte of a token', 256, () => tokenBytes(1)[0] ?? -1],
  ])('%s', (name, outcomes, draw) => {
    const counts = tally(outcomes, draw);
    // A sample has no element twice: 5 of the 25 pairs do not occur.
    const possible = name.startsWith('two of five') ? counts.filter((_, rank) => rank % 6 !== 0) : counts;
    expect(possible.reduce((sum, count) => sum + count, 0)).toBe(DRAWS);
    expect(chiSquared(possible)).toBeLessThan(bound(possible.length));
  });

  test.each([
    ['a remainder of a byte', 200, () => (tokenBytes(1)[0] ?? 0) % 200],
    ['a remainder of a byte, of few outcomes', 6, () => Math.floor(((tokenBytes(1)[0] ?? 0) % 192) / 32)],
    [
      'a sort by random comparisons',
      24,
      () => factorial([0, 1, 2, 3].sort(() => (randomBits(1) === 0n ? -1 : 1))),
    ],
    ['swapping each element with any other', 24, () => factorial(naiveShuffle([0, 1, 2, 3]))],
  ])('the bound tells %s from uniform', (_name, outcomes, draw) => {
    expect(chiSquared(tally(outcomes, draw))).toBeGreaterThan(bound(outcomes));
  });
});

/** The well-known wrong shuffle. */
function naiveShuffle(elements: number[]): number[] {
  for (const place of elements.keys()) {
    const other = randomBelow(elements.length);
    const [a = 0, b = 0] = [elements[place], elements[other]];
    elements[place] = b;
    elements[other] = a;
  }
  return elements;
}

test.each([1, 2, 3, 2 ** 31, 2 ** 32, 2 ** 32 + 1, 2 ** 52 + 1, Number.MAX_SAFE_INTEGER])(
  'stays below %d',
  (limit) => {
    for (let turn = 0; turn < 200; turn++) {
      const value = randomBelow(limit);
      expect(Number.isSafeInteger(value) && value >= 0 && value < limit).toBe(true);
    }
  },
);

test.each([1n, 2n, 2n ** 64n, 2n ** 64n + 1n, 3n ** 500n])('stays below %d', (limit) => {
  for (let turn = 0; turn < 50; turn++) {
    const value = randomBelow(limit);
    expect(value >= 0n && value < limit).toBe(true);
  }
});

test('all bits of a wide number are drawn', () => {
  let seen = 0n;
  for (let turn = 0; turn < 200; turn++) seen |= BigInt(randomBelow(2 ** 53 - 1));
  expect(seen.toString(2)).toHaveLength(53);
  let wide = 0n;
  for (let turn = 0; turn < 200; turn++) wide |= randomBits(131);
  expect(wide).toBe(2n ** 131n - 1n);
});

test('more than one call of getRandomValues may fill', () => {
  const bytes = tokenBytes(200_001);
  expect(bytes).toHaveLength(200_001);
  for (const start of [0, 65_536, 131_072, 199_000]) {
    expect(bytes.subarray(start, start + 1000).some((byte) => byte !== 0)).toBe(true);
  }
});

test('tokens have the documented sizes and alphabets, and differ', () => {
  expect(tokenBytes()).toHaveLength(32);
  expect(tokenHex()).toMatch(/^[0-9a-f]{64}$/);
  expect(tokenUrlSafe()).toMatch(/^[\w-]{43}$/);
  expect(tokenUrlSafe(16)).toMatch(/^[\w-]{22}$/);
  expect(new Set(Array.from({ length: 5000 }, () => tokenUrlSafe(16))).size).toBe(5000);
});

test('no two results share memory', () => {
  const [a, b] = [tokenBytes(8), tokenBytes(8)];
  expect(a.buffer).not.toBe(b.buffer);
  expect(a.buffer.byteLength).toBe(8);
});

test('shuffle and sample leave the sequence alone and lose nothing', () => {
  const letters = Object.freeze(['a', 'b', 'c', undefined]);
  expect(shuffle(letters)).toHaveLength(4);
  expect(new Set(shuffle(letters))).toEqual(new Set(letters));
  expect(sample(letters, 0)).toEqual([]);
  expect(new Set(sample(letters, 4))).toEqual(new Set(letters));
  expect(shuffle([])).toEqual([]);
});

test('a choice reads one element, however long the sequence is', () => {
  const read: PropertyKey[] = [];
  const list = new Proxy(
    Array.from({ length: 10_000 }, (_, index) => index),
    {
      get(target, name) {
        read.push(name);
        return Reflect.get(target, name);
      },
    },
  );
  const chosen = choice(list);
  expect(read.filter((name) => /^\d+$/.test(String(name)))).toEqual([String(chosen)]);
});

test('of a string, characters are whole', () => {
  expect(choice('😀')).toBe('😀');
  expect(shuffle('😀é').sort()).toEqual(['é', '😀'].sort());
  expect(choice([undefined])).toBeUndefined();
  expect([1, 2, 3]).toContain(choice(new Uint8Array([1, 2, 3])));
});

test.each([
  ['limit', () => randomBelow(0)],
  ['limit', () => randomBelow(-1)],
  ['limit', () => randomBelow(0n)],
  ['limit', () => randomBelow(1.5)],
  ['limit', () => randomBelow(2 ** 60)],
  ['limit', () => randomBelow(Number.NaN)],
  ['bits', () => randomBits(-1)],
  ['bits', () => randomBits(0.5)],
  ['bits', () => randomBits(2 ** 40)],
  ['sequence', () => choice([])],
  ['sequence', () => choice('')],
  // @ts-expect-error wrong on purpose, here and below
  ['sequence', () => choice(null)],
  // @ts-expect-error
  ['sequence', () => choice(5)],
  // @ts-expect-error
  ['sequence', () => choice(() => 0)],
  // @ts-expect-error
  ['sequence', () => choice(new Set([1]))],
  ['sequence', () => shuffle({ length: 1.5 })],
  // @ts-expect-error
  ['sequence', () => sample(undefined, 0)],
  ['size', () => sample([1, 2], 3)],
  ['size', () => sample([1, 2], -1)],
  ['size', () => tokenBytes(-1)],
  ['size', () => tokenHex(0.5)],
  ['size', () => tokenUrlSafe(2 ** 40)],
  ['size', () => tokenHex(2 ** 30)],
])('refuses a wrong %s', (argument, draw) => {
  expect(draw).toThrow(
    expect.objectContaining({
      code: 'ERR_INVALID_ARGUMENT',
      argument,
      message: expect.stringMatching(new RegExp(`^${argument} must .*\\.$`)),
    }),
  );
});
