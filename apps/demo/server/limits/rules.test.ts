import { describe, expect, test } from 'vitest';
import type { Attempts } from '../store/attempts.ts';
import { afterAttempt, type Rule, waitFor } from './rules.ts';

const RULE: Rule = { free: 3, firstWait: 1, longestWait: 60, forgetAfter: 600 };
const START = Date.parse('2026-06-01T12:00:00Z');
const NONE: Attempts = { count: 0, lastAt: 0, blockedUntil: 0 };

/** What is remembered after so many attempts, each made as soon as it was allowed. */
function attempts(count: number): { readonly stored: Attempts; readonly now: number } {
  let stored = NONE;
  let now = START;
  for (let done = 0; done < count; done += 1) {
    now += waitFor(stored, now, RULE) * 1000;
    stored = afterAttempt(stored, now, RULE);
  }
  return { stored, now };
}

describe('the wait', () => {
  test.each([
    [0, 0],
    [2, 0],
    [3, 1],
    [4, 2],
    [5, 4],
    [8, 32],
    [9, 60],
    [50, 60],
    [5000, 60],
  ])('after %i attempts is %i seconds', (count, seconds) => {
    const { stored, now } = attempts(count);
    expect(waitFor(stored, now, RULE)).toBe(seconds);
  });

  test('is over when it is over, to the second', () => {
    const { stored, now } = attempts(5);
    expect([3999, 4000].map((later) => waitFor(stored, now + later, RULE))).toEqual([1, 0]);
  });

  test('is forgotten after a pause', () => {
    const { stored, now } = attempts(9);
    expect(waitFor(afterAttempt(stored, now + 600_000, RULE), now + 600_000, RULE)).toBe(0);
    expect(afterAttempt(stored, now + 599_000, RULE).count).toBe(10);
  });

  test('is no longer than the longest when the clock was set back an hour, and no shorter', () => {
    const { stored, now } = attempts(9);
    const earlier = now - 3_600_000;
    expect(waitFor(stored, earlier, RULE)).toBe(60);
    expect(afterAttempt(stored, earlier, RULE).count).toBe(10);
    const { stored: free } = attempts(1);
    expect(waitFor(free, earlier, RULE)).toBe(0);
  });
});
