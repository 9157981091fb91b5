import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../errors.ts';
import { readClock } from './clock.ts';
import { durationSeconds } from './duration.ts';

describe('durationSeconds', () => {
  test.each([
    [0, 0],
    [90, 90],
    [0.5, 0.5],
    ['500ms', 0.5],
    ['30s', 30],
    ['15m', 900],
    ['1.5h', 5400],
    ['7d', 604_800],
    ['2w', 1_209_600],
  ])('reads %j as %d seconds', (duration, seconds) => {
    expect(durationSeconds(duration)).toBe(seconds);
  });

  test.each([
    -1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    '',
    '15',
    'm',
    '15 m',
    '-1s',
    '1e3s',
    '15M',
    '1y',
    '١s',
  ])('rejects %j and names the option', (duration) => {
    expect(() => durationSeconds(duration, 'leeway')).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument: 'leeway' }),
    );
  });
});

describe('readClock', () => {
  const moment = new Date('2026-01-02T03:04:05Z');

  test('takes a moment or a function', () => {
    expect(readClock(moment)).toEqual(moment);
    expect(readClock(() => moment)).toEqual(moment);
  });

  test('reads the system clock when none is given', () => {
    const before = Date.now();
    const now = readClock().getTime();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });

  test('rejects a clock that does not return a Date', () => {
    expect(() => readClock(new Date(Number.NaN))).toThrow(InvalidArgumentError);
  });
});
