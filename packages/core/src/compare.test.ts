import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareDigest } from './compare.ts';

test('says what === says of texts and of bytes', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 20 });
  const bytes = fc.uint8Array({ maxLength: 20 });
  fc.assert(
    fc.property(text, text, bytes, bytes, (a, b, c, d) => {
      expect(compareDigest(a, b)).toBe(a === b);
      expect(compareDigest(a, `${a}`)).toBe(true);
      expect(compareDigest(c, d)).toBe(Buffer.compare(c, d) === 0);
      expect(compareDigest(c, c.slice())).toBe(true);
    }),
  );
});

test.each([
  ['', '', true],
  ['a', '', false],
  ['', 'a', false],
  ['abc', 'abd', false],
  ['ß', 'ß', true],
  ['é', 'e\u0301', false],
  ['\ud800', '\ud800', false],
  ['\ud800', '\ufffd', false],
])('compareDigest(%j, %j) is %j', (a, b, expected) => {
  expect(compareDigest(a, b)).toBe(expected);
});

test.each([
  ['a', new Uint8Array(1)],
  [new Uint8Array(1), 'a'],
  [1, 1],
  [null, null],
  [undefined, 'a'],
  [[1], [1]],
])('rejects %j and %j', (a, b) => {
  // @ts-expect-error of different kinds
  expect(() => compareDigest(a, b)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }));
});
