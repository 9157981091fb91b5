import { InvalidArgumentError } from '@countersign/core';

/** The names that an options object may have; the compiler keeps the table and the type together. */
export type OptionNames<T> = Readonly<Record<keyof T, true>>;

/**
 * Checks that options are an object and that each has a known name: a misspelt `expriesIn` must not make a token that
 * never expires, nor a misspelt `audiance` accept everybody's.
 *
 * @throws {@link InvalidArgumentError}
 */
export function checkOptions(
  options: unknown,
  names: Readonly<Record<string, true>>,
  argument = 'options',
): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new InvalidArgumentError(argument, `${argument} must be an object.`);
  for (const name of Object.keys(options)) {
    if (Object.hasOwn(names, name)) continue;
    throw new InvalidArgumentError(
      name,
      `There is no option named ${name}. Known are ${Object.keys(names).join(', ')}.`,
    );
  }
}

/** Checks an optional text. */
export function checkText(value: unknown, argument: string): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw new InvalidArgumentError(argument, `${argument} must be a string.`);
}

/** Checks an optional switch: a truthy text such as `"false"` is not taken for an answer. */
export function checkSwitch(value: unknown, argument: string): boolean {
  if (value === undefined || typeof value === 'boolean') return value ?? false;
  throw new InvalidArgumentError(argument, `${argument} must be true or false.`);
}
