import { describe, expect, test } from 'vitest';
import { randomBelow, randomBits } from './integers.ts';
import { choice, sample, shuffle } from './sequences.ts';
import { randomText } from './text.ts';
import { tokenBytes, tokenHex, tokenUrlSafe } from './tokens.ts';

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

describe('all outcomes have the same probability', () => {
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
    ['a character of text', 7, () => [...'abc😀é1-'].indexOf(randomText(1, 'abc😀é1-'))],
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
  ])('recognises %s as not uniform', (_name, outcomes, draw) => {
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

/** Limits of every size, around the powers of two where a sum of bytes would lose bits. */
const LIMITS = [
  2,
  3,
  5,
  7,
  10,
  255,
  256,
  257,
  1000,
  65_535,
  65_537,
  10 ** 6,
  2 ** 31 - 1,
  2 ** 32,
  2 ** 32 + 1,
  10 ** 12,
  2 ** 47 + 1,
  2 ** 48 - 1,
  2 ** 48,
  2 ** 48 + 1,
  10 ** 15,
  2 ** 50 + 7,
  3 * 2 ** 51,
  2 ** 53 - 1,
  2 ** 53,
];
const BIGINTS = [2n, 3n, 257n, 2n ** 48n + 1n, 10n ** 15n, 2n ** 53n, 2n ** 64n + 1n, 3n ** 100n, 10n ** 40n];

/** Draws below a limit, counts a property of each, and compares with the exact numbers of such integers. */
function checkUniform(
  draw: () => bigint,
  limit: bigint,
  classes: number,
  classOf: (value: bigint) => number,
): void {
  const draws = 20_000;
  const counts = Array.from({ length: classes }, () => 0);
  for (let turn = 0; turn < draws; turn++) {
    const index = classOf(draw());
    counts[index] = (counts[index] ?? Number.NaN) + 1;
  }
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(draws);
  const statistic = counts.reduce((sum, count, index) => {
    const expected = draws * shareOf(index, limit, classes, classOf);
    return sum + (expected === 0 ? count : (count - expected) ** 2 / expected);
  }, 0);
  expect(statistic).toBeLessThan(bound(classes));
}

/** The share of a class: exact for small limits, and equal shares for large ones. */
function shareOf(index: number, limit: bigint, classes: number, classOf: (value: bigint) => number): number {
  if (limit > 4096n) return 1 / classes;
  const values = Array.from({ length: Number(limit) }, (_, value) => BigInt(value));
  return values.filter((value) => classOf(value) === index).length / values.length;
}

describe.each([
  ...LIMITS.map((limit) => [String(limit), () => BigInt(randomBelow(limit)), BigInt(limit)] as const),
  ...BIGINTS.map((limit) => [`${limit}n`, () => randomBelow(limit), limit] as const),
])('numbers below %s are uniform', (_limit, draw, limit) => {
  test.each([
    ['low bits', 16, (value: bigint) => Number(value % 16n)],
    ['remainders by 3', 3, (value: bigint) => Number(value % 3n)],
    ['remainders by 7', 7, (value: bigint) => Number(value % 7n)],
    ['tenths of the range', 10, (value: bigint) => Number((value * 10n) / limit)],
  ] as const)('in their %s', (_property, classes, classOf) => {
    checkUniform(draw, limit, classes, classOf);
  });
});

test.each([1, 2, 3, 2 ** 31, 2 ** 32, 2 ** 32 + 1, 2 ** 52 + 1, Number.MAX_SAFE_INTEGER])(
  'returns integers below %d',
  (limit) => {
    for (let turn = 0; turn < 200; turn++) {
      const value = randomBelow(limit);
      expect(Number.isSafeInteger(value) && value >= 0 && value < limit).toBe(true);
    }
  },
);

test.each([1n, 2n, 2n ** 64n, 2n ** 64n + 1n, 3n ** 500n])('returns integers below %d', (limit) => {
  for (let turn = 0; turn < 50; turn++) {
    const value = randomBelow(limit);
    expect(value >= 0n && value < limit).toBe(true);
  }
});

test('sets each bit of wide numbers', () => {
  let seen = 0n;
  for (let turn = 0; turn < 200; turn++) seen |= BigInt(randomBelow(2 ** 53 - 1));
  expect(seen.toString(2)).toHaveLength(53);
  let wide = 0n;
  for (let turn = 0; turn < 200; turn++) wide |= randomBits(131);
  expect(wide).toBe(2n ** 131n - 1n);
});

test('fills more bytes than one call of getRandomValues allows', () => {
  const bytes = tokenBytes(200_001);
  expect(bytes).toHaveLength(200_001);
  for (const start of [0, 65_536, 131_072, 199_000]) {
    expect(bytes.subarray(start, start + 1000).some((byte) => byte !== 0)).toBe(true);
  }
});

test('returns different tokens of the documented sizes and alphabets', () => {
  expect(tokenBytes()).toHaveLength(32);
  expect(tokenHex()).toMatch(/^[0-9a-f]{64}$/);
  expect(tokenUrlSafe()).toMatch(/^[\w-]{43}$/);
  expect(tokenUrlSafe(16)).toMatch(/^[\w-]{22}$/);
  expect(new Set(Array.from({ length: 5000 }, () => tokenUrlSafe(16))).size).toBe(5000);
});

test('returns bytes with their own memory', () => {
  const [a, b] = [tokenBytes(8), tokenBytes(8)];
  expect(a.buffer).not.toBe(b.buffer);
  expect(a.buffer.byteLength).toBe(8);
});

test('does not change a shuffled or sampled sequence', () => {
  const letters = Object.freeze(['a', 'b', 'c', undefined]);
  expect(shuffle(letters)).toHaveLength(4);
  expect(new Set(shuffle(letters))).toEqual(new Set(letters));
  expect(sample(letters, 0)).toEqual([]);
  expect(new Set(sample(letters, 4))).toEqual(new Set(letters));
  expect(shuffle([])).toEqual([]);
});

test('samples few elements of a long array without reading the others', () => {
  const read = new Set<string>();
  const list = new Proxy(new Float64Array(1_000_000), {
    get(target, name) {
      if (/^\d+$/.test(String(name))) read.add(String(name));
      const value: unknown = Reflect.get(target, name, target);
      return value;
    },
  });
  expect(sample(list, 10)).toHaveLength(10);
  expect(read.size).toBe(10);
});

test('samples and shuffles every element once', () => {
  const numbers = Array.from({ length: 1000 }, (_, index) => index);
  for (const drawn of [sample(numbers, 1000), shuffle(numbers)]) {
    expect(drawn).not.toEqual(numbers);
    expect(drawn.toSorted((a, b) => a - b)).toEqual(numbers);
  }
});

test('writes text of any alphabet by code point', () => {
  expect(randomText(22)).toMatch(/^[A-Za-z0-9]{22}$/);
  expect([...randomText(50, '😀é')]).toHaveLength(50);
  expect(randomText(0)).toBe('');
});

test('reads only the chosen element', () => {
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

test('chooses whole characters of a string', () => {
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
  ['length', () => randomText(-1)],
  ['length', () => randomText(2 ** 21)],
  ['alphabet', () => randomText(1, '')],
  ['alphabet', () => randomText(1, 'a')],
  ['alphabet', () => randomText(1, 'aba')],
  ['alphabet', () => randomText(1, '\ud800b')],
  ['size', () => tokenBytes(-1)],
  ['size', () => tokenHex(0.5)],
  ['size', () => tokenUrlSafe(2 ** 40)],
  ['size', () => tokenHex(2 ** 30)],
])('rejects a wrong %s', (argument, draw) => {
  expect(draw).toThrow(
    expect.objectContaining({
      code: 'ERR_INVALID_ARGUMENT',
      argument,
    }),
  );
});
