import { isDeepStrictEqual } from 'node:util';
import { CountersignError } from '@countersign/core';
import { describe, expect, test } from 'vitest';
import { API, CALLS, type Call } from './calls.ts';
import { bytesIn, EMPTY, isMembers, type Members, readableOnce, SAME, UNREADABLE, WRONG } from './forms.ts';
import { publicFunctions } from './public-functions.ts';

// Calls every public function with objects that are checked in one form and used in another, if a function reads them twice.

/** The result of a call, or the code of its error. An error of another class is the result of a fault. */
type Outcome = { readonly value: unknown } | { readonly code: string } | { readonly fault: unknown };

async function outcomeOf(name: string, call: Call, args: readonly unknown[]): Promise<Outcome> {
  return settle(call, () => start(name, call, args));
}

function start(name: string, { run }: Call, args: readonly unknown[]): unknown {
  const target: unknown = run ?? API[name];
  if (typeof target !== 'function') throw new Error(`${name} is not a public function`);
  return Reflect.apply(target, undefined, args);
}

async function settle({ observe = identity }: Call, begin: () => unknown): Promise<Outcome> {
  try {
    const result: unknown = await begin();
    return { value: await Reflect.apply(observe, undefined, [result]) };
  } catch (error) {
    return error instanceof CountersignError ? { code: error.code } : { fault: error };
  }
}

function identity(result: unknown): unknown {
  return result;
}

const rows = Object.entries(CALLS).flatMap(([name, calls]) =>
  [calls]
    .flat()
    .map((call, index) => ({ title: index === 0 ? name : `${name}, call ${index + 1}`, name, call })),
);

/** The positions of the arguments that have members. */
function memberPositions({ args }: Call): readonly number[] {
  return args().flatMap((value, index) => (isMembers(value) && Object.keys(value).length > 0 ? [index] : []));
}

function replaced({ args }: Call, position: number, form: (members: Members) => unknown): unknown[] {
  return args().map((value, index) => (index === position && isMembers(value) ? form(value) : value));
}

test('every public function has a call here', () => {
  expect(publicFunctions().filter((name) => !Object.hasOwn(CALLS, name))).toEqual([]);
});

describe.each(rows)('$title', ({ name, call }) => {
  const positions = memberPositions(call);

  test('accepts the valid call', async () => {
    expect(await outcomeOf(name, call, call.args())).not.toHaveProperty('fault');
  });

  for (const position of positions) {
    test.each(Object.entries(SAME))(`reads argument ${position} %s like a plain object`, async (_, form) => {
      const expected = await outcomeOf(name, call, call.args());
      expect(await outcomeOf(name, call, replaced(call, position, form))).toEqual(expected);
    });

    test(`reads each member of argument ${position} once`, async () => {
      const expected = await outcomeOf(name, call, call.args());
      expect(await outcomeOf(name, call, replaced(call, position, readableOnce))).toEqual(expected);
    });

    test.each(Object.entries(EMPTY))(`ignores %s of argument ${position}`, async (_, form) => {
      const expected = await outcomeOf(
        name,
        call,
        replaced(call, position, () => ({})),
      );
      expect(await outcomeOf(name, call, replaced(call, position, form))).toEqual(expected);
    });

    test.each(Object.entries(UNREADABLE))(`rejects %s as argument ${position}`, async (_, form) => {
      expect(await outcomeOf(name, call, replaced(call, position, form))).toHaveProperty('code');
    });

    test(`ignores a polluted prototype that has the members of argument ${position}`, async () => {
      const [members = {}] = call
        .args()
        .slice(position, position + 1)
        .filter(isMembers);
      const expected = await outcomeOf(
        name,
        call,
        replaced(call, position, () => ({})),
      );
      const polluted = await withPollution(members, () =>
        outcomeOf(
          name,
          call,
          replaced(call, position, () => ({})),
        ),
      );
      expect(polluted).toEqual(expected);
    });
  }

  test('answers an argument of a wrong type with a result or a typed error', async () => {
    const faults: string[] = [];
    for (const [index] of call.args().entries()) {
      for (const [what, make] of Object.entries(WRONG)) {
        const args = call.args();
        args[index] = make();
        const outcome = await outcomeOf(name, call, args);
        if ('fault' in outcome) faults.push(`${what} as argument ${index}: ${outcome.fault}`);
      }
    }
    expect(faults).toEqual([]);
  });

  if (bytesIn(call.args()).length > 0) {
    test('uses a copy of its bytes', async () => {
      const expected = await outcomeOf(name, call, call.args());
      const args = call.args();
      const outcome = await settle(call, () => {
        const result = start(name, call, args);
        for (const bytes of bytesIn(args)) bytes.fill(0xaa);
        return result;
      });
      expect(isDeepStrictEqual(outcome, expected)).toBe(true);
    });
  }
});

/** Runs a function while Object.prototype has members. */
async function withPollution<T>(members: Members, run: () => Promise<T>): Promise<T> {
  const names = Object.keys(members).filter((name) => !(name in Object.prototype));
  for (const name of names) {
    Object.defineProperty(Object.prototype, name, {
      value: members[name],
      configurable: true,
      writable: true,
    });
  }
  try {
    return await run();
  } finally {
    for (const name of names) Reflect.deleteProperty(Object.prototype, name);
  }
}
