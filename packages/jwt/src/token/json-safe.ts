import { isPlain, readElements, readMembers } from '@countersign/core/internal';
import { InvalidClaimError, shortText } from '../errors.ts';
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
  return new JsonWriter(what).write(value, '');
}

class JsonWriter {
  readonly #what: string;
  /** The arrays and objects around the value, to find one that contains itself. */
  readonly #around: unknown[] = [];
  #left = MAX_VALUES;

  constructor(what: string) {
    this.#what = what;
  }

  write(value: unknown, path: string): string {
    if (typeof value === 'string') return this.#string(value, path);
    if (typeof value === 'number' && Number.isFinite(value)) return String(value);
    if (value === null || typeof value === 'boolean') return String(value);
    if (typeof value !== 'object') throw this.#loss(path, problemOf(value));
    if (this.#around.includes(value)) throw this.#loss(path, 'contains itself.');
    if (this.#around.length === MAX_DEPTH)
      throw this.#loss(path, `is nested deeper than ${MAX_DEPTH} levels.`);
    this.#left -= 1;
    if (this.#left < 0) throw this.#loss(path, `comes after ${MAX_VALUES} other arrays and objects.`);
    const kind = this.#kindOf(value, path);
    if (kind === undefined)
      throw this.#loss(path, `is ${classOf(value)}. Convert it to a string or to a plain object.`);
    this.#around.push(value);
    const text = kind === 'array' ? this.#array(value, path) : this.#object(value, path);
    this.#around.pop();
    return text;
  }

  #string(text: string, path: string): string {
    if (text.isWellFormed()) return JSON.stringify(text);
    throw this.#loss(path, 'contains a lone surrogate, which is not valid Unicode.');
  }

  #array(array: unknown, path: string): string {
    const elements = readElements(array, this.#what, MAX_VALUES);
    return `[${elements.map((element, index) => this.write(element, `${path}[${index}]`)).join(',')}]`;
  }

  #object(object: object, path: string): string {
    let text = '';
    for (const [name, member] of Object.entries(readMembers(object, this.#what))) {
      if (member === undefined) continue;
      if (!name.isWellFormed() || name === '__proto__')
        throw this.#loss(path, 'has a member whose name is __proto__ or not valid Unicode.');
      const written = this.write(member, path === '' ? name : `${path}.${name}`);
      text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${written}`;
    }
    return `{${text}}`;
  }

  /** Undefined for an instance of a class. */
  #kindOf(value: object, path: string): 'array' | 'object' | undefined {
    try {
      if (Array.isArray(value)) return 'array';
      return isPlain(value) ? 'object' : undefined;
    } catch {
      throw this.#loss(path, 'is an object that cannot be read.');
    }
  }

  #loss(path: string, problem: string): InvalidClaimError {
    const place = shortText(path === '' || path.startsWith('[') ? this.#what + path : path, MAX_PATH);
    return new InvalidClaimError(`${place} ${problem}`, { claim: place });
  }
}

function problemOf(value: unknown): string {
  switch (typeof value) {
    case 'number':
      return `is ${value}, which JSON does not have.`;
    case 'bigint':
      return 'is a bigint. Convert it to a string, because JSON numbers lose digits.';
    case 'undefined':
      return 'is undefined. Use null, or omit it.';
    default:
      return `is a ${typeof value}. Use a string, a number, a boolean, null, an array or a plain object.`;
  }
}

/** The class of an instance, such as "a Date" or "an ObjectId". */
function classOf(value: object): string {
  try {
    const name: unknown = value.constructor.name;
    if (typeof name === 'string' && /^\w{1,40}$/.test(name))
      return `${/^[AEIOU]/i.test(name) ? 'an' : 'a'} ${name}`;
  } catch {
    // An instance without a readable class.
  }
  return 'an instance of a class';
}

const MAX_PATH = 60;
