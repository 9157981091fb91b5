import { InvalidArgumentError } from './errors.ts';

/**
 * Checks that options from a caller are an object with known names alone, and returns them. A misspelt option must not
 * do nothing in silence where the result would still look right.
 */
export function checkOptions<Options extends object>(
  options: Options,
  names: ReadonlySet<string>,
  argument = 'options',
): Options {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new InvalidArgumentError(argument, `${argument} must be an object.`);
  }
  for (const name in options) {
    if (names.has(name)) continue;
    throw new InvalidArgumentError(
      name,
      `${name} is no option here: ${names.size === 0 ? 'there are none' : `there are ${[...names].join(', ')}`}.`,
    );
  }
  return options;
}
