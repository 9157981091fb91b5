import { expect, test } from 'vitest';
import { checkInteger } from './integers.ts';

const RANGE = { min: 0, max: 9 };

test.each([0, 9])('accepts %j from 0 to 9', (value) => {
  expect(checkInteger(value, 'size', RANGE)).toBe(value);
});

test.each([10, -1, 1.5, Number.NaN, '5', null, 5n])('rejects %s as an integer from 0 to 9', (value) => {
  expect(() => checkInteger(value, 'size', RANGE)).toThrow(
    expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument: 'size' }),
  );
});

test('shows a number that is out of range, and no other value', () => {
  expect(() => checkInteger(10, 'size', RANGE)).toThrow('not 10');
  expect(() => checkInteger('hunter2', 'size', RANGE)).not.toThrow(/hunter2/);
});
