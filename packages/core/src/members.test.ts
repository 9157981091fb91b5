import { expect, test } from 'vitest';
import { isList, isPlain } from './members.ts';

test('isPlain recognises plain objects, and no instance of a class', () => {
  class Point {}
  expect(isPlain({})).toBe(true);
  expect(isPlain(Object.create(null))).toBe(true);
  expect(isPlain(new Point())).toBe(false);
  expect(isPlain(Object.create(Object.create(null)))).toBe(true);
  expect(isPlain([])).toBe(false);
});

test('isList recognises arrays, and rejects a revoked Proxy', () => {
  expect(isList([], 'list')).toBe(true);
  expect(isList({ length: 0 }, 'list')).toBe(false);
  const { proxy, revoke } = Proxy.revocable([], {});
  revoke();
  expect(() => isList(proxy, 'list')).toThrow(
    expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument: 'list' }),
  );
});
