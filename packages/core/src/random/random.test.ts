import { expect, test } from 'vitest';
import { randomBelow, randomBits } from './integers.ts';
import { choice, sample, shuffle } from './sequences.ts';
import { randomText } from './text.ts';
import { tokenBytes, tokenHex, tokenUrlSafe } from './tokens.ts';

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
