import { InvalidClaimError } from '../errors.ts';
import { MAX_DEPTH } from './json.ts';

/** More values than this would not fit in any token. */
const MAX_VALUES = 100_000;

/**
 * Checks that JSON holds a value without loss, and that this package would read it back: `JSON.stringify` turns NaN to
 * null and drops functions without a word.
 *
 * @throws {@link InvalidClaimError} that names the place
 */
export function checkJson(value: unknown, what: string): void {
  let left = MAX_VALUES;

  const visit = (item: unknown, path: string, depth: number): void => {
    if (isScalar(item)) return;
    left -= 1;
    if (left < 0 || depth > MAX_DEPTH || typeof item !== 'object' || item === null) throw notJson(path);
    if (Array.isArray(item)) {
      for (const [index, member] of item.entries()) visit(member, `${path}[${index}]`, depth + 1);
      return;
    }
    if (!isPlain(item)) throw notJson(path);
    for (const [name, member] of Object.entries(item)) {
      if (!name.isWellFormed() || name === '__proto__') throw notJson(`name of a member of ${path}`);
      if (member !== undefined) visit(member, depth === 1 ? name : `${path}.${name}`, depth + 1);
    }
  };

  visit(value, what, 1);
}

function notJson(path: string): InvalidClaimError {
  return new InvalidClaimError(
    `The ${path} cannot be written as JSON without loss. Use well-formed strings, finite numbers, booleans, null, arrays and plain objects, at most ${MAX_DEPTH} deep.`,
    { claim: path },
  );
}

function isScalar(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  return value === null || typeof value === 'boolean' || Number.isFinite(value);
}

/** Whether an object is one that braces write, rather than an array or of a class. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
