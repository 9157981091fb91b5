import { InvalidArgumentError } from './errors.ts';

/** The smallest and the largest accepted value. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** Checks that a value from a caller is an integer in a range, and returns it. */
export function checkInteger(value: unknown, argument: string, { min, max }: Range): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max) return value;
  const limits = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
  // Never echo a non-number: it may be a secret.
  const given = typeof value === 'number' ? `, not ${value}` : '';
  throw new InvalidArgumentError(argument, `${argument} must be an integer ${limits}${given}.`);
}
