import { readElements, readMembers } from '@countersign/core/internal';
import { InvalidClaimError } from '../errors.ts';
import { MAX_DEPTH } from './json.ts';

/** A token with more values would be larger than any accepted one. */
const MAX_VALUES = 100_000;

/**
 * Writes a value as JSON. Each member is read once, own members only, and `toJSON` has no effect, so the text is
 * exactly what was checked. `JSON.stringify` would turn NaN into null and omit functions silently.
 *
 * @throws {@link InvalidClaimError} that names the value which JSON cannot represent without loss
 */
export function writeJson(value: unknown, what: string): string {
  return new JsonWriter(what).write(value, 1, '');
}

class JsonWriter {
  readonly #what: string;
  #left = MAX_VALUES;

  constructor(what: string) {
    this.#what = what;
  }

  write(value: unknown, depth: number, path: string): string {
    if (typeof value === 'string') return this.#string(value, path);
    if (typeof value === 'number' && Number.isFinite(value)) return String(value);
    if (value === null || typeof value === 'boolean') return String(value);
    this.#left -= 1;
    if (this.#left < 0 || depth > MAX_DEPTH || typeof value !== 'object') throw this.#loss(path);
    if (this.#isArray(value, path)) return this.#array(value, depth, path);
    if (!this.#isPlain(value, path)) throw this.#loss(path);
    return this.#object(value, depth, path);
  }

  #string(text: string, path: string): string {
    if (text.isWellFormed()) return JSON.stringify(text);
    throw this.#loss(path);
  }

  #array(array: unknown, depth: number, path: string): string {
    const elements = readElements(array, this.#what, MAX_VALUES);
    return `[${elements.map((element, index) => this.write(element, depth + 1, `${path}[${index}]`)).join(',')}]`;
  }

  #object(object: object, depth: number, path: string): string {
    let text = '';
    for (const [name, member] of Object.entries(readMembers(object, this.#what))) {
      if (member === undefined) continue;
      if (!name.isWellFormed() || name === '__proto__')
        throw this.#loss(`${path === '' ? this.#what : path} (name of a member)`);
      const written = this.write(member, depth + 1, path === '' ? name : `${path}.${name}`);
      text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${written}`;
    }
    return `{${text}}`;
  }

  #isArray(value: object, path: string): boolean {
    try {
      return Array.isArray(value);
    } catch {
      throw this.#loss(path);
    }
  }

  #isPlain(value: object, path: string): boolean {
    try {
      return isPlain(value);
    } catch {
      throw this.#loss(path);
    }
  }

  #loss(path: string): InvalidClaimError {
    const place = (path === '' || path.startsWith('[') ? this.#what + path : path).slice(0, MAX_PATH);
    return new InvalidClaimError(
      `${place} cannot be written as JSON. Use strings without lone surrogates, finite numbers, booleans, null, arrays and plain objects, at most ${MAX_DEPTH} deep.`,
      { claim: place },
    );
  }
}

const MAX_PATH = 60;

/** Recognises a plain object of any realm: not an array, and not an instance of a class. */
export function isPlain(value: object): value is Readonly<Record<string, unknown>> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
