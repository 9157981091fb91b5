import { expect, test } from 'vitest';
import { runtime } from '#runtime';
import { readStoredHash } from '../formats/read.ts';
import { dummyHash, newDerivation, newHash } from './new-hash.ts';
import { type HashOptions, readHashOptions } from './options.ts';
import { isWeaker } from './strength.ts';

test.each<HashOptions>([
  { algorithm: 'argon2id', memory: 7168, passes: 5 },
  { algorithm: 'scrypt', cost: 2 ** 13, parallelization: 10 },
  { algorithm: 'pbkdf2-sha256' },
  { algorithm: 'pbkdf2-sha512' },
  { algorithm: 'bcrypt', cost: 10 },
  { algorithm: 'bcrypt-sha256', cost: 10 },
])('the dummy of %j has the form of any hash, and is never the same', async (given) => {
  const options = readHashOptions(given);
  const [dummy, other] = [dummyHash(options, undefined), dummyHash(options, undefined)];
  expect(dummy).not.toBe(other);
  const stored = readStoredHash(dummy);
  const password = new TextEncoder().encode('correct horse');
  const { scheme, parameters } = readStoredHash(await newHash(password, options, undefined, runtime));
  expect(stored).toMatchObject({ scheme, parameters });
  expect(scheme).toBe(options.algorithm);
  expect(isWeaker(stored, options)).toBe(false);
});

test('new derivations have a new salt of 16 bytes and the length that their digest gives', () => {
  const options = { algorithm: 'argon2id', memory: 19_456, passes: 2, parallelism: 1 } as const;
  const [one, other] = [newDerivation(options), newDerivation(options)];
  expect(one).toMatchObject({ kind: 'argon2', variant: 'argon2id', version: 0x13, length: 32 });
  expect(one.salt).toHaveLength(16);
  expect(one.salt).not.toEqual(other.salt);
  expect(newDerivation({ algorithm: 'pbkdf2-sha256', iterations: 1 })).toMatchObject({
    digest: 'sha256',
    iterations: 1,
    length: 32,
  });
  expect(newDerivation({ algorithm: 'pbkdf2-sha512', iterations: 2 })).toMatchObject({
    digest: 'sha512',
    iterations: 2,
    length: 64,
  });
  expect(newDerivation({ algorithm: 'scrypt', cost: 2, blockSize: 3, parallelization: 4 })).toMatchObject({
    cost: 2,
    blockSize: 3,
    parallelization: 4,
    length: 32,
  });
});
