import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, test } from 'vitest';
import { copyBytes } from './bytes.ts';
import {
  boolean,
  func,
  integer,
  list,
  narrowing,
  oneOf,
  optional,
  string,
  withDefault,
} from './option-readers.ts';
import { type OptionTable, readOptions } from './options.ts';

interface Options {
  readonly size?: number | undefined;
  readonly name?: string | undefined;
  readonly loud?: boolean | undefined;
  readonly issuer?: string;
}

const TABLE = {
  size: withDefault(integer({ min: 1, max: 64 }), 8),
  name: optional(string),
  loud: withDefault(boolean, false),
  issuer: narrowing(string),
} satisfies OptionTable<Options>;

const DEFAULTS = { size: 8, name: undefined, loud: false, issuer: undefined };

const rejects = (argument: string) => expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument });

const WITH_HOLE = ['a', 'b', 'c'];
delete WITH_HOLE[1];

const THROWING = Object.defineProperty(['a'], 0, {
  get() {
    throw new Error('hunter2');
  },
});

class WithGetters {
  get size() {
    return 4;
  }
}

class WithField {
  size = 4;
}

describe('readOptions', () => {
  test('returns a frozen object with exactly the names of its table', () => {
    const options = readOptions({ size: 4, name: 'x' }, TABLE);
    expect(options).toStrictEqual({ ...DEFAULTS, size: 4, name: 'x' });
    expect(Object.isFrozen(options)).toBe(true);
  });

  test.each<[string, unknown]>([
    ['an inherited member', Object.create({ size: 4 })],
    ['a getter of a class', new WithGetters()],
    ['a non-enumerable member', Object.defineProperty({}, 'size', { value: 4 })],
    ['a symbol member', { [Symbol('size')]: 4 }],
    ['an object without a prototype', Object.create(null)],
    ['a frozen object', Object.freeze({})],
    ['an object of another realm', runInNewContext('({})')],
  ])('uses the defaults for %s', (_, input) => {
    expect(readOptions(input, TABLE)).toStrictEqual(DEFAULTS);
  });

  test.each<[string, unknown]>([
    ['the field of a class', new WithField()],
    ['an object without a prototype', Object.assign(Object.create(null), { size: 4 })],
    ['an object of another realm', runInNewContext('({ size: 4 })')],
    ['a Proxy', new Proxy({ size: 4 }, {})],
    [
      'an own getter',
      {
        get size() {
          return 4;
        },
      },
    ],
  ])('reads %s', (_, input) => {
    expect(readOptions(input, TABLE).size).toBe(4);
  });

  test('reads each member once', () => {
    let reads = 0;
    const options = readOptions(
      {
        get size() {
          reads += 1;
          return reads;
        },
      },
      TABLE,
    );
    expect(options.size).toBe(1);
    expect(reads).toBe(1);
  });

  test.each([
    undefined,
    null,
    5,
    'size',
    [],
    () => 0,
    new Map(),
    new Headers(),
    Promise.resolve({}),
    new Date(),
  ])('rejects %s as options', (input) => {
    expect(() => readOptions(input, TABLE, 'rules')).toThrow(rejects('rules'));
  });

  test('rejects a revoked Proxy and a getter that throws, without the thrown text', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const throwing = {
      get size(): number {
        throw new Error('hunter2');
      },
    };
    for (const input of [proxy, throwing]) {
      expect(() => readOptions(input, TABLE)).toThrow(rejects('options'));
      expect(() => readOptions(input, TABLE)).not.toThrow(/hunter2/);
    }
  });

  test.each<[string, unknown, string]>([
    ['an unknown name', { sise: 4 }, 'sise'],
    ['a name of Object.prototype', { toString: 4 }, 'toString'],
    ['a member named __proto__', JSON.parse('{"__proto__": {"size": 4}}'), '__proto__'],
    ['a value out of range', { size: 65 }, 'size'],
    ['a value of another type', { loud: 'false' }, 'loud'],
    ['null', { name: null }, 'name'],
    ['an undefined rule that narrows', { issuer: undefined }, 'issuer'],
  ])('rejects %s', (_, input, argument) => {
    expect(() => readOptions(input, TABLE)).toThrow(rejects(argument));
  });

  test('shortens an unknown name in its error', () => {
    expect(() => readOptions({ ['x'.repeat(5000)]: 1 }, TABLE)).toThrow(rejects('x'.repeat(40)));
  });

  test('names the known options, or says that there are none', () => {
    expect(() => readOptions({ sise: 4 }, TABLE)).toThrow('Known options: size, name, loud, issuer.');
    expect(() => readOptions({ sise: 4 }, {})).toThrow('this function takes none');
  });

  describe('with a polluted Object.prototype', () => {
    afterEach(() => {
      for (const name of ['size', 'issuer', 'loud']) Reflect.deleteProperty(Object.prototype, name);
    });

    test('ignores the pollution', () => {
      Object.assign(Object.prototype, { size: 4, issuer: 'x', loud: true });
      const read = readOptions({}, TABLE);
      expect([read.size, read.issuer, read.loud]).toStrictEqual([8, undefined, false]);
    });
  });
});

describe('readers', () => {
  const read = (reader: OptionTable<{ x: unknown }>['x'], x: unknown) => readOptions({ x }, { x: reader }).x;

  test('oneOf accepts its values only', () => {
    const reader = oneOf(['hex', 'base64']);
    expect(read(reader, 'hex')).toBe('hex');
    for (const value of ['HEX', 'toString', undefined, ['hex']]) {
      expect(() => read(reader, value)).toThrow(rejects('x'));
    }
  });

  test('func accepts functions only', () => {
    const given = () => 1;
    expect(read(func(), given)).toBe(given);
    expect(() => read(func(), {})).toThrow(rejects('x'));
  });

  test('list copies and freezes an array, also one of another realm', () => {
    const given = ['a', 'b'];
    const copy = read(list(string), given);
    given[0] = 'changed';
    expect(copy).toStrictEqual(['a', 'b']);
    expect(Object.isFrozen(copy)).toBe(true);
    expect(read(list(string), runInNewContext('["a"]'))).toStrictEqual(['a']);
  });

  test.each<[string, unknown]>([
    ['too short a list', []],
    ['too long a list', ['a', 'b', 'c', 'd']],
    ['a list with a hole', WITH_HOLE],
    ['an array-like object', { 0: 'a', length: 1 }],
    ['a string', 'ab'],
    ['a list whose element throws', THROWING],
  ])('list rejects %s', (_, value) => {
    expect(() => read(list(string, { min: 1, max: 3 }), value)).toThrow(rejects('x'));
  });

  test('a hole is not filled from a polluted Array.prototype', () => {
    Object.defineProperty(Array.prototype, 1, { value: 'polluted', configurable: true });
    try {
      expect(() => read(list(string), WITH_HOLE)).toThrow(rejects('x'));
    } finally {
      Reflect.deleteProperty(Array.prototype, 1);
    }
  });
});

describe('copyBytes', () => {
  test('copies bytes, also those of a Buffer and of another realm', () => {
    const given = Uint8Array.of(1, 2);
    const copy = copyBytes(given, 'key');
    given.fill(0);
    expect(copy).toStrictEqual(Uint8Array.of(1, 2));
    expect(copyBytes(Buffer.from([1]), 'key')).toStrictEqual(Uint8Array.of(1));
    expect(copyBytes(runInNewContext('Uint8Array.of(1)'), 'key')).toStrictEqual(Uint8Array.of(1));
  });

  const detached = new Uint8Array(4);
  structuredClone(detached.buffer, { transfer: [detached.buffer] });
  const resizable = new ArrayBuffer(8, { maxByteLength: 8 });
  const outOfBounds = new Uint8Array(resizable, 4, 4);
  resizable.resize(2);

  test.each<[string, unknown]>([
    ['a detached array', detached],
    ['an array that its resized buffer no longer holds', outOfBounds],
    ['an ArrayBuffer', new ArrayBuffer(4)],
    ['a DataView', new DataView(new ArrayBuffer(4))],
    ['a Uint16Array', new Uint16Array(2)],
    ['a Proxy of bytes', new Proxy(Uint8Array.of(1), {})],
    ['an array of numbers', [1, 2]],
    ['an object that claims to be bytes', { [Symbol.toStringTag]: 'Uint8Array', length: 1, 0: 1 }],
  ])('rejects %s', (_, value) => {
    expect(() => copyBytes(value, 'key')).toThrow(rejects('key'));
  });

  test('accepts an empty array', () => {
    expect(copyBytes(new Uint8Array(), 'key')).toStrictEqual(new Uint8Array());
  });
});

describe('repeated options', () => {
  const TABLE = {
    encoding: optional(oneOf(['hex', 'base64'])),
    length: optional(integer({ min: 0, max: 9 })),
    text: optional(string),
  };

  test('give equal results, also after others', () => {
    const inputs = [
      { encoding: 'hex' },
      { encoding: 'hex' },
      { length: 1, encoding: 'hex' },
      { encoding: 'hex', length: 1 },
      { length: 2 },
      { text: 'secret' },
      { encoding: 'hex' },
      {},
    ];
    for (const input of [...inputs, ...inputs]) {
      const none = { encoding: undefined, length: undefined, text: undefined };
      expect(readOptions(input, TABLE)).toEqual({ ...none, ...input });
    }
  });

  test('are rejected each time they are wrong', () => {
    readOptions({ length: 1 }, TABLE);
    for (const input of [{ length: '1' }, { length: true }, { length: 10 }, { lenght: 1 }]) {
      expect(() => readOptions(input, TABLE)).toThrow(
        expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }),
      );
    }
  });
});
