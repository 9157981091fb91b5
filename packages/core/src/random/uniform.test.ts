import { describe, expect, test } from 'vitest';
import { randomBelow, randomBits } from './integers.ts';
import { choice, sample, shuffle } from './sequences.ts';
import { randomText } from './text.ts';
import { tokenBytes } from './tokens.ts';

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
