import { InvalidArgumentError } from './errors.ts';

/** The least and the greatest value that an option takes, both included. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** Checks that a number from a caller is a whole number in a range, and returns it. */
export function checkInteger(value: number, argument: string, { min, max }: Range): number {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
  const limits = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
  // Whatever is no number may be a secret that was given by mistake.
  const given = typeof value === 'number' ? `, not ${value}` : '';
  throw new InvalidArgumentError(argument, `${argument} must be a whole number ${limits}${given}.`);
}
