import { expect, test } from 'vitest';
import {
  checkDigest,
  decimal,
  fromAb64,
  fromPaddedBase64,
  fromPhcBase64,
  namedParameters,
  toPhcBase64,
} from './phc.ts';

test.each([
  ['', []],
  ['AA', [0]],
  ['AAE', [0, 1]],
  ['+/8A', [0xfb, 0xff, 0]],
])('%j is written and read as Base64 without padding', (text, bytes) => {
  expect([...fromPhcBase64(text, 'it')]).toEqual(bytes);
  expect(toPhcBase64(Uint8Array.from(bytes))).toBe(text);
});

test.each(['A', 'AB', 'AAF', 'AA==', 'A===', '-_8A', 'AA\n', 'A A='])(
  '%j is not canonical Base64',
  (text) => {
    expect(() => fromPhcBase64(text, 'the thing')).toThrow('the thing is not canonical Base64');
  },
);

test('adapted Base64 has a dot where Base64 has a plus', () => {
  expect([...fromAb64('./8A', 'it')]).toEqual([0xfb, 0xff, 0]);
  expect(() => fromAb64('+/8A', 'its salt')).toThrow(expect.objectContaining({ code: 'ERR_HASH_MALFORMED' }));
});

test('padded Base64 needs its padding', () => {
  expect([...fromPaddedBase64('AA==', 'it')]).toEqual([0]);
  expect(() => fromPaddedBase64('AA', 'its salt')).toThrow('its salt is not canonical Base64');
});

test.each([
  ['0', 0],
  ['1', 1],
  ['9999999999', 9_999_999_999],
])('%j is a number', (text, number) => expect(decimal(text, 'it')).toBe(number));

test.each([
  '',
  '00',
  '01',
  '+1',
  '-1',
  '1.0',
  '1e3',
  ' 1',
  '1 ',
  '1\n',
  '0x1',
  '10000000000',
  '१',
  undefined,
])('%j is not a decimal integer', (text) =>
  expect(() => decimal(text, 'the cost')).toThrow(expect.objectContaining({ code: 'ERR_HASH_MALFORMED' })),
);

test('a digest has 16 to 1024 bytes', () => {
  for (const length of [16, 1024]) expect(checkDigest(new Uint8Array(length))).toHaveLength(length);
  for (const length of [0, 15, 1025])
    expect(() => checkDigest(new Uint8Array(length))).toThrow(
      expect.objectContaining({ code: 'ERR_HASH_MALFORMED' }),
    );
});

test('named parameters may have any order, and each appears once', () => {
  expect([...namedParameters('b=2,a=', ['a', 'b', 'c'])]).toEqual([
    ['b', '2'],
    ['a', ''],
  ]);
  for (const text of ['', 'a', 'b1', '=1', 'a=1,', 'a=1,a=2', 'd=1', 'ab=1', ' a=1'])
    expect(() => namedParameters(text, ['a', 'b', 'c'])).toThrow(
      expect.objectContaining({ code: 'ERR_HASH_MALFORMED' }),
    );
  expect(namedParameters('a=1=2', ['a']).get('a')).toBe('1=2');
});
