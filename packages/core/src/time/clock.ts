import { InvalidArgumentError } from '../errors.ts';

/** Where "now" comes from: one moment, or a function that tells it at each use. */
export type Clock = Date | (() => Date);

/**
 * The present moment, from `clock` or else the system's clock.
 *
 * @param argument the name under which an error speaks of the clock
 * @throws {@link InvalidArgumentError} when the clock gives no valid `Date`
 */
export function readClock(clock?: Clock, argument = 'now'): Date {
  const moment = typeof clock === 'function' ? clock() : (clock ?? new Date());
  if (moment instanceof Date && Number.isFinite(moment.getTime())) return moment;
  throw new InvalidArgumentError(
    argument,
    `${argument} must be a valid Date, or a function that returns one.`,
  );
}
