import { InvalidArgumentError } from '../errors.ts';

/** The source of the current time: a fixed time, or a function that is called at each use. */
export type Clock = Date | (() => Date);

/**
 * The current time, from `clock` or else from the system's clock.
 *
 * @param argument the clock's name in an error
 * @throws {@link InvalidArgumentError} if the clock gives anything but a valid `Date`
 */
export function readClock(clock?: Clock, argument = 'now'): Date {
  if (clock === undefined) return new Date();
  return readDate(typeof clock === 'function' ? clock() : clock, argument);
}

/**
 * Reads the option `now`: a function is kept, a Date is copied.
 *
 * @throws {@link InvalidArgumentError} for anything else
 */
export function clock(value: unknown, argument: string): Clock {
  return isClockFunction(value) ? value : readDate(value, argument);
}

/**
 * Copies a valid Date, also one of another realm.
 *
 * @throws {@link InvalidArgumentError} for anything else
 */
export function readDate(value: unknown, argument: string): Date {
  const milliseconds = dateMilliseconds(value);
  if (Number.isFinite(milliseconds)) return new Date(milliseconds);
  throw new InvalidArgumentError(
    argument,
    `${argument} must be a valid Date, or a function that returns one.`,
  );
}

function dateMilliseconds(value: unknown): number {
  try {
    // This method throws for anything but a Date. Unlike `instanceof`, it accepts a Date of another realm.
    return Date.prototype.getTime.call(value);
  } catch {
    return Number.NaN;
  }
}

function isClockFunction(value: unknown): value is () => Date {
  return typeof value === 'function';
}
