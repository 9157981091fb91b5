import { UsageError } from './command.ts';

/** A whole number that is no option's. @throws UsageError */
export function wholeNumberOf(given: string, what: string): number {
  const number = Number(given);
  if (/^-?\d{1,16}$/.test(given) && Number.isSafeInteger(number)) return number;
  throw new UsageError(`${what} must be a whole number.`);
}

/** A length of time: `15m`, `30s`, or a plain number of seconds. */
export function durationOf(given: string): number | string {
  return /^\d{1,12}$/.test(given) ? Number(given) : given;
}

const ISO_MOMENT = /^(\d{4}-\d{2}-(\d{2}))(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/;

/** A moment: ISO 8601, or seconds since 1970. Other texts, and days that a month has not, are none. */
export function momentOf(given: string): Date {
  if (/^\d{1,12}$/.test(given)) return new Date(Number(given) * 1000);
  const [, date, day] = ISO_MOMENT.exec(given) ?? [];
  const isDay = date !== undefined && new Date(date).getUTCDate() === Number(day);
  return new Date(isDay ? given : Number.NaN);
}

/** The one of these that is meant, in upper or lower case. */
export function choiceOf<Choice extends string>(
  given: string,
  choices: readonly Choice[],
): Choice | undefined {
  return choices.find((choice) => choice.toLowerCase() === given.toLowerCase());
}
