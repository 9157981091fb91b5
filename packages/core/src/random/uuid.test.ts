import { afterEach, expect, test, vi } from 'vitest';
import { randomUuid } from './uuid.ts';

afterEach(() => vi.useRealTimers());

test.each([
  [4, {}],
  [4, { version: 4 }],
  [7, { version: 7 }],
] as const)('returns version %d for %j', (version, options) => {
  const pattern = new RegExp(
    `^[0-9a-f]{8}-[0-9a-f]{4}-${version}[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`,
  );
  const ids = Array.from({ length: 2000 }, () => randomUuid(options));
  for (const id of ids) expect(id).toMatch(pattern);
  expect(new Set(ids).size).toBe(ids.length);
});

test('writes the time of a version 7 in milliseconds', () => {
  vi.useFakeTimers({ now: Date.UTC(2100, 0, 1) });
  expect(Number.parseInt(randomUuid({ version: 7 }).replace('-', '').slice(0, 12), 16)).toBe(
    Date.UTC(2100, 0, 1),
  );
});

test('returns increasing version 7 in one millisecond, and after the clock goes back', () => {
  vi.useFakeTimers({ now: Date.UTC(2101, 0, 1) });
  const ids = Array.from({ length: 5000 }, () => randomUuid({ version: 7 }));
  vi.setSystemTime(Date.UTC(2020, 0, 1));
  ids.push(randomUuid({ version: 7 }));
  vi.setSystemTime(Date.UTC(2101, 0, 1, 0, 0, 1));
  ids.push(randomUuid({ version: 7 }));
  expect(ids).toEqual(ids.toSorted());
  expect(new Set(ids).size).toBe(ids.length);
});

test.each([
  ['version', { version: 1 }],
  ['version', { version: '7' }],
  ['options', null],
  ['kind', { kind: 7 }],
])('rejects a wrong %s', (argument, options) => {
  // @ts-expect-error wrong options, as JavaScript may pass them
  expect(() => randomUuid(options)).toThrow(
    expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument }),
  );
});
