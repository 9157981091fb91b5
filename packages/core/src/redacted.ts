// The values live outside the objects: an object without the secret cannot show it, whatever prints, clones or inspects it.
const values = new WeakMap<object, unknown>();

const SHOWN = '<redacted>';

/**
 * A secret that does not print. `console.log`, `util.inspect`, `JSON.stringify`, template strings, `structuredClone` and
 * a debugger's preview show `<redacted>` or nothing; only {@link Redacted.reveal} gives the value.
 *
 * @example
 * const password = new Redacted(form.password);
 * log.info({ password }); // {"password":"<redacted>"}
 * await hashPassword(password.reveal());
 */
export class Redacted<T> {
  constructor(value: T) {
    values.set(this, value);
    Object.freeze(this);
  }

  /** The secret. */
  reveal(): T {
    return readValue<T>(this);
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

// What util.inspect and console.log print on Node.js, Deno and Bun.
Object.defineProperty(Redacted.prototype, Symbol.for('nodejs.util.inspect.custom'), { value: () => SHOWN });

function readValue<T>(holder: Redacted<T>): T;
function readValue(holder: object): unknown {
  return values.get(holder);
}
