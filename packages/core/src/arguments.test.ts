import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as core from './index.ts';

// Values that a JavaScript caller may pass by mistake. Large numbers are omitted: they are valid, and some are expensive.
const junk = fc.oneof(
  fc.constantFrom(undefined, null, true, 0, -1, 1.5, 7, Number.NaN, Number.POSITIVE_INFINITY, -0, 5n, -5n),
  fc.constantFrom('', 'sha256', 'shake128', 'blake2b', 'hex', '\ud800', '__proto__', Symbol('s')),
  fc.constantFrom(
    [],
    {},
    [1],
    { length: -1 },
    { length: 2 ** 53 },
    Object.create(null),
    () => 1,
    new Date(Number.NaN),
  ),
  fc.constantFrom(new Uint8Array(0), new Uint8Array(3), new ArrayBuffer(2), new Float64Array(1)),
  fc.record(
    {
      algorithm: fc.constantFrom('sha256', 'nope', null, 3),
      encoding: fc.constantFrom('hex', 'utf8', null, 1, {}),
      length: fc.constantFrom(0, 1, -1, 1.5, '3', null, 5n),
      key: fc.constantFrom('', 'k', null, 1, new Uint8Array(32)),
      salt: fc.constantFrom('s', null, {}, new Uint8Array(100)),
      tree: fc.constantFrom({}, null, 1, { fanout: '1' }, { lastNode: 1 }, { nodeOffset: 1.5 }),
      iterations: fc.constantFrom(1, 0, null, '5'),
      cost: fc.constantFrom(2, 3, null, '4'),
      tagLength: fc.constantFrom(16, 1, null),
      signal: fc.constantFrom(null, {}, 1),
    },
    { requiredKeys: [] },
  ),
);

/** Further arguments of functions whose other parameters are labels for messages. */
const FURTHER: Readonly<Record<string, readonly unknown[]>> = {
  utf8: ['it'],
  fromUtf8: ['it'],
  resolveAlgorithm: ['it'],
};

const functions: readonly (readonly [string, Call])[] = Object.entries(core).flatMap(([name, value]) =>
  isCall(value) && /^[a-z]/.test(name) ? [[name, value] as const] : [],
);

type Call = (...given: unknown[]) => unknown;

function isCall(value: unknown): value is Call {
  return typeof value === 'function';
}

test('finds the public functions', () => {
  expect(functions.length).toBeGreaterThan(25);
});

test.each(functions)('%s returns or throws a CountersignError for any arguments', async (name, fn) => {
  await fc.assert(
    fc.asyncProperty(fc.array(junk, { maxLength: 4 }), async (given) => {
      try {
        const further = FURTHER[name];
        await fn(...(further === undefined ? given : [given[0], ...further]));
      } catch (error) {
        expect(error).toBeInstanceOf(core.CountersignError);
      }
    }),
    // Each accepted call of scrypt takes its default memory and a third of a second.
    { numRuns: name === 'scrypt' ? 30 : 400 },
  );
});

test.each(['update', 'digest', 'verify'])(
  'the method %s returns or throws a CountersignError for any arguments',
  async (method) => {
    fc.assert(
      fc.property(fc.array(junk, { maxLength: 2 }), (given) => {
        for (const target of [
          core.createHash('shake128'),
          core.createHash('blake2b', { length: 5 }),
          core.createHmac('sha256', 'k'),
        ]) {
          const fn = Reflect.get(target, method);
          if (typeof fn !== 'function') continue;
          try {
            Reflect.apply(fn, target, given);
          } catch (error) {
            expect(error).toBeInstanceOf(core.CountersignError);
          }
        }
      }),
      { numRuns: 300 },
    );
  },
);

test('does not put a secret of the wrong type into the message', () => {
  const secret = { toString: () => 'hunter2', password: 'hunter2' };
  // @ts-expect-error no key
  expect(() => core.hmac('sha256', secret, '')).toThrow(/^(?!.*hunter2).*$/s);
  // @ts-expect-error no algorithm
  expect(() => core.hash(secret, '')).toThrow(/^(?!.*hunter2).*$/s);
});
