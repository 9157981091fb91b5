import { describe, expect, test } from 'vitest';
import { type CompleteHashOptions, type HashOptions, isBcrypt, readHashOptions } from './options.ts';

describe('the minimums are those of OWASP', () => {
  // Each equally strong choice of the cheat sheet, and what the plan completes.
  test.each<readonly [HashOptions, CompleteHashOptions]>([
    [{ algorithm: 'argon2id' }, { algorithm: 'argon2id', memory: 19_456, passes: 2, parallelism: 1 }],
    ...(
      [
        [47_104, 1],
        [35_840, 1],
        [17_920, 2],
        [12_288, 3],
        [9216, 4],
        [7168, 5],
        [2 ** 32 - 1, 2 ** 16],
      ] as const
    ).map(([memory, passes]): readonly [HashOptions, CompleteHashOptions] => [
      { algorithm: 'argon2id', memory, passes, parallelism: 255 },
      { algorithm: 'argon2id', memory, passes, parallelism: 255 },
    ]),
    [{ algorithm: 'scrypt' }, { algorithm: 'scrypt', cost: 2 ** 17, blockSize: 8, parallelization: 1 }],
    ...(
      [
        [17, 8, 1],
        [16, 8, 2],
        [15, 8, 3],
        [14, 8, 5],
        [13, 8, 10],
        [13, 64, 1],
        [24, 64, 32],
      ] as const
    ).map(([logCost, blockSize, parallelization]): readonly [HashOptions, CompleteHashOptions] => [
      { algorithm: 'scrypt', cost: 2 ** logCost, blockSize, parallelization },
      { algorithm: 'scrypt', cost: 2 ** logCost, blockSize, parallelization },
    ]),
    [{ algorithm: 'pbkdf2-sha256' }, { algorithm: 'pbkdf2-sha256', iterations: 600_000 }],
    [{ algorithm: 'pbkdf2-sha512' }, { algorithm: 'pbkdf2-sha512', iterations: 220_000 }],
    [
      { algorithm: 'pbkdf2-sha512', iterations: 100_000_000 },
      { algorithm: 'pbkdf2-sha512', iterations: 100_000_000 },
    ],
    [{ algorithm: 'bcrypt' }, { algorithm: 'bcrypt', cost: 12 }],
    [
      { algorithm: 'bcrypt', cost: 10 },
      { algorithm: 'bcrypt', cost: 10 },
    ],
    [
      { algorithm: 'bcrypt-sha256', cost: 16 },
      { algorithm: 'bcrypt-sha256', cost: 16 },
    ],
  ])('%j is complete with every default', (options, complete) =>
    expect(readHashOptions(options)).toEqual(complete),
  );

  test.each([
    [{ algorithm: 'argon2id', memory: 7167, passes: 16 }, 'memory'],
    [{ algorithm: 'argon2id', memory: 2 ** 32 }, 'memory'],
    [{ algorithm: 'argon2id', passes: 0 }, 'passes'],
    [{ algorithm: 'argon2id', passes: 2 ** 16 + 1 }, 'passes'],
    [{ algorithm: 'argon2id', parallelism: 0 }, 'parallelism'],
    [{ algorithm: 'argon2id', parallelism: 256 }, 'parallelism'],
    [{ algorithm: 'argon2id', memory: 35_839, passes: 1 }, 'passes'],
    [{ algorithm: 'argon2id', memory: 8959, passes: 4 }, 'passes'],
    [{ algorithm: 'scrypt', cost: 2 ** 12 }, 'cost'],
    [{ algorithm: 'scrypt', cost: 2 ** 25 }, 'cost'],
    [{ algorithm: 'scrypt', cost: 2 ** 17 + 1 }, 'cost'],
    [{ algorithm: 'scrypt', blockSize: 7 }, 'blockSize'],
    [{ algorithm: 'scrypt', blockSize: 65 }, 'blockSize'],
    [{ algorithm: 'scrypt', parallelization: 0 }, 'parallelization'],
    [{ algorithm: 'scrypt', parallelization: 33 }, 'parallelization'],
    [{ algorithm: 'scrypt', cost: 2 ** 13, parallelization: 4 }, 'parallelization'],
    [{ algorithm: 'pbkdf2-sha256', iterations: 599_999 }, 'iterations'],
    [{ algorithm: 'pbkdf2-sha512', iterations: 219_999 }, 'iterations'],
    [{ algorithm: 'pbkdf2-sha512', iterations: 100_000_001 }, 'iterations'],
    [{ algorithm: 'bcrypt', cost: 9 }, 'cost'],
    [{ algorithm: 'bcrypt', cost: 17 }, 'cost'],
    [{ algorithm: 'bcrypt-sha256', cost: 9 }, 'cost'],
    [{ algorithm: 'md5' }, 'algorithm'],
    [{ algorithm: 'toString' }, 'algorithm'],
    [{}, 'algorithm'],
    [null, 'hash'],
    ['argon2id', 'hash'],
    [{ algorithm: 'argon2id', iterations: 3 }, 'iterations'],
    [{ algorithm: 'scrypt', memory: 3 }, 'memory'],
    [{ algorithm: 'pbkdf2-sha256', rounds: 3 }, 'rounds'],
    [{ algorithm: 'bcrypt', rounds: 12 }, 'rounds'],
  ])('rejects %j and names the option', (options, argument) => {
    expect(() => readHashOptions(options)).toThrow(
      expect.objectContaining({
        code: 'ERR_INVALID_ARGUMENT',
        argument,
      }),
    );
  });
});

test.each([
  ['argon2id', false],
  ['scrypt', false],
  ['pbkdf2-sha256', false],
  ['pbkdf2-sha512', false],
  ['bcrypt', true],
  ['bcrypt-sha256', true],
] as const)('%s is computed by bcrypt: %s', (algorithm, expected) => {
  expect(isBcrypt(readHashOptions({ algorithm }))).toBe(expected);
});

test('accepts scrypt at exactly the minimum', () => {
  expect(readHashOptions({ algorithm: 'scrypt', cost: 2 ** 13, parallelization: 5 })).toMatchObject({
    cost: 8192,
  });
});

test('a getter of a class is not an option, and the result is frozen', () => {
  class Options {
    get algorithm(): string {
      return 'bcrypt';
    }
  }
  expect(() => readHashOptions(new Options())).toThrow(
    expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }),
  );
  expect(Object.isFrozen(readHashOptions({ algorithm: 'bcrypt' }))).toBe(true);
});
