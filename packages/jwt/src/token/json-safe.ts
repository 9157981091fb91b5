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
  const loss = findLoss(value, 1, { left: MAX_VALUES });
  if (!loss) return;
  const path = loss.path === '' || loss.path.startsWith('[') ? `${what}${loss.path}` : loss.path;
  throw notJson(loss.isName ? `name of a member of ${path}` : path);
}

/** Where JSON would lose something; the path is put together only once something is found. */
interface Loss {
  readonly path: string;
  readonly isName: boolean;
}

function findLoss(item: unknown, depth: number, budget: { left: number }): Loss | undefined {
  if (isScalar(item)) return undefined;
  budget.left -= 1;
  if (budget.left < 0 || depth > MAX_DEPTH || typeof item !== 'object' || item === null)
    return { path: '', isName: false };
  if (Array.isArray(item)) {
    for (let index = 0; index < item.length; index++) {
      const loss = findLoss(item[index], depth + 1, budget);
      if (loss) return { ...loss, path: `[${index}]${loss.path}` };
    }
    return undefined;
  }
  if (!isPlain(item)) return { path: '', isName: false };
  for (const name of Object.keys(item)) {
    if (!name.isWellFormed() || name === '__proto__') return { path: '', isName: true };
    const member = item[name];
    const loss = member === undefined ? undefined : findLoss(member, depth + 1, budget);
    if (loss) return { ...loss, path: `${depth === 1 ? '' : '.'}${name}${loss.path}` };
  }
  return undefined;
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
export function isPlain(value: object): value is Readonly<Record<string, unknown>> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
