import { expect, test } from 'vitest';
import { toHex } from '../encoding/encoding.ts';
import { wycheproof } from '../testing/wycheproof.ts';
import { hkdf } from './hkdf.ts';
import { pbkdf2 } from './pbkdf2.ts';

test.each([
  ['sha256', 'hkdf_sha256'],
  ['sha512', 'hkdf_sha512'],
])('HKDF with %s agrees with Wycheproof', async (algorithm, file) => {
  const wrong: number[] = [];
  for (const { test: vector } of wycheproof(file)) {
    const [salt, info, length] = [vector.bytes('salt'), vector.bytes('info'), vector.number('size')];
    const derived = await hkdf(vector.bytes('ikm'), { algorithm, salt, info, length }).then(
      toHex,
      (error) => error,
    );
    const isRight =
      vector.text('result') === 'valid' ? derived === vector.text('okm') : derived.argument === 'length';
    if (!isRight) wrong.push(vector.number('tcId'));
  }
  expect(wrong).toEqual([]);
});

test.each([
  ['sha256', 'pbkdf2_hmacsha256'],
  ['sha512', 'pbkdf2_hmacsha512'],
])('PBKDF2 with %s agrees with Wycheproof', async (algorithm, file) => {
  const wrong: number[] = [];
  for (const { test: vector } of wycheproof(file)) {
    const [password, salt] = [vector.bytes('password'), vector.bytes('salt')];
    const [iterations, length] = [vector.number('iterationCount'), vector.number('dkLen')];
    const derived = await pbkdf2(password, salt, { algorithm, iterations, length }).then(
      toHex,
      (error) => error,
    );
    // An empty password is valid for the standard, and here a sign of a missing configuration.
    const isRight = password.length === 0 ? derived.argument === 'password' : derived === vector.text('dk');
    if (!isRight || vector.text('result') !== 'valid') wrong.push(vector.number('tcId'));
  }
  expect(wrong).toEqual([]);
});
