import { InvalidArgumentError, readMembers } from '@countersign/core/internal';

/** Headers of a request: an object of strings, a `Headers` object, or pairs of name and value. */
export type HeadersSource = Readonly<Record<string, string>> | Iterable<readonly [string, string]>;

/** Reads headers into pairs of the package's own. */
export function readHeaders(value: unknown, argument: string): readonly (readonly [string, string])[] {
  const pairs = isIterable(value) ? [...value] : Object.entries(readMembers(value, argument));
  try {
    const headers = new Headers();
    for (const pair of pairs) {
      const [name, content] = checkPair(pair, argument);
      headers.set(name, content);
    }
    return Object.freeze([...headers]);
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw error;
    throw new InvalidArgumentError(argument, `${argument} has a name or value that HTTP does not allow.`);
  }
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

function checkPair(pair: unknown, argument: string): readonly [string, string] {
  if (Array.isArray(pair) && pair.length === 2) {
    const [name, content]: readonly unknown[] = pair;
    if (typeof name === 'string' && typeof content === 'string') return [name, content];
  }
  throw new InvalidArgumentError(argument, `${argument} must be an object of strings, or a Headers object.`);
}
