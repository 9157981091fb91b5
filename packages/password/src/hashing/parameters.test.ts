import { describe, expect, test } from 'vitest';
import { readStoredHash } from '../formats/index.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import {
  checkPlan,
  type HashParameters,
  type HashPlan,
  isUpToDate,
  newDerivation,
  planHash,
} from './parameters.ts';

describe('the floors are OWASP’s, to the last unit', () => {
  // Each equally strong choice of the cheat sheet, and what the plan completes.
  test.each<readonly [HashParameters | undefined, HashPlan]>([
    [undefined, { algorithm: 'argon2id', memory: 19_456, passes: 2, parallelism: 1 }],
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
    ).map(([memory, passes]): readonly [HashParameters, HashPlan] => [
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
    ).map(([logCost, blockSize, parallelization]): readonly [HashParameters, HashPlan] => [
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
  ])('%j is planned', (parameters, plan) => expect(planHash(parameters)).toEqual(plan));

  test.each([
    [{ algorithm: 'argon2id', memory: 7167, passes: 16 }, 'memory', 'memory'],
    [{ algorithm: 'argon2id', memory: 2 ** 32 }, 'memory', 'memory'],
    [{ algorithm: 'argon2id', passes: 0 }, 'passes', 'passes'],
    [{ algorithm: 'argon2id', passes: 2 ** 16 + 1 }, 'passes', 'passes'],
    [{ algorithm: 'argon2id', parallelism: 0 }, 'parallelism', 'parallelism'],
    [{ algorithm: 'argon2id', parallelism: 256 }, 'parallelism', 'parallelism'],
    [{ algorithm: 'argon2id', memory: 35_839, passes: 1 }, 'passes', '19456 with 2 passes, or 7168 with 5'],
    [{ algorithm: 'argon2id', memory: 8959, passes: 4 }, 'passes', '19456 with 2 passes, or 7168 with 5'],
    [{ algorithm: 'scrypt', cost: 2 ** 12 }, 'cost', 'cost'],
    [{ algorithm: 'scrypt', cost: 2 ** 25 }, 'cost', 'cost'],
    [{ algorithm: 'scrypt', cost: 2 ** 17 + 1 }, 'cost', 'cost must be a power of two.'],
    [{ algorithm: 'scrypt', blockSize: 7 }, 'blockSize', 'blockSize'],
    [{ algorithm: 'scrypt', blockSize: 65 }, 'blockSize', 'blockSize'],
    [{ algorithm: 'scrypt', parallelization: 0 }, 'parallelization', 'parallelization'],
    [{ algorithm: 'scrypt', parallelization: 33 }, 'parallelization', 'parallelization'],
    [
      { algorithm: 'scrypt', cost: 2 ** 13, parallelization: 4 },
      'parallelization',
      '2^17, 8, 1 or 2^13, 8, 10',
    ],
    [{ algorithm: 'pbkdf2-sha256', iterations: 599_999 }, 'iterations', 'iterations'],
    [{ algorithm: 'pbkdf2-sha512', iterations: 219_999 }, 'iterations', 'iterations'],
    [{ algorithm: 'pbkdf2-sha512', iterations: 100_000_001 }, 'iterations', 'iterations'],
    [{ algorithm: 'bcrypt', cost: 9 }, 'cost', 'cost'],
    [{ algorithm: 'bcrypt', cost: 17 }, 'cost', 'cost'],
    [{ algorithm: 'bcrypt-sha256', cost: 9 }, 'cost', 'cost'],
    [
      { algorithm: 'md5' },
      'algorithm',
      '"argon2id", "scrypt", "bcrypt", "bcrypt-sha256", "pbkdf2-sha256" or',
    ],
    [{ algorithm: 'toString' }, 'algorithm', 'algorithm must be'],
    [{}, 'algorithm', 'algorithm must be'],
    [null, 'hash', 'hash must be an object'],
    ['argon2id', 'hash', 'hash must be an object'],
    [{ algorithm: 'argon2id', iterations: 3 }, 'iterations', 'memory, passes, parallelism'],
    [{ algorithm: 'scrypt', memory: 3 }, 'memory', 'cost, blockSize, parallelization'],
    [{ algorithm: 'pbkdf2-sha256', rounds: 3 }, 'rounds', 'iterations'],
    [{ algorithm: 'bcrypt', rounds: 12 }, 'rounds', 'cost'],
  ])('%j is refused', (parameters, argument, message) => {
    // @ts-expect-error wrong on purpose
    expect(() => planHash(parameters)).toThrow(
      expect.objectContaining({
        code: 'ERR_INVALID_ARGUMENT',
        argument,
        message: expect.stringContaining(message),
      }),
    );
  });
});

test('new derivations have a new salt of 16 bytes and the length that their digest gives', () => {
  const plan = { algorithm: 'argon2id', memory: 19_456, passes: 2, parallelism: 1 } as const;
  const [one, other] = [newDerivation(plan), newDerivation(plan)];
  expect(one).toMatchObject({ kind: 'argon2', variant: 'argon2id', version: 0x13, length: 32 });
  expect(one.salt).toHaveLength(16);
  expect(one.salt).not.toEqual(other.salt);
  expect(newDerivation({ algorithm: 'pbkdf2-sha256', iterations: 1 })).toMatchObject({
    kind: 'pbkdf2',
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
    kind: 'scrypt',
    cost: 2,
    blockSize: 3,
    parallelization: 4,
    length: 32,
  });
});

test('a policy must not make what it would refuse to verify', () => {
  for (const plan of [
    planHash({ algorithm: 'argon2id', memory: 2 ** 20 + 1 }),
    planHash({ algorithm: 'scrypt', cost: 2 ** 20 }),
    planHash({ algorithm: 'pbkdf2-sha256', iterations: 10_000_001 }),
  ])
    expect(() => checkPlan(plan, DEFAULT_LIMITS)).toThrow(
      expect.objectContaining({ code: 'ERR_HASH_LIMIT' }),
    );
  expect(() =>
    checkPlan(planHash({ algorithm: 'bcrypt', cost: 13 }), { ...DEFAULT_LIMITS, bcryptCost: 12 }),
  ).toThrow(expect.objectContaining({ code: 'ERR_HASH_LIMIT' }));
  for (const algorithm of ['argon2id', 'scrypt', 'pbkdf2-sha512', 'bcrypt', 'bcrypt-sha256'] as const)
    expect(() => checkPlan(planHash({ algorithm }), DEFAULT_LIMITS)).not.toThrow();
});

describe('a stored hash is up to date', () => {
  const S16 = 'AAECAwQFBgcICQoLDA0ODw';
  const D32 = 'A'.repeat(43);
  const B = 'CCCCCCCCCCCCCCCCCCCCC.r5gqJaIw/Et6H9KstP3pEKn0VB0g6zW';

  test.each<readonly [HashParameters, string, boolean]>([
    [{ algorithm: 'argon2id' }, `$argon2id$v=19$m=19456,t=2,p=1$${S16}$${D32}`, true],
    [{ algorithm: 'argon2id' }, `$argon2id$v=19$t=2,m=19456,p=1$${S16}$${D32}`, false],
    [{ algorithm: 'argon2id' }, `$argon2id$v=16$m=19456,t=2,p=1$${S16}$${D32}`, false],
    [{ algorithm: 'argon2id' }, `$argon2i$v=19$m=19456,t=2,p=1$${S16}$${D32}`, false],
    [{ algorithm: 'argon2id' }, `$argon2id$v=19$m=19457,t=2,p=1$${S16}$${D32}`, false],
    [{ algorithm: 'argon2id' }, `$argon2id$v=19$m=19456,t=3,p=1$${S16}$${D32}`, false],
    [{ algorithm: 'argon2id' }, `$argon2id$v=19$m=19456,t=2,p=2$${S16}$${D32}`, false],
    [{ algorithm: 'argon2id' }, `$argon2id$v=19$m=19456,t=2,p=1$${S16.slice(0, 20)}$${D32}`, false],
    [{ algorithm: 'argon2id' }, `$argon2id$v=19$m=19456,t=2,p=1$${S16}$${D32.slice(0, 40)}`, false],
    [{ algorithm: 'argon2id' }, `argon2$argon2id$v=19$m=19456,t=2,p=1$${S16}$${D32}`, false],
    [{ algorithm: 'bcrypt' }, `$2b$12$${B}`, true],
    [{ algorithm: 'bcrypt' }, `$2b$11$${B}`, false],
    [{ algorithm: 'bcrypt' }, `$2y$12$${B}`, false],
    [{ algorithm: 'bcrypt-sha256' }, `$2b$12$${B}`, false],
    [{ algorithm: 'bcrypt-sha256' }, `$bcrypt-sha256$v=2,t=2b,r=12$${B.slice(0, 22)}$${B.slice(22)}`, true],
    [{ algorithm: 'scrypt' }, `$scrypt$ln=17,r=8,p=1$${S16}$${D32}`, true],
    [{ algorithm: 'scrypt' }, `$scrypt$ln=16,r=8,p=1$${S16}$${D32}`, false],
    [{ algorithm: 'pbkdf2-sha256' }, `$pbkdf2-sha256$600000$${S16}$${D32}`, true],
    [{ algorithm: 'pbkdf2-sha256' }, `$pbkdf2-sha256$600001$${S16}$${D32}`, false],
    [{ algorithm: 'pbkdf2-sha512' }, `$pbkdf2-sha256$220000$${S16}$${D32}`, false],
  ])('under %j, %s: %j', (parameters, encoded, expected) => {
    expect(isUpToDate(readStoredHash(encoded), planHash(parameters))).toBe(expected);
  });

  test('never when it is weak', () => {
    const stored = readStoredHash(`$argon2id$v=19$m=19456,t=2,p=1$${S16}$${D32}`);
    expect(isUpToDate({ ...stored, isWeak: true }, planHash())).toBe(false);
  });
});
