// The values are outside the objects, so nothing that prints or inspects an object can reach its secret.
const values = new WeakMap<object, unknown>();

const SHOWN = '<redacted>';

/**
 * A secret that does not print. `console.log`, `util.inspect`, `JSON.stringify`, template strings and a debugger's preview
 * show `<redacted>` or nothing. `structuredClone` throws. Two objects are never deeply equal. Only `reveal()` returns the
 * value.
 *
 * @example
 * const password = new Redacted(form.password);
 * log.info({ password }); // {"password":"<redacted>"}
 * await hasher.hash(password.reveal());
 */
export class Redacted<T> {
  /** Returns the secret. */
  readonly reveal: () => T;

  constructor(value: T) {
    values.set(this, value);
    // A function of each object makes structuredClone throw, and makes objects with different secrets unequal.
    this.reveal = () => readValue<T>(this);
    Object.freeze(this);
  }

  toString(): string {
    return SHOWN;
  }

  toJSON(): string {
    return SHOWN;
  }

  [Symbol.toPrimitive](): string {
    return SHOWN;
  }

  get [Symbol.toStringTag](): string {
    return 'Redacted';
  }
}

// For util.inspect and console.log on Node.js, Deno and Bun.
Object.defineProperty(Redacted.prototype, Symbol.for('nodejs.util.inspect.custom'), { value: () => SHOWN });

function readValue<T>(holder: Redacted<T>): T;
function readValue(holder: object): unknown {
  return values.get(holder);
}
