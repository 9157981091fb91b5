import { fromHex } from '@countersign/core';
import { expect, test } from 'vitest';
import { bcrypt, toBcryptBase64, writeBcrypt } from './bcrypt.ts';
import { bcryptSha256, writeBcryptSha256 } from './bcrypt-sha256.ts';

// The digits of bcrypt's Base64 are those of Base64 in another order: passlib.utils.binary.bcrypt64.
test.each([
  ['', ''],
  ['00', '..'],
  ['ff', '9u'],
  ['000102030405060708090a0b0c0d0e0f', '..CA.uOD/eaGAOmJB.yMBu'],
  ['fbeffe', '8898'],
])('%s is written as %s', (hex, expected) => {
  expect(toBcryptBase64(fromHex(hex))).toBe(expected);
});

const SALT = 'CCCCCCCCCCCCCCCCCCCCC.';
const DIGEST = 'r5gqJaIw/Et6H9KstP3pEKn0VB0g6zW';

test.each([
  [4, '04'],
  [12, '12'],
])('a string of cost %d is written as it is read', (cost, text) => {
  const encoded = writeBcrypt(cost, SALT, DIGEST);
  expect(encoded).toBe(`$2b$${text}$${SALT}${DIGEST}`);
  expect(bcrypt(encoded)).toMatchObject({ parameters: { cost } });
  const digested = writeBcryptSha256(cost, encoded);
  expect(digested).toBe(`$bcrypt-sha256$v=2,t=2b,r=${cost}$${SALT}$${DIGEST}`);
  expect(bcryptSha256(digested)).toMatchObject({ parameters: { cost } });
});
