import { expect, test } from 'vitest';
import { durationWords, timeWords } from './times.ts';

const NOW = new Date('2026-01-01T00:00:00Z');
const seconds = NOW.getTime() / 1000;

test.each([
  [0, '0 seconds'],
  [1, '1 second'],
  [-59.9, '59 seconds'],
  [60, '1 minute'],
  [252, '4 minutes 12 seconds'],
  [3600, '1 hour'],
  [3605, '1 hour'],
  [90_000, '1 day 1 hour'],
  [31_557_600 * 40, '40 years'],
])('%d seconds are %s', (length, words) => {
  expect(durationWords(length)).toBe(words);
});

test.each([
  ['exp', seconds + 300, 'expires in 5 minutes'],
  ['exp', seconds - 180, 'expired 3 minutes ago'],
  ['exp', seconds, 'expired 0 seconds ago'],
  ['nbf', seconds + 1, 'not valid for another 1 second'],
  ['nbf', seconds - 60, 'valid since 1 minute'],
  ['iat', seconds - 7200, 'issued 2 hours ago'],
  ['iat', seconds + 7200, 'issued 2 hours in the future'],
  ['auth_time', seconds - 1, 'logged in 1 second ago'],
  ['exp', (seconds + 60) * 1000, 'expires in 1 minute, if these are milliseconds'],
  ['exp', 1e300, 'no day that a calendar has'],
])('%s %d is "%s"', (claim, value, words) => {
  expect(timeWords(claim, value, NOW).relative).toBe(words);
});
