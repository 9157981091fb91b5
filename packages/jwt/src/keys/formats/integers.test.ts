import { expect, test } from 'vitest';
import { fixedLength, fromInteger, integerText, toInteger } from './integers.ts';

test.each([
  [[], 0n],
  [[0], 0n],
  [[0, 0, 1, 0, 1], 65_537n],
  [[255], 255n],
])('reads %j as %d', (bytes, value) => {
  expect(toInteger(Uint8Array.from(bytes))).toBe(value);
});

test.each([
  [1n, 'AQ'],
  [255n, '_w'],
  [256n, 'AQA'],
  [4095n, 'D_8'],
])('writes %d as %s', (value, text) => {
  expect(integerText(fromInteger(value))).toBe(text);
});

test('writes the fewest bytes', () => {
  expect(integerText(Uint8Array.of(0, 0, 1, 0, 1))).toBe('AQAB');
  expect(integerText(Uint8Array.of(0))).toBe('AA');
});

test('rejects integers of more than 2048 bytes', () => {
  expect(toInteger(new Uint8Array(2049).fill(1, 1))).toBeGreaterThan(1n);
  expect(() => toInteger(new Uint8Array(2049).fill(1))).toThrow(
    expect.objectContaining({ code: 'ERR_KEY_INVALID' }),
  );
});

test('pads and shortens to a fixed length', () => {
  expect(fixedLength(Uint8Array.of(1), 2)).toEqual(Uint8Array.of(0, 1));
  expect(fixedLength(Uint8Array.of(0, 1, 2), 2)).toEqual(Uint8Array.of(1, 2));
  expect(fixedLength(Uint8Array.of(1, 2, 3), 2)).toBeUndefined();
});
