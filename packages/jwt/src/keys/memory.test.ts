import { expect, test } from 'vitest';
import { Key, type KeyMaterial } from './key.ts';
import { remember, remembered } from './memory.ts';

const material = (byte: number): KeyMaterial => ({
  kind: 'secret',
  type: 'oct',
  secret: new Uint8Array(32).fill(byte),
});
const one = material(1);

test('a key is what it is made of', () => {
  expect(remembered(new Key('secret', one, ['HS256'], undefined))).toBe(one);
});

test('a text and a JWK are known again by what they say', () => {
  expect(remembered('a text')).toBeUndefined();
  expect(remember('a text', one)).toBe(one);
  expect(remembered(['a', 'text'].join(' '))).toBe(one);
  const jwk = { kty: 'oct', k: 'AQ' };
  expect(remembered(jwk)).toBeUndefined();
  expect(remember(jwk, one)).toBe(one);
  expect(remembered({ ...jwk })).toBe(one);
  jwk.k = 'Ag';
  expect(remembered(jwk)).toBeUndefined();
});

test('sixty-four texts are remembered, and the oldest is forgotten', () => {
  const texts = Array.from({ length: 64 }, (_, index) => `text ${index}`);
  for (const text of texts) remember(text, one);
  expect(texts.map((text) => remembered(text) === one)).toEqual(texts.map(() => true));
  remember('one more', one);
  expect(texts.map((text) => remembered(text) === one)).toEqual(texts.map((_, index) => index > 0));
  expect(remembered('one more')).toBe(one);
});

test('a JWK that JSON cannot say is read each time', () => {
  const jwk = { kty: 'oct', k: 'Aw', ext: 1n };
  expect(remember(jwk, one)).toBe(one);
  expect(remembered(jwk)).toBeUndefined();
});

test('bytes are known again while they are the same', () => {
  const bytes = new Uint8Array(32).fill(1);
  expect(remembered(bytes)).toBeUndefined();
  expect(remember(bytes, one)).toBe(one);
  expect(remembered(bytes)).toBe(one);
  expect(remembered(bytes.slice())).toBeUndefined();
  bytes[31] = 2;
  expect(remembered(bytes)).toBeUndefined();
  const other = new Uint8Array(32);
  remember(other, { kind: 'public', type: 'RSA' });
  expect(remembered(other)).toBeUndefined();
});

test('another object is known again by its identity', () => {
  const object = { type: 'secret' };
  expect(remembered(object)).toBeUndefined();
  remember(object, one);
  expect(remembered(object)).toBe(one);
  expect(remembered({ ...object })).toBeUndefined();
});

test.each([null, undefined, 5, true])('%j is nothing to remember', (value) => {
  expect(remember(value, one)).toBe(one);
  expect(remembered(value)).toBeUndefined();
});
