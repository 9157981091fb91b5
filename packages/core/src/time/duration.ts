import { InvalidArgumentError } from '../errors.ts';

/** A length of time: a number of seconds, or a whole or decimal number with a unit, as in `"15m"` or `"1.5h"`. */
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
 * @param argument the name under which an error speaks of it
 * @throws {@link InvalidArgumentError} when it is neither
 */
export function durationSeconds(duration: Duration, argument = 'duration'): number {
  if (typeof duration === 'number' && Number.isFinite(duration) && duration >= 0) return duration;
  if (typeof duration === 'string') {
    const [, amount, unit] = DURATION_TEXT.exec(duration) ?? [];
    const factor = SECONDS_PER_UNIT.get(unit ?? '');
    if (amount !== undefined && factor !== undefined) return Number(amount) * factor;
  }
  throw new InvalidArgumentError(
    argument,
    `${argument} must be a number of seconds that is finite and not negative, or text such as "30s", "15m", "2h" or "7d".`,
  );
}
