import { expect, test } from 'vitest';
import { falseAlarms } from '../testing/random-secrets.ts';

test('no secret of a million is mistaken for a key', { timeout: 600_000 }, () => {
  expect(falseAlarms(1_000_000)).toEqual([]);
});
