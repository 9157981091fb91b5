import { InvalidArgumentError } from '../errors.ts';

/** A duration: a number of seconds, or a number with a unit, as in `"15m"` or `"1.5h"`. */
export type Duration = number | string;

const SECONDS_PER_UNIT: ReadonlyMap<string, number> = new Map([
  ['ms', 0.001],
  ['s', 1],
  ['m', 60],
  ['h', 3600],
  ['d', 86_400],
  ['w', 604_800],
]);

const DURATION_TEXT = /^(\d{1,15}(?:\.\d{1,6})?)(ms|[smhdw])$/;

/**
 * Reads a duration as seconds.
 *
 * @param duration seconds as a finite number, not negative; or text such as `"500ms"`, `"30s"`, `"15m"`, `"2h"`, `"7d"`, `"2w"`
 * @param argument the duration's name in an error
 * @throws {@link InvalidArgumentError} for anything else
 */
export function durationSeconds(duration: unknown, argument = 'duration'): number {
  if (typeof duration === 'number' && Number.isFinite(duration) && duration >= 0) return duration;
  if (typeof duration === 'string') {
    const [, amount, unit] = DURATION_TEXT.exec(duration) ?? [];
    const factor = SECONDS_PER_UNIT.get(unit ?? '');
    if (amount !== undefined && factor !== undefined) return Number(amount) * factor;
  }
  throw new InvalidArgumentError(
    argument,
    `${argument} must be a finite number of seconds (0 or more), or text such as "30s", "15m", "2h" or "7d".`,
  );
}

/** The longest delay that a timer takes, in seconds. A longer one would fire after a millisecond. */
export const MAX_TIMER_SECONDS: number = Math.floor((2 ** 31 - 1) / 1000);

/** Reads a duration of at most `max` seconds. */
export function durationUpTo(max: number): (value: unknown, argument: string) => number {
  return (value, argument) => {
    const seconds = durationSeconds(value, argument);
    if (seconds <= max) return seconds;
    throw new InvalidArgumentError(argument, `${argument} must be at most ${max} seconds.`);
  };
}
