import { expect, test } from 'vitest';
import type { Derivation, StoredHash } from '../formats/derivation.ts';
import { checkLimits, checkNewDerivation, DEFAULT_LIMITS, type HashLimits, readLimits } from './limits.ts';

const salt = new Uint8Array(16);
const argon2 = (memory: number, passes: number, parallelism: number): Derivation => {
  const parameters = { memory, passes, parallelism, salt, length: 32 };
  return { kind: 'argon2', variant: 'argon2id', version: 0x13, ...parameters };
};
const scrypt = (cost: number, blockSize: number, parallelization: number): Derivation => {
  return { kind: 'scrypt', cost, blockSize, parallelization, salt, length: 32 };
};
const pbkdf2 = (digest: 'sha1' | 'sha256' | 'sha512', iterations: number, length: number): Derivation => {
  return { kind: 'pbkdf2', digest, iterations, salt, length };
};
const bcrypt = (cost: number): Derivation => ({ kind: 'bcrypt', cost, encoded: '' });
const digest = (iterations: number): Derivation => {
  return { kind: 'digest', iterations, compute: async () => salt };
};

const stored = (derivation: Derivation): StoredHash => ({
  scheme: 'test',
  parameters: {},
  derivation,
  expected: salt,
});

// A cost at the limit, and one above it.
test.each<readonly [Partial<HashLimits>, Derivation, Derivation]>([
  [{ argon2Memory: 64 }, argon2(64, 1, 1), argon2(65, 1, 1)],
  [{ argon2Passes: 3 }, argon2(64, 3, 1), argon2(64, 4, 1)],
  [{ argon2Parallelism: 2 }, argon2(64, 1, 2), argon2(64, 1, 3)],
  [{ argon2Work: 128 }, argon2(64, 2, 1), argon2(64, 3, 1)],
  [{ scryptMemory: 128 * 8 * 19 }, scrypt(16, 8, 1), scrypt(16, 8, 2)],
  [{ scryptParallelization: 2 }, scrypt(16, 8, 2), scrypt(16, 8, 3)],
  [{ scryptWork: 128 * 16 * 8 * 3 }, scrypt(16, 8, 3), scrypt(16, 8, 4)],
  [{ pbkdf2Iterations: 1000 }, pbkdf2('sha256', 1000, 32), pbkdf2('sha256', 501, 33)],
  [{ pbkdf2Iterations: 1000 }, pbkdf2('sha1', 500, 40), pbkdf2('sha1', 500, 41)],
  [{ pbkdf2Iterations: 1000 }, pbkdf2('sha512', 1000, 64), pbkdf2('sha512', 1001, 1)],
  [{ bcryptCost: 5 }, bcrypt(5), bcrypt(6)],
  [{ digestRounds: 100 }, digest(100), digest(101)],
])('%j allows a cost that is equal, and no higher one', (limits, within, beyond) => {
  const complete = readLimits(limits);
  expect(() => checkLimits(stored(within), complete)).not.toThrow();
  expect(() => checkLimits(stored(beyond), complete)).toThrow(
    expect.objectContaining({ code: 'ERR_HASH_LIMIT' }),
  );
  expect(() => checkNewDerivation(within, complete)).not.toThrow();
  expect(() => checkNewDerivation(beyond, complete)).toThrow(
    expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument: 'hash' }),
  );
});

test('the limits apply to every meaning of a hash, and to the rounds before it', () => {
  const limits = readLimits({ digestRounds: 100, bcryptCost: 5 });
  for (const beyond of [
    { ...stored(digest(1)), alternatives: [stored(bcrypt(6))] },
    { ...stored(bcrypt(5)), inputRounds: 101 },
  ])
    expect(() => checkLimits(beyond, limits)).toThrow(expect.objectContaining({ code: 'ERR_HASH_LIMIT' }));
});

test('limits that are not given have their defaults', () => {
  expect(readLimits()).toEqual(DEFAULT_LIMITS);
  expect(readLimits({ bcryptCost: 12 })).toEqual({ ...DEFAULT_LIMITS, bcryptCost: 12 });
  expect(DEFAULT_LIMITS).toEqual({
    argon2Memory: 2 ** 20,
    argon2Passes: 64,
    argon2Parallelism: 16,
    argon2Work: 2 ** 22,
    scryptMemory: 2 ** 29,
    scryptParallelization: 32,
    scryptWork: 2 ** 31,
    pbkdf2Iterations: 10_000_000,
    bcryptCost: 16,
    digestRounds: 1_000_000,
  });
});

test.each([
  ['argon2Memory', 2 ** 22 - 1],
  ['argon2Passes', 2 ** 24],
  ['argon2Parallelism', 255],
  ['argon2Work', 2 ** 40],
  ['scryptMemory', 2 ** 30],
  ['scryptParallelization', 1024],
  ['scryptWork', 2 ** 35],
  ['pbkdf2Iterations', 100_000_000],
  ['bcryptCost', 31],
  ['digestRounds', 100_000_000],
] as const)('%s is from 1 to %d', (name, highest) => {
  for (const value of [1, highest]) expect(readLimits({ [name]: value })[name]).toBe(value);
  for (const value of [0, highest + 1, 1.5, Number.NaN])
    expect(() => readLimits({ [name]: value })).toThrow(expect.objectContaining({ argument: name }));
});

test('limits that are not an object are rejected', () => {
  expect(() => readLimits(7)).toThrow(expect.objectContaining({ argument: 'limits' }));
});

test('an unknown limit is rejected', () => {
  expect(() => readLimits({ argonMemory: 5 })).toThrow(expect.objectContaining({ argument: 'argonMemory' }));
});
