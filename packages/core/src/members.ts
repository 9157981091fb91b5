import { InvalidArgumentError } from './errors.ts';

/** The most elements of a list of options. */
export const MAX_LIST = 10_000;

export type Members = Readonly<Record<string, unknown>>;

/** A getter or a Proxy threw. Its error may contain a secret, so it is not passed on. */
export function unreadable(argument: string): InvalidArgumentError {
  return new InvalidArgumentError(argument, `${argument} has a member that cannot be read.`);
}

/**
 * Copies the own enumerable members of an object, each read once.
 *
 * @throws {@link InvalidArgumentError} for anything but an object, and for a member that cannot be read
 */
export function readMembers(input: unknown, argument: string): Readonly<Record<string, unknown>> {
  try {
    // Without a prototype, so that a polluted one adds no member.
    if (isObject(input)) return Object.assign(Object.create(null), input);
  } catch {
    throw unreadable(argument);
  }
  throw new InvalidArgumentError(argument, `${argument} must be an object.`);
}

/**
 * Rejects an object that cannot be examined, such as a revoked Proxy: even `instanceof` throws for it.
 *
 * @throws {@link InvalidArgumentError}
 */
export function checkReadable(value: unknown, argument: string): void {
  try {
    Object.prototype.toString.call(value);
    if (typeof value === 'object' && value !== null) Object.getPrototypeOf(value);
  } catch {
    throw new InvalidArgumentError(argument, `${argument} cannot be read.`);
  }
}

/** Recognises an object that has named members. A Map, a Headers object or a promise has none, and would be ignored. */
export function isObject(input: unknown): input is Members {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return false;
  if (isPlain(input)) return true;
  return Object.keys(input).length > 0 || Object.prototype.toString.call(input) === '[object Object]';
}

/** Recognises a plain object of any realm: not an array, and not an instance of a class. */
export function isPlain(value: object): value is Members {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * Recognises an array of any realm.
 *
 * @throws {@link InvalidArgumentError} for a revoked Proxy
 */
export function isList(value: unknown, argument: string): value is readonly unknown[] {
  try {
    return Array.isArray(value);
  } catch {
    throw unreadable(argument);
  }
}

/**
 * Copies an array, also one of another realm. Each element is read once; a hole is undefined.
 *
 * @throws {@link InvalidArgumentError} for anything but an array, and for more than `max` elements
 */
export function readElements(value: unknown, argument: string, max: number = MAX_LIST): unknown[] {
  try {
    if (Array.isArray(value)) {
      const { length } = value;
      if (length > max)
        throw new InvalidArgumentError(argument, `${argument} has more than ${max} elements.`);
      return Array.from({ length }, (_, index) => (Object.hasOwn(value, index) ? value[index] : undefined));
    }
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw error;
    throw new InvalidArgumentError(argument, `${argument} has an element that cannot be read.`);
  }
  throw new InvalidArgumentError(argument, `${argument} must be an array.`);
}
