import { runInNewContext } from 'node:vm';

/** An object of options, claims or key members. */
export type Members = Readonly<Record<string, unknown>>;

/** Recognises the objects whose forms are varied: not bytes, dates, functions, arrays or platform objects. */
export function isMembers(value: unknown): value is Members {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Objects with the same members, which every function must treat alike. */
export const SAME: Readonly<Record<string, (members: Members) => object>> = {
  'without a prototype': (members) => Object.assign(Object.create(null), members),
  frozen: (members) => Object.freeze({ ...members }),
  'as a Proxy': (members) => new Proxy({ ...members }, {}),
  'of another realm': (members) => Object.assign(runInNewContext('({})'), members),
  'with symbol members': (members) => ({ ...members, [Symbol('length')]: 1 }),
  'with a non-enumerable member': (members) =>
    Object.defineProperty({ ...members }, 'unknown', { value: 1, enumerable: false }),
};

/** The first read of each member gives its value. Every later read gives a symbol, which no option accepts. */
export function readableOnce(members: Members): object {
  const reads = new Set<string>();
  return withGetters(members, (name) => {
    if (reads.has(name)) return Symbol('read again');
    reads.add(name);
    return members[name];
  });
}

/** Objects whose members do not count: a function must treat them as an object without members. */
export const EMPTY: Readonly<Record<string, (members: Members) => object>> = {
  'inherited members': (members) => Object.create(members),
  'getters of a class': (members) => {
    class WithGetters {}
    for (const name of Object.keys(members)) {
      Object.defineProperty(WithGetters.prototype, name, { get: () => members[name], configurable: true });
    }
    return new WithGetters();
  },
  'non-enumerable members': (members) => {
    const hidden = {};
    for (const name of Object.keys(members)) Object.defineProperty(hidden, name, { value: members[name] });
    return hidden;
  },
};

/** Arguments that cannot be read at all. */
export const UNREADABLE: Readonly<Record<string, (members: Members) => unknown>> = {
  'a getter that throws': (members) =>
    withGetters(members, () => {
      throw new RangeError('planted');
    }),
  'a Proxy that throws': (members) =>
    new Proxy(
      { ...members },
      {
        get: throwPlanted,
        ownKeys: throwPlanted,
        getOwnPropertyDescriptor: throwPlanted,
        getPrototypeOf: throwPlanted,
      },
    ),
  'a revoked Proxy': () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
};

/** Values of a wrong type. */
export const WRONG: Readonly<Record<string, () => unknown>> = {
  null: () => null,
  'a bigint': () => 2n ** 70n,
  'a symbol': () => Symbol('x'),
  'a function': () => () => 1,
  NaN: () => Number.NaN,
  'a circular object': () => {
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    return circular;
  },
  'an object with toJSON': () => ({ toJSON: () => 'x' }),
  'a lone surrogate': () => '\ud800',
  'a detached array': () => {
    const bytes = new Uint8Array(8);
    structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
    return bytes;
  },
  'a revoked Proxy': () => UNREADABLE['a revoked Proxy']?.({}),
};

function withGetters(members: Members, get: (name: string) => unknown): object {
  const object = {};
  for (const name of Object.keys(members)) {
    Object.defineProperty(object, name, { get: () => get(name), enumerable: true, configurable: true });
  }
  return object;
}

function throwPlanted(): never {
  throw new RangeError('planted');
}

/** Every byte array in an argument, however deep. */
export function bytesIn(value: unknown): readonly Uint8Array[] {
  if (value instanceof Uint8Array) return [value];
  if (Array.isArray(value)) return value.flatMap(bytesIn);
  return isMembers(value) ? Object.values(value).flatMap(bytesIn) : [];
}
