import { expect, test } from 'vitest';
import { checkInteger } from './integers.ts';

test.each<[unknown, string]>([
  [10, 'size must be a whole number from 0 to 9, not 10.'],
  [-1, 'size must be a whole number from 0 to 9, not -1.'],
  [1.5, 'size must be a whole number from 0 to 9, not 1.5.'],
  [Number.NaN, 'size must be a whole number from 0 to 9, not NaN.'],
  ['a secret', 'size must be a whole number from 0 to 9.'],
])('%j is refused: %s', (value, message) => {
  // @ts-expect-error what callers in JavaScript pass, too
  expect(() => checkInteger(value, 'size', { min: 0, max: 9 })).toThrow(message);
});
