import { InvalidArgumentError } from '@countersign/core';
import { describe, expect, test } from 'vitest';
import { HashLimitError } from '../errors.ts';
import type { Derivation, StoredHash } from './derivation.ts';
import { checkLimits, completeLimits, DEFAULT_LIMITS, type HashLimits } from './limits.ts';
import {
  checkPlan,
  type HashParameters,
  type HashPlan,
  isBcrypt,
  isUpToDate,
  newDerivation,
  planHash,
} from './parameters.ts';
import { checkPeppers, withPepper } from './pepper.ts';

// The rules alone; nothing is hashed.

describe('a plan is', () => {
  const rows: readonly (readonly [HashParameters | undefined, HashPlan])[] = [
    [undefined, { algorithm: 'argon2id', memory: 19_456, passes: 2, parallelism: 1 }],
    [{ algorithm: 'argon2id' }, { algorithm: 'argon2id', memory: 19_456, passes: 2, parallelism: 1 }],
    [
      { algorithm: 'argon2id', memory: 7168, passes: 5, parallelism: 255 },
      { algorithm: 'argon2id', memory: 7168, passes: 5, parallelism: 255 },
    ],
    [
      { algorithm: 'argon2id', memory: 2 ** 32 - 1, passes: 2 ** 16 },
      { algorithm: 'argon2id', memory: 2 ** 32 - 1, passes: 2 ** 16, parallelism: 1 },
    ],
    [
      { algorithm: 'argon2id', memory: 35_840, passes: 1 },
      { algorithm: 'argon2id', memory: 35_840, passes: 1, parallelism: 1 },
    ],
    [{ algorithm: 'scrypt' }, { algorithm: 'scrypt', cost: 131_072, blockSize: 8, parallelization: 1 }],
    [
      { algorithm: 'scrypt', cost: 8192, parallelization: 10 },
      { algorithm: 'scrypt', cost: 8192, blockSize: 8, parallelization: 10 },
    ],
    [
      { algorithm: 'scrypt', cost: 8192, blockSize: 40 },
      { algorithm: 'scrypt', cost: 8192, blockSize: 40, parallelization: 1 },
    ],
    [
      { algorithm: 'scrypt', cost: 2 ** 24, blockSize: 64, parallelization: 32 },
      { algorithm: 'scrypt', cost: 2 ** 24, blockSize: 64, parallelization: 32 },
    ],
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
  ];
  test.each(rows)('%j: %j', (parameters, plan) => {
    expect(planHash(parameters)).toEqual(plan);
    expect(isBcrypt(planHash(parameters))).toBe(plan.algorithm.startsWith('bcrypt'));
  });
});

describe('a plan is refused:', () => {
  const rows: readonly (readonly [object, argument: string, message: RegExp])[] = [
    [{ algorithm: 'argon2id', memory: 7167, passes: 9 }, 'memory', /7168/],
    [{ algorithm: 'argon2id', memory: 2 ** 32 }, 'memory', /4294967295/],
    [{ algorithm: 'argon2id', passes: 0, memory: 100_000 }, 'passes', /1/],
    [{ algorithm: 'argon2id', passes: 2 ** 16 + 1 }, 'passes', /65536/],
    [{ algorithm: 'argon2id', parallelism: 0 }, 'parallelism', /1/],
    [{ algorithm: 'argon2id', parallelism: 256 }, 'parallelism', /255/],
    [
      { algorithm: 'argon2id', memory: 35_839, passes: 1 },
      'passes',
      /^memory and passes must together .*OWASP/,
    ],
    [{ algorithm: 'argon2id', memory: 7168, passes: 4 }, 'passes', /^memory and passes must together/],
    [{ algorithm: 'scrypt', cost: 4096, parallelization: 32 }, 'cost', /8192/],
    [{ algorithm: 'scrypt', cost: 2 ** 25 }, 'cost', /16777216/],
    [{ algorithm: 'scrypt', cost: 100_000 }, 'cost', /^cost must be a power of two\.$/],
    [{ algorithm: 'scrypt', blockSize: 7 }, 'blockSize', /8/],
    [{ algorithm: 'scrypt', blockSize: 65 }, 'blockSize', /64/],
    [{ algorithm: 'scrypt', parallelization: 0 }, 'parallelization', /1/],
    [{ algorithm: 'scrypt', parallelization: 33 }, 'parallelization', /32/],
    [
      { algorithm: 'scrypt', cost: 8192, blockSize: 39 },
      'parallelization',
      /^cost, blockSize and parallelization must together .*OWASP/,
    ],
    [{ algorithm: 'pbkdf2-sha256', iterations: 599_999 }, 'iterations', /600000/],
    [{ algorithm: 'pbkdf2-sha512', iterations: 219_999 }, 'iterations', /220000/],
    [{ algorithm: 'pbkdf2-sha512', iterations: 100_000_001 }, 'iterations', /100000000/],
    [{ algorithm: 'bcrypt', cost: 9 }, 'cost', /10/],
    [{ algorithm: 'bcrypt-sha256', cost: 17 }, 'cost', /16/],
    [{ algorithm: 'md5' }, 'algorithm', /^algorithm must be "argon2id", "scrypt", "bcrypt"/],
    [{}, 'algorithm', /^algorithm must be/],
  ];
  test.each(rows)('%j', (parameters, argument, message) => {
    // @ts-expect-error as a caller without types may
    const act = () => planHash(parameters);
    expect(act).toThrow(InvalidArgumentError);
    expect(act).toThrow(expect.objectContaining({ argument, message: expect.stringMatching(message) }));
  });
});

describe('a new derivation', () => {
  test.each([
    [
      { algorithm: 'argon2id' },
      {
        kind: 'argon2',
        variant: 'argon2id',
        version: 0x13,
        memory: 19_456,
        passes: 2,
        parallelism: 1,
        length: 32,
      },
    ],
    [
      { algorithm: 'scrypt' },
      { kind: 'scrypt', cost: 131_072, blockSize: 8, parallelization: 1, length: 32 },
    ],
    [{ algorithm: 'pbkdf2-sha256' }, { kind: 'pbkdf2', digest: 'sha256', iterations: 600_000, length: 32 }],
    [{ algorithm: 'pbkdf2-sha512' }, { kind: 'pbkdf2', digest: 'sha512', iterations: 220_000, length: 64 }],
  ] as const)('of %j has a salt of its own and 16 bytes', (parameters, expected) => {
    const plan = planHash(parameters);
    if (isBcrypt(plan)) throw new Error('None is bcrypt.');
    const [one, other] = [newDerivation(plan), newDerivation(plan)];
    expect(one).toEqual({ ...expected, salt: expect.any(Uint8Array) });
    expect(one.salt).toHaveLength(16);
    expect(one.salt).not.toEqual(other.salt);
  });
});

const salt = new Uint8Array(16);
const derivations: Readonly<Record<string, Derivation>> = {
  argon2: {
    kind: 'argon2',
    variant: 'argon2id',
    version: 0x13,
    memory: 1000,
    passes: 10,
    parallelism: 3,
    salt,
    length: 32,
  },
  scrypt: { kind: 'scrypt', cost: 1024, blockSize: 8, parallelization: 3, salt, length: 32 },
  pbkdf2: { kind: 'pbkdf2', digest: 'sha256', iterations: 1000, salt, length: 32 },
  bcrypt: { kind: 'bcrypt', cost: 12, encoded: '' },
  'sha-crypt': { kind: 'sha-crypt', rounds: 5000, encoded: '' },
  digest: { kind: 'digest', iterations: 2048, compute: () => salt },
};

describe('a stored hash may cost', () => {
  const rows: readonly (readonly [kind: string, limit: keyof HashLimits, cost: number, parameter: string])[] =
    [
      ['argon2', 'argon2Memory', 1000, 'memory'],
      ['argon2', 'argon2Passes', 10, 'passes'],
      ['argon2', 'argon2Parallelism', 3, 'parallelism'],
      ['argon2', 'argon2Work', 10_000, 'memory times passes'],
      ['scrypt', 'scryptMemory', 1024 * 1024, 'scrypt memory'],
      ['scrypt', 'scryptParallelization', 3, 'parallelization'],
      ['pbkdf2', 'pbkdf2Iterations', 1000, 'iterations'],
      ['bcrypt', 'bcryptCost', 12, 'cost'],
      ['sha-crypt', 'shaCryptRounds', 5000, 'rounds'],
      ['digest', 'shaCryptRounds', 2048, 'iterations'],
    ];
  test.each(rows)('%s up to %s, and no more', (kind, limit, cost, parameter) => {
    const derivation = derivations[kind];
    if (!derivation) throw new Error('There is one of each kind.');
    expect(() => checkLimits(derivation, DEFAULT_LIMITS)).not.toThrow();
    expect(() => checkLimits(derivation, completeLimits({ [limit]: cost }))).not.toThrow();
    const act = () => checkLimits(derivation, completeLimits({ [limit]: cost - 1 }));
    expect(act).toThrow(HashLimitError);
    expect(act).toThrow(
      `The stored hash asks for ${parameter} of ${cost}; at most ${cost - 1} is computed. Raise the limit only if you made such hashes yourself.`,
    );
    expect(act).toThrow(expect.objectContaining({ code: 'ERR_HASH_LIMIT', name: 'HashLimitError' }));
  });

  test('what the README says by default', () => {
    expect(completeLimits()).toEqual({
      argon2Memory: 2 ** 20,
      argon2Passes: 64,
      argon2Parallelism: 16,
      argon2Work: 2 ** 22,
      scryptMemory: 2 ** 29,
      scryptParallelization: 32,
      pbkdf2Iterations: 10_000_000,
      bcryptCost: 16,
      shaCryptRounds: 1_000_000,
    });
  });

  test.each([0, -1, 1.5, 2 ** 40 + 1, Number.NaN])('no limit of %j', (bcryptCost) => {
    expect(() => completeLimits({ bcryptCost })).toThrow(expect.objectContaining({ argument: 'bcryptCost' }));
    expect(completeLimits({ bcryptCost: 2 ** 40, argon2Passes: 1 })).toMatchObject({
      bcryptCost: 2 ** 40,
      argon2Passes: 1,
    });
  });

  test('as much as the policy itself wants, or the policy is refused', () => {
    for (const algorithm of ['argon2id', 'scrypt', 'pbkdf2-sha256', 'bcrypt', 'bcrypt-sha256'] as const)
      expect(() => checkPlan(planHash({ algorithm }), DEFAULT_LIMITS)).not.toThrow();
    expect(() => checkPlan(planHash({ algorithm: 'bcrypt' }), completeLimits({ bcryptCost: 11 }))).toThrow(
      HashLimitError,
    );
    expect(() => checkPlan(planHash(), completeLimits({ argon2Memory: 19_455 }))).toThrow(HashLimitError);
  });
});

describe('a stored hash', () => {
  const plan = planHash();
  const expected = new Uint8Array(32);
  const derivation = {
    kind: 'argon2',
    variant: 'argon2id',
    version: 0x13,
    memory: 19_456,
    passes: 2,
    parallelism: 1,
    salt,
    length: 32,
  } as const;
  const today: StoredHash = {
    scheme: 'argon2id',
    parameters: { version: 19, memory: 19_456, passes: 2, parallelism: 1 },
    derivation,
    expected,
    isCanonical: true,
  };
  const rows: readonly (readonly [string, Partial<StoredHash>, boolean])[] = [
    ['as the policy makes it', {}, true],
    ['with a longer salt', { derivation: { ...derivation, salt: new Uint8Array(17) } }, true],
    ['with a longer digest', { expected: new Uint8Array(64) }, true],
    ['in another spelling', { isCanonical: false }, false],
    ['of a weak kind', { isWeak: true }, false],
    ['of another scheme', { scheme: 'argon2i' }, false],
    ['of less memory', { parameters: { ...today.parameters, memory: 19_455 } }, false],
    ['of more passes', { parameters: { ...today.parameters, passes: 3 } }, false],
    ['of an older version', { derivation: { ...derivation, version: 0x10 } }, false],
    ['with a shorter salt', { derivation: { ...derivation, salt: new Uint8Array(15) } }, false],
    ['with a shorter digest', { expected: new Uint8Array(31) }, false],
  ];
  test.each(rows)('%s is up to date: %j', (_name, over, is) => {
    expect(isUpToDate({ ...today, ...over }, plan)).toBe(is);
  });

  const empty = { expected: new Uint8Array(), isCanonical: true };
  test.each<[string, StoredHash, HashParameters, boolean]>([
    [
      'bcrypt of its cost',
      {
        scheme: 'bcrypt',
        parameters: { cost: 12 },
        derivation: { kind: 'bcrypt', cost: 12, encoded: '' },
        ...empty,
      },
      { algorithm: 'bcrypt' },
      true,
    ],
    [
      'bcrypt of another',
      {
        scheme: 'bcrypt',
        parameters: { cost: 11 },
        derivation: { kind: 'bcrypt', cost: 11, encoded: '' },
        ...empty,
      },
      { algorithm: 'bcrypt' },
      false,
    ],
    [
      'scrypt of its costs',
      {
        scheme: 'scrypt',
        parameters: { cost: 131_072, blockSize: 8, parallelization: 1 },
        derivation: { kind: 'scrypt', cost: 131_072, blockSize: 8, parallelization: 1, salt, length: 32 },
        expected,
        isCanonical: true,
      },
      { algorithm: 'scrypt' },
      true,
    ],
    [
      'what has no salt to measure',
      {
        scheme: 'bcrypt',
        parameters: { cost: 12 },
        derivation: { kind: 'sha-crypt', rounds: 1, encoded: '' },
        ...empty,
      },
      { algorithm: 'bcrypt' },
      false,
    ],
  ])('%s is up to date: %j', (_name, stored, parameters, is) => {
    expect(isUpToDate(stored, planHash(parameters))).toBe(is);
  });
});

describe('peppers', () => {
  const key = new Uint8Array(32).fill(1);
  const plan = planHash();

  test('are none, or a copy of what was given', () => {
    expect(checkPeppers(undefined, planHash({ algorithm: 'bcrypt' }))).toBeUndefined();
    const given = { current: 'b.2_-', keys: { a: key, 'b.2_-': key, ['x'.repeat(64)]: key } };
    expect(checkPeppers(given, plan)).toEqual(given);
    expect(checkPeppers(given, plan)?.keys).not.toBe(given.keys);
  });

  test.each([
    [{ current: 'a', keys: { a: new Uint8Array(31) } }, 'A pepper must be at least 32 random bytes.'],
    [{ current: 'a', keys: { a: 'x'.repeat(32) } }, 'A pepper must be at least 32 random bytes.'],
    [
      { current: '', keys: { '': key } },
      'A pepper id must be 1 to 64 letters, digits, dots, dashes and underscores.',
    ],
    [{ current: 'a', keys: { a: key, 'b,c': key } }, 'A pepper id must be 1 to 64'],
    [{ current: 'a', keys: { a: key, ' b': key } }, 'A pepper id must be 1 to 64'],
    [{ current: 'a', keys: { a: key, 'b ': key } }, 'A pepper id must be 1 to 64'],
    [{ current: 'a', keys: { a: key, ['x'.repeat(65)]: key } }, 'A pepper id must be 1 to 64'],
    [{ current: 'b', keys: { a: key } }, 'peppers.current must be one of the ids in peppers.keys.'],
    [{ current: 'toString', keys: { a: key } }, 'peppers.current must be one of the ids in peppers.keys.'],
  ])('are refused: %o', (peppers, message) => {
    // @ts-expect-error as a caller without types may
    const act = () => checkPeppers(peppers, plan);
    expect(act).toThrow(message);
    expect(act).toThrow(expect.objectContaining({ argument: 'peppers' }));
  });

  test('need Argon2id, whose strings have a place for the id', () => {
    expect(() => checkPeppers({ current: 'a', keys: { a: key } }, planHash({ algorithm: 'scrypt' }))).toThrow(
      expect.objectContaining({
        argument: 'peppers',
        message: expect.stringMatching(/^peppers need the algorithm argon2id/),
      }),
    );
  });

  const stored: StoredHash = {
    scheme: 'argon2id',
    parameters: {},
    expected: key,
    isCanonical: true,
    pepperId: 'a',
    derivation: {
      kind: 'argon2',
      variant: 'argon2id',
      version: 0x13,
      memory: 8,
      passes: 1,
      parallelism: 1,
      salt,
      length: 32,
    },
  };
  const peppers = { current: 'a', keys: { a: key } };

  test('are put into the derivation of a hash that names one', () => {
    expect(withPepper(stored, peppers)).toEqual({
      ...stored,
      derivation: { ...stored.derivation, secret: key },
    });
    const { pepperId: _, ...plain } = stored;
    expect(withPepper(plain, peppers)).toBe(plain);
    const bcrypt: StoredHash = { ...stored, derivation: { kind: 'bcrypt', cost: 4, encoded: '' } };
    expect(withPepper(bcrypt, peppers)).toBe(bcrypt);
  });

  test.each([
    ['a', undefined],
    ['b', peppers],
    ['toString', peppers],
  ])('that is not there (%s) is no pepper', (pepperId, configured) => {
    expect(() => withPepper({ ...stored, pepperId }, configured)).toThrow(
      'The stored hash cannot be read: it names a pepper (keyid) that is not configured.',
    );
  });
});
