import { expect, test } from 'vitest';
import type { Derivation } from './derivation.ts';
import { checkLimits, completeLimits, DEFAULT_LIMITS, type HashLimits } from './limits.ts';

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

// Each with the last that is computed and the first that is not.
test.each<readonly [Partial<HashLimits>, Derivation, Derivation, string]>([
  [{ argon2Memory: 64 }, argon2(64, 1, 1), argon2(65, 1, 1), 'memory of 65; at most 64 is'],
  [{ argon2Passes: 3 }, argon2(64, 3, 1), argon2(64, 4, 1), 'passes of 4; at most 3 is'],
  [{ argon2Parallelism: 2 }, argon2(64, 1, 2), argon2(64, 1, 3), 'parallelism of 3; at most 2 is'],
  [{ argon2Work: 128 }, argon2(64, 2, 1), argon2(64, 3, 1), 'memory times passes of 192; at most 128 is'],
  [
    { scryptMemory: 128 * 8 * 19 },
    scrypt(16, 8, 1),
    scrypt(16, 8, 2),
    'scrypt memory of 20480; at most 19456 is',
  ],
  [{ scryptParallelization: 2 }, scrypt(16, 8, 2), scrypt(16, 8, 3), 'parallelization of 3; at most 2 is'],
  [
    { scryptWork: 128 * 16 * 8 * 3 },
    scrypt(16, 8, 3),
    scrypt(16, 8, 4),
    'scrypt memory times parallelization of 65536; at most 49152 is',
  ],
  [
    { pbkdf2Iterations: 1000 },
    pbkdf2('sha256', 1000, 32),
    pbkdf2('sha256', 501, 33),
    'iterations of 1002; at most 1000 is',
  ],
  [
    { pbkdf2Iterations: 1000 },
    pbkdf2('sha1', 500, 40),
    pbkdf2('sha1', 500, 41),
    'iterations of 1500; at most 1000 is',
  ],
  [
    { pbkdf2Iterations: 1000 },
    pbkdf2('sha512', 1000, 64),
    pbkdf2('sha512', 1001, 1),
    'iterations of 1001; at most 1000 is',
  ],
  [{ bcryptCost: 5 }, bcrypt(5), bcrypt(6), 'cost of 6; at most 5 is'],
  [{ digestRounds: 100 }, digest(100), digest(101), 'rounds of 101; at most 100 is'],
])('%j is the last that is computed', (limits, within, beyond, message) => {
  const complete = completeLimits(limits);
  expect(() => checkLimits(within, complete)).not.toThrow();
  expect(() => checkLimits(beyond, complete)).toThrow(
    expect.objectContaining({
      code: 'ERR_HASH_LIMIT',
      message: expect.stringContaining(`asks for ${message} computed`),
    }),
  );
});

test('limits that are not given have their defaults', () => {
  expect(completeLimits()).toEqual(DEFAULT_LIMITS);
  expect(completeLimits({ bcryptCost: 12 })).toEqual({ ...DEFAULT_LIMITS, bcryptCost: 12 });
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
  for (const value of [1, highest]) expect(completeLimits({ [name]: value })[name]).toBe(value);
  for (const value of [0, highest + 1, 1.5, Number.NaN])
    expect(() => completeLimits({ [name]: value })).toThrow(expect.objectContaining({ argument: name }));
});

test('a misspelt limit is refused', () => {
  // @ts-expect-error wrong on purpose
  expect(() => completeLimits({ argonMemory: 5 })).toThrow(
    expect.objectContaining({ argument: 'argonMemory' }),
  );
});
