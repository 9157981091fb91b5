import { fromHex, resolveAlgorithm } from '@countersign/core';
import type { Range } from '@countersign/core/internal';
import type { Kind } from './option.ts';
import { type Time, timeOf } from './time.ts';

/** Text that is not empty. An empty value is usually an unset variable of a script. */
export const nonEmptyText: Kind<string> = {
  name: 'nonEmptyText',
  allowed: 'text that is not empty',
  read: (given) => given || undefined,
};

/** Text that may be empty, such as a message. */
export const anyText: Kind<string> = { name: 'anyText', allowed: 'text', read: (given) => given };

export const fileName: Kind<string> = { ...nonEmptyText, name: 'fileName', allowed: 'the name of a file' };

/** An integer that is not negative. Without a range, the package that receives it has the limits. */
export function integer(range?: Range): Kind<number> {
  const { min, max } = range ?? { min: 0, max: Number.MAX_SAFE_INTEGER };
  return {
    name: 'integer',
    allowed: range ? `an integer from ${min} to ${max}` : 'an integer of at least 0',
    read: (given) => integerOf(given, { min, max }),
    ...(range && { isShown: true }),
  };
}

/** A decimal integer in a range. */
export function integerOf(given: string, { min, max }: Range): number | undefined {
  const number = /^\d{1,16}$/.test(given) ? Number(given) : Number.NaN;
  return number >= min && number <= max ? number : undefined;
}

/** An integer, or false for `none`. */
export const integerOrNone: Kind<number | false> = {
  name: 'integerOrNone',
  allowed: 'an integer of at least 0, or none',
  read: (given) => (given === 'none' ? false : integerOf(given, { min: 0, max: Number.MAX_SAFE_INTEGER })),
};

/** A duration in seconds. */
export const duration: Kind<number> = {
  name: 'duration',
  allowed: 'a duration such as 30s, 15m, 1h30m or 7d, or a number of seconds',
  read: (given) => {
    const time = timeOf(given, 'duration');
    return time !== undefined && 'offset' in time && time.offset >= 0 ? time.offset : undefined;
  },
};

/** A point in time: ISO 8601 or Unix time. */
export const pointInTime: Kind<Date> = {
  name: 'pointInTime',
  allowed: 'a time such as 2026-01-31T12:00:00Z, or seconds since 1970',
  read: (given) => {
    const time = timeOf(given, 'point');
    return time !== undefined && 'at' in time ? time.at : undefined;
  },
};

/** A duration from now, or a point in time. */
export const time: Kind<Time> = {
  name: 'time',
  allowed: 'a duration from now (15m, 1h30m, -5m), a date (2026-01-31T12:00:00Z) or a Unix time in seconds',
  read: (given) => timeOf(given),
};

/** Bytes in hexadecimal. */
export const hexBytes: Kind<Uint8Array> = {
  name: 'hexBytes',
  allowed: 'an even number of hexadecimal digits',
  read: (given) => (given === '' ? undefined : attempt(() => fromHex(given))),
};

/** One of these, in upper or lower case. */
export function oneOf<const Choice extends string>(choices: readonly Choice[]): Kind<Choice> {
  return {
    name: 'oneOf',
    allowed: `one of ${choices.join(', ')}`,
    read: (given) => choices.find((choice) => choice.toLowerCase() === given.toLowerCase()),
    choices,
    isShown: true,
  };
}

/** The canonical name of a digest. `choices` are for completion. */
export function digestName(choices?: readonly string[]): Kind<string> {
  return {
    name: 'digestName',
    allowed: 'a digest of countersign hash --list, in any spelling',
    read: (given) => attempt(() => resolveAlgorithm(given).name),
    ...(choices && { choices }),
  };
}

function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
