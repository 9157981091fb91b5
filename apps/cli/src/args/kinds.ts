import { durationSeconds, fromHex, type Range, resolveAlgorithm } from '@countersign/core';
import type { Kind } from './command.ts';
import { choiceOf, durationOf, momentOf } from './values.ts';

/** Text that is not empty: an empty one is most often a variable of a script that is not set. */
export const nonEmptyText: Kind = {
  name: 'nonEmptyText',
  allowed: 'text that is not empty',
  accepts: (given) => given !== '',
  isTold: false,
};

/** Text that means something when it is empty, too. */
export const anyText: Kind = { name: 'anyText', allowed: 'text', accepts: () => true, isTold: false };

export const fileName: Kind = { ...nonEmptyText, name: 'fileName', allowed: 'the name of a file' };

/** A whole number that is not negative. Without a range its limits are those of the package that it goes to, which tells them. */
export function wholeNumber(range?: Range): Kind {
  const { min, max } = range ?? { min: 0, max: Number.MAX_SAFE_INTEGER };
  return {
    name: 'wholeNumber',
    allowed: range ? `a whole number from ${min} to ${max}` : 'a whole number',
    accepts: (given) => /^\d{1,16}$/.test(given) && Number(given) >= min && Number(given) <= max,
    ...(range && { range }),
    isTold: true,
  };
}

/** A whole number, or `none`. */
export const wholeNumberOrNone: Kind = {
  name: 'wholeNumberOrNone',
  allowed: 'a whole number or none',
  accepts: (given) => given === 'none' || wholeNumber().accepts(given),
  isTold: false,
};

/** A length of time. */
export const timeSpan: Kind = {
  name: 'timeSpan',
  allowed: 'a time such as 30s, 15m, 2h or 7d, or a number of seconds',
  accepts: (given) => succeeds(() => durationSeconds(durationOf(given))),
  isTold: true,
};

/** A moment. */
export const moment: Kind = {
  name: 'moment',
  allowed: 'a moment such as 2026-01-31T12:00:00Z, or seconds since 1970',
  accepts: (given) => Number.isFinite(momentOf(given).getTime()),
  isTold: true,
};

/** Bytes in hexadecimal. */
export const hexDigits: Kind = {
  name: 'hexDigits',
  allowed: 'an even number of hexadecimal digits',
  accepts: (given) => given !== '' && succeeds(() => fromHex(given)),
  isTold: false,
};

/** One of these, in upper or lower case. */
export function oneOf(choices: readonly string[]): Kind {
  return {
    name: 'oneOf',
    allowed: `one of ${choices.join(', ')}`,
    accepts: (given) => choiceOf(given, choices) !== undefined,
    choices,
    isTold: true,
  };
}

/** The name of a digest; `choices` are for completion, since there are many spellings. */
export function digestName(choices?: readonly string[]): Kind {
  return {
    name: 'digestName',
    allowed: 'a digest that countersign hash --list names, in any spelling',
    accepts: (given) => succeeds(() => resolveAlgorithm(given)),
    ...(choices && { choices }),
    isTold: false,
  };
}

function succeeds(attempt: () => unknown): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}
