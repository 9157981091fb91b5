import { expect, test } from 'vitest';
import { CountersignError } from './index.ts';

test('shares the error base of core', () => {
  expect(new CountersignError('ERR_X', 'x')).toBeInstanceOf(Error);
});
