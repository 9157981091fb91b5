import { expect, test } from 'vitest';
import { DecodeError, parseClaims } from '../index.ts';

test('reads a JSON object', () => {
  expect(parseClaims(' {"role": "editor", "id": 7, "nested": {"role": [1, null]}} ')).toEqual({
    role: 'editor',
    id: 7,
    nested: { role: [1, null] },
  });
});

test.each([
  ['a member twice', '{"admin": false, "admin": true}', 'a member twice'],
  ['a member twice, one of them escaped', '{"admin": false, "\\u0061dmin": true}', 'a member twice'],
  ['a member twice further in', '{"user": {"id": 1, "id": 2}}', 'a member twice'],
  ['a member named __proto__', '{"__proto__": {"admin": true}}', '__proto__'],
  ['a lone surrogate', '{"name": "\\ud800"}', 'lone surrogate'],
  ['too deep nesting', `{"a":${'['.repeat(64)}${']'.repeat(64)}}`, 'more than 64 deep'],
  ['an array', '[]', 'The claims set is not a JSON object.'],
  ['null', 'null', 'not a JSON object'],
  ['a byte order mark', '\uFEFF{}', 'not valid JSON'],
  ['a number that is not JSON', '{"exp": NaN}', 'not valid JSON'],
  ['nothing', '', 'not valid JSON'],
])('refuses %s', (_, text, reason) => {
  expect(() => parseClaims(text)).toThrow(DecodeError);
  expect(() => parseClaims(text)).toThrow(reason);
});

test('takes text alone', () => {
  // @ts-expect-error bytes are not text
  expect(() => parseClaims(new Uint8Array(2))).toThrow(
    expect.objectContaining({ argument: 'text', message: 'text must be a string.' }),
  );
});
