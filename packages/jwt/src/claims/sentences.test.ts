import { describe, expect, test } from 'vitest';
import { type ClaimRules, checkClaims, type UntrustedClaims, validateClaims } from '../testing/api.ts';

// What a failed check says, and what it holds for the program: the claim, what was expected, what came.

const now = new Date('2026-01-01T00:00:00Z');
const NOW = now.getTime() / 1000;
const long = 'x'.repeat(81);
const DATE = (claim: string): string =>
  `The claim ${claim} is not a date: it must be a finite number of seconds (RFC 7519 section 2, NumericDate).`;
const ADVICE = ' If clocks differ, allow for it with leeway.';

interface Said {
  readonly message: string;
  readonly claim: string;
  readonly expected?: unknown;
  readonly actual?: unknown;
}

type Row = readonly [claims: UntrustedClaims, rules: ClaimRules, said: Said];

const ROWS: readonly Row[] = [
  [{ iat: 'x' }, {}, { message: DATE('iat'), claim: 'iat', actual: 'x' }],
  [{ nbf: true }, {}, { message: DATE('nbf'), claim: 'nbf', actual: true }],
  [{ exp: null }, {}, { message: DATE('exp'), claim: 'exp', actual: null }],
  [
    { iat: NOW + 1 },
    {},
    {
      message: `The token was issued in the future: iat is 2026-01-01T00:00:01.000Z.${ADVICE}`,
      claim: 'iat',
      actual: NOW + 1,
    },
  ],
  [
    { nbf: NOW + 61 },
    { leeway: '1m' },
    {
      message: 'The token is not yet valid (nbf): it is from 2026-01-01T00:01:01.000Z on.',
      claim: 'nbf',
      actual: NOW + 61,
    },
  ],
  [
    { nbf: 1e300 },
    {},
    {
      message: `The token is not yet valid (nbf): it is from second 1e+300 on.${ADVICE}`,
      claim: 'nbf',
      actual: 1e300,
    },
  ],
  [
    { exp: NOW - 1 },
    {},
    {
      message: 'The token expired at 2025-12-31T23:59:59.000Z (exp). Ask for a new one.',
      claim: 'exp',
      actual: NOW - 1,
    },
  ],
  [
    {},
    { maxAge: '1m' },
    { message: 'The token has no iat, which maxAge needs.', claim: 'iat', expected: 60 },
  ],
  [
    { iat: 'x' },
    { maxAge: 60, skipChecks: ['iat'] },
    { message: DATE('iat'), claim: 'iat', expected: 60, actual: 'x' },
  ],
  [
    { iat: NOW - 60 },
    { maxAge: 60 },
    {
      message: 'The token is older than 60 seconds (maxAge): it was issued at 2025-12-31T23:59:00.000Z.',
      claim: 'iat',
      expected: 60,
      actual: NOW - 60,
    },
  ],
  [{ iss: 7 }, {}, { message: 'The issuer (iss) is not a string.', claim: 'iss', actual: 7 }],
  [
    {},
    { issuer: ['a', 'b'] },
    { message: 'The token has no iss, which the rules expect.', claim: 'iss', expected: ['a', 'b'] },
  ],
  [
    { iss: 'c' },
    { issuer: ['a', 'b'] },
    {
      message: 'The issuer (iss) is "c"; expected is "a" or "b".',
      claim: 'iss',
      expected: ['a', 'b'],
      actual: 'c',
    },
  ],
  [
    { iss: 'x'.repeat(80) },
    { issuer: 'a' },
    {
      message: `The issuer (iss) is "${'x'.repeat(80)}"; expected is "a".`,
      claim: 'iss',
      expected: ['a'],
      actual: 'x'.repeat(80),
    },
  ],
  [
    { iss: long },
    { issuer: 'a' },
    {
      message: `The issuer (iss) is "${'x'.repeat(80)}…"; expected is "a".`,
      claim: 'iss',
      expected: ['a'],
      actual: long,
    },
  ],
  [
    { aud: 'a' },
    {},
    {
      message:
        'The token is for an audience (aud) and none is expected. Say with the rule audience who you are.',
      claim: 'aud',
      expected: undefined,
      actual: 'a',
    },
  ],
  [
    { aud: null },
    { audience: 'a' },
    { message: 'The token has no aud, which the rules expect.', claim: 'aud', expected: ['a'] },
  ],
  [
    { aud: ['a'] },
    { audience: 'a', strictAudience: true },
    {
      message: 'The audience (aud) is not exactly the one expected string (strictAudience).',
      claim: 'aud',
      expected: ['a'],
      actual: ['a'],
    },
  ],
  [
    { aud: ['a', 1] },
    { audience: 'a' },
    {
      message: 'The audience (aud) is not a string or an array of strings.',
      claim: 'aud',
      expected: ['a'],
      actual: ['a', 1],
    },
  ],
  [
    { aud: 7 },
    { audience: 'a' },
    {
      message: 'The audience (aud) is not a string or an array of strings.',
      claim: 'aud',
      expected: ['a'],
      actual: 7,
    },
  ],
  [
    { aud: [] },
    { audience: ['a', 'b'] },
    {
      message: 'The audience (aud) is empty; expected is "a" or "b".',
      claim: 'aud',
      expected: ['a', 'b'],
      actual: [],
    },
  ],
  [
    { aud: ['p', 'q', 'r', 's'] },
    { audience: 'a' },
    {
      message: 'The audience (aud) is "p", "q", "r"; expected is "a".',
      claim: 'aud',
      expected: ['a'],
      actual: ['p', 'q', 'r', 's'],
    },
  ],
  [
    { sub: 7 },
    {},
    { message: 'The subject (sub) is not a string.', claim: 'sub', expected: undefined, actual: 7 },
  ],
  [
    { sub: null },
    { subject: 'a' },
    { message: 'The token has no sub, which the rules expect.', claim: 'sub', expected: 'a' },
  ],
  [
    { sub: 'b' },
    { subject: 'a' },
    { message: 'The subject (sub) is "b"; expected is "a".', claim: 'sub', expected: 'a', actual: 'b' },
  ],
  [
    { jti: [] },
    {},
    { message: 'The token id (jti) is not a string.', claim: 'jti', expected: undefined, actual: [] },
  ],
  [
    {},
    { tokenId: 'a' },
    { message: 'The token has no jti, which the rules expect.', claim: 'jti', expected: 'a' },
  ],
  [
    { jti: 'b' },
    { tokenId: 'a' },
    { message: 'The token id (jti) is "b"; expected is "a".', claim: 'jti', expected: 'a', actual: 'b' },
  ],
  [
    { role: null },
    { require: ['role'] },
    { message: 'The token has no role, which is required.', claim: 'role' },
  ],
];

test.each(ROWS)('%j by %j', (claims, rules, said) => {
  const [first, ...more] = checkClaims(claims, { now, ...rules });
  expect(first).toMatchObject(said);
  expect(more).toEqual([]);
  expect(() => validateClaims(claims, { now, ...rules })).toThrow(expect.objectContaining(said));
});

test.each([
  [{ iss: null }, { skipChecks: ['iss'], issuer: 'a' }],
  [{ aud: null }, {}],
  [{ sub: null, jti: null }, {}],
  [{ aud: 'a' }, { audience: 'a', strictAudience: true }],
] as const)('nothing is said of %j by %j', (claims, rules) => {
  expect(checkClaims(claims, { now, ...rules })).toEqual([]);
});

test('all that is wrong is said, the required first, and the first alone is thrown', () => {
  const claims = { iat: NOW + 1, nbf: NOW + 1, exp: 1, iss: 1, aud: 1, sub: 1, jti: 1 };
  const rules = { now, require: ['a', 'b'], audience: 'x', maxAge: 1 };
  const claimed = checkClaims(claims, rules).map(({ claim }) => claim);
  expect(claimed).toEqual(['a', 'b', 'iat', 'nbf', 'exp', 'iss', 'aud', 'sub', 'jti']);
  expect(() => validateClaims(claims, rules)).toThrow(expect.objectContaining({ claim: 'a' }));
});

describe('rules are refused:', () => {
  test.each([
    [{ leeway: 86_401 }, 'leeway', 'leeway must be at most a day.'],
    [{ strictAudience: true }, 'audience', 'audience must be exactly one string when strictAudience is set.'],
    [
      { strictAudience: true, audience: ['a', 'b'] },
      'audience',
      'audience must be exactly one string when strictAudience is set.',
    ],
    [{ issuer: [] }, 'issuer', 'issuer must be a string or an array of at least one string.'],
    [{ issuer: 7 }, 'issuer', 'issuer must be a string or an array of at least one string.'],
    [{ audience: ['a', 1] }, 'audience', 'audience must be a string or an array of at least one string.'],
    [{ require: 'exp' }, 'require', 'require must be an array of strings.'],
    [{ require: [1] }, 'require', 'require must be an array of strings.'],
    [{ schema: null }, 'schema', 'schema must be a Standard Schema, as zod, valibot and arktype make them.'],
    [{ schema: {} }, 'schema', 'schema must be a Standard Schema, as zod, valibot and arktype make them.'],
    [
      { schema: { '~standard': {} } },
      'schema',
      'schema must be a Standard Schema, as zod, valibot and arktype make them.',
    ],
    [
      { skipChecks: 'exp' },
      'skipChecks',
      'skipChecks must be an array of exp, nbf, iat, aud, iss, sub, jti.',
    ],
    [
      { skipChecks: ['role'] },
      'skipChecks',
      'skipChecks must be an array of exp, nbf, iat, aud, iss, sub, jti.',
    ],
    [{ subject: 7 }, 'subject', 'subject must be a string.'],
    [{ tokenId: 7 }, 'tokenId', 'tokenId must be a string.'],
    [{ strictAudience: 'yes' }, 'strictAudience', 'strictAudience must be true or false.'],
  ])('%j', (rules, argument, message) => {
    // @ts-expect-error as a caller without types may
    expect(() => checkClaims({}, rules)).toThrow(expect.objectContaining({ argument, message }));
  });

  test('no claims set', () => {
    // @ts-expect-error no object
    expect(() => checkClaims([], {})).toThrow(
      expect.objectContaining({ argument: 'claims', message: 'claims must be an object.' }),
    );
  });

  test.each([{ leeway: 86_400 }, { require: [] }])('and these are not: %j', (rules) => {
    expect(checkClaims({}, rules)).toEqual([]);
  });
});

/** A Standard Schema of one's own. */
const schemaOf = (
  issues:
    | readonly {
        readonly message: string;
        readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[];
      }[]
    | undefined,
) =>
  ({
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: (value: unknown) => (issues ? { issues } : { value }),
    },
  }) as const;

describe('a schema', () => {
  test.each([
    [[{ message: 'no' }], '', 'The claim set is refused by the schema: no'],
    [[{ message: 'no', path: [] }], '', 'The claim set is refused by the schema: no'],
    [[{ message: 'no', path: ['role', 'x'] }], 'role', 'The claim role is refused by the schema: no'],
    [[{ message: 'no', path: [{ key: 'role' }] }], 'role', 'The claim role is refused by the schema: no'],
    [[{ message: 'no', path: [7] }, { message: 'more' }], '7', 'The claim 7 is refused by the schema: no'],
  ])('that finds %j says so', (issues, claim, message) => {
    const rules = { schema: schemaOf(issues) };
    const failures = checkClaims({}, rules);
    expect(failures).toHaveLength(issues.length);
    expect(failures[0]).toMatchObject({ claim, message, code: 'ERR_TOKEN_CLAIM' });
    expect(() => validateClaims({}, rules)).toThrow(expect.objectContaining({ claim, message }));
  });

  test('that finds nothing, or comes after another failure, adds none', () => {
    expect(checkClaims({}, { schema: schemaOf(undefined) })).toEqual([]);
    expect(() => validateClaims({}, { schema: schemaOf(undefined) })).not.toThrow();
    expect(
      checkClaims({ exp: 1 }, { schema: schemaOf([{ message: 'no' }]) }).map(({ claim }) => claim),
    ).toEqual(['exp']);
  });

  test('that answers later is refused where nothing can wait', () => {
    const schema = {
      '~standard': { version: 1, vendor: 'test', validate: async (value: unknown) => ({ value }) },
    } as const;
    expect(() => checkClaims({}, { schema })).toThrow(
      'schema must be synchronous here; verify and createVerifier take asynchronous ones.',
    );
  });
});
