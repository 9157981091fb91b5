import { describe, expect, test } from 'vitest';
import { type ClaimRules, checkClaims, type UntrustedClaims, validateClaims } from '../testing/api.ts';

// The claim, the expected and the actual value of each failed check. Its message is short and safe to print.

const now = new Date('2026-01-01T00:00:00Z');
const NOW = now.getTime() / 1000;

interface Failure {
  readonly claim: string;
  readonly expected?: unknown;
  readonly actual?: unknown;
}

type Row = readonly [claims: UntrustedClaims, rules: ClaimRules, failure: Failure];

const ROWS: readonly Row[] = [
  [{ iat: 'x' }, {}, { claim: 'iat', actual: 'x' }],
  [{ nbf: true }, {}, { claim: 'nbf', actual: true }],
  [{ exp: null }, {}, { claim: 'exp', actual: null }],
  [
    { iat: NOW + 1 },
    {},
    {
      claim: 'iat',
      actual: NOW + 1,
    },
  ],
  [
    { nbf: NOW + 61 },
    { leeway: '1m' },
    {
      claim: 'nbf',
      actual: NOW + 61,
    },
  ],
  [
    { nbf: 1e300 },
    {},
    {
      claim: 'nbf',
      actual: 1e300,
    },
  ],
  [
    { exp: NOW - 1 },
    {},
    {
      claim: 'exp',
      actual: NOW - 1,
    },
  ],
  [{}, { maxAge: '1m' }, { claim: 'iat', expected: 60 }],
  [{ iat: 'x' }, { maxAge: 60, skipChecks: ['iat'] }, { claim: 'iat', expected: 60, actual: 'x' }],
  [
    { iat: NOW - 60 },
    { maxAge: 60 },
    {
      claim: 'iat',
      expected: 60,
      actual: NOW - 60,
    },
  ],
  [{ iss: 7 }, {}, { claim: 'iss', actual: 7 }],
  [{}, { issuer: ['a', 'b'] }, { claim: 'iss', expected: ['a', 'b'] }],
  [
    { iss: 'c' },
    { issuer: ['a', 'b'] },
    {
      claim: 'iss',
      expected: ['a', 'b'],
      actual: 'c',
    },
  ],
  [
    { iss: 'x'.repeat(80) },
    { issuer: 'a' },
    {
      claim: 'iss',
      expected: ['a'],
      actual: 'x'.repeat(80),
    },
  ],
  [
    { iss: 'x'.repeat(81) },
    { issuer: 'a' },
    {
      claim: 'iss',
      expected: ['a'],
    },
  ],
  [
    { aud: 'a' },
    {},
    {
      claim: 'aud',
      expected: undefined,
      actual: 'a',
    },
  ],
  [{ aud: null }, { audience: 'a' }, { claim: 'aud', expected: ['a'], actual: null }],
  [
    { aud: ['a'] },
    { audience: 'a', strictAudience: true },
    {
      claim: 'aud',
      expected: ['a'],
      actual: ['a'],
    },
  ],
  [
    { aud: ['a', 1] },
    { audience: 'a' },
    {
      claim: 'aud',
      expected: ['a'],
      actual: ['a', 1],
    },
  ],
  [
    { aud: 7 },
    { audience: 'a' },
    {
      claim: 'aud',
      expected: ['a'],
      actual: 7,
    },
  ],
  [
    { aud: [] },
    { audience: ['a', 'b'] },
    {
      claim: 'aud',
      expected: ['a', 'b'],
      actual: [],
    },
  ],
  [
    { aud: ['p', 'q', 'r', 's'] },
    { audience: 'a' },
    {
      claim: 'aud',
      expected: ['a'],
    },
  ],
  [{ sub: 7 }, {}, { claim: 'sub', expected: undefined, actual: 7 }],
  [{ sub: null }, { subject: 'a' }, { claim: 'sub', expected: 'a', actual: null }],
  [{ sub: 'b' }, { subject: 'a' }, { claim: 'sub', expected: 'a', actual: 'b' }],
  [{ jti: [] }, {}, { claim: 'jti', expected: undefined, actual: [] }],
  [{}, { tokenId: 'a' }, { claim: 'jti', expected: 'a' }],
  [{ jti: 'b' }, { tokenId: 'a' }, { claim: 'jti', expected: 'a', actual: 'b' }],
  [{ iss: null }, {}, { claim: 'iss', actual: null }],
  [{ aud: null }, {}, { claim: 'aud', actual: null }],
  [{ jti: null }, {}, { claim: 'jti', actual: null }],
  [{ iss: null }, { require: ['iss'] }, { claim: 'iss', actual: null }],
  [{ role: null }, { require: ['role'] }, { claim: 'role' }],
];

test.each(ROWS)('rejects %j by %j', (claims, rules, failure) => {
  const [first, ...more] = checkClaims(claims, { now, ...rules });
  expect(first).toMatchObject(failure);
  expect(more).toEqual([]);
  expect(first?.message.length).toBeLessThanOrEqual(200);
  expect(() => validateClaims(claims, { now, ...rules })).toThrow(expect.objectContaining(failure));
});

test('names three of many expected values and the number of the others', () => {
  const issuer = Array.from({ length: 10_000 }, (_, index) => `https://${index}.example`);
  const [failure] = checkClaims({ iss: 'x' }, { issuer });
  expect(failure?.message).toContain('9997 others');
  expect(failure?.message.length).toBeLessThanOrEqual(200);
});

test('shows no control or direction characters of a claim', () => {
  const [failure] = checkClaims({ iss: 'a\u202eb\u0007\n' }, { issuer: 'x' });
  expect(failure?.message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test.each([
  [{ iss: null }, { skipChecks: ['iss'], issuer: 'a' }],
  [{ aud: 'a' }, { audience: 'a', strictAudience: true }],
] as const)('accepts %j by %j', (claims, rules) => {
  expect(checkClaims(claims, { now, ...rules })).toEqual([]);
});

test.each(['issuer', 'audience', 'subject', 'tokenId', 'require', 'maxAge', 'schema'])(
  'rejects the rule %s if it is undefined',
  (argument) => {
    expect(() => checkClaims({}, { [argument]: undefined })).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument }),
    );
  },
);

test('checkClaims reports all failures, required claims first, and validateClaims throws the first', () => {
  const claims = { iat: NOW + 1, nbf: NOW + 1, exp: 1, iss: 1, aud: 1, sub: 1, jti: 1 };
  const rules = { now, require: ['a', 'b'], audience: 'x', maxAge: 1 };
  const claimed = checkClaims(claims, rules).map(({ claim }) => claim);
  expect(claimed).toEqual(['a', 'b', 'iat', 'nbf', 'exp', 'iss', 'aud', 'sub', 'jti']);
  expect(() => validateClaims(claims, rules)).toThrow(expect.objectContaining({ claim: 'a' }));
});

describe('rejects the rules', () => {
  test.each([
    [{ leeway: 86_401 }, 'leeway'],
    [{ strictAudience: true }, 'audience'],
    [{ strictAudience: true, audience: ['a', 'b'] }, 'audience'],
    [{ issuer: [] }, 'issuer'],
    [{ issuer: 7 }, 'issuer'],
    [{ audience: ['a', 1] }, 'audience'],
    [{ require: 'exp' }, 'require'],
    [{ require: [1] }, 'require'],
    [{ schema: null }, 'schema'],
    [{ schema: {} }, 'schema'],
    [{ schema: { '~standard': {} } }, 'schema'],
    [{ skipChecks: 'exp' }, 'skipChecks'],
    [{ skipChecks: ['role'] }, 'skipChecks'],
    [{ subject: 7 }, 'subject'],
    [{ tokenId: 7 }, 'tokenId'],
    [{ strictAudience: 'yes' }, 'strictAudience'],
  ])('%j', (rules, argument) => {
    // @ts-expect-error as a caller without types may
    expect(() => checkClaims({}, rules)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument }),
    );
  });

  test('rejects an array as claims', () => {
    expect(() => checkClaims([], {})).toThrow(expect.objectContaining({ argument: 'claims' }));
  });

  test.each([{ leeway: 86_400 }, { require: [] }])('accepts %j', (rules) => {
    expect(checkClaims({}, rules)).toEqual([]);
  });
});

/** A Standard Schema that reports these issues. */
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
    [[{ message: 'no' }], ''],
    [[{ message: 'no', path: [] }], ''],
    [[{ message: 'no', path: ['role', 'x'] }], 'role'],
    [[{ message: 'no', path: [{ key: 'role' }] }], 'role'],
    [[{ message: 'no', path: [7] }, { message: 'more' }], '7'],
  ])('with the issues %j gives one failure for each', (issues, claim) => {
    const rules = { schema: schemaOf(issues) };
    const failures = checkClaims({}, rules);
    expect(failures).toHaveLength(issues.length);
    expect(failures[0]).toMatchObject({ claim, code: 'ERR_TOKEN_CLAIM' });
    expect(() => validateClaims({}, rules)).toThrow(expect.objectContaining({ claim }));
  });

  test('without issues, or after another failure, adds no failure', () => {
    expect(checkClaims({}, { schema: schemaOf(undefined) })).toEqual([]);
    expect(() => validateClaims({}, { schema: schemaOf(undefined) })).not.toThrow();
    expect(
      checkClaims({ exp: 1 }, { schema: schemaOf([{ message: 'no' }]) }).map(({ claim }) => claim),
    ).toEqual(['exp']);
  });

  test('that is asynchronous is rejected in a synchronous check', () => {
    const schema = {
      '~standard': { version: 1, vendor: 'test', validate: async (value: unknown) => ({ value }) },
    } as const;
    expect(() => checkClaims({}, { schema })).toThrow(expect.objectContaining({ argument: 'schema' }));
  });
});

test('a text of control characters does not lengthen the message', () => {
  const [failure] = checkClaims({ iss: '\u202e'.repeat(1000) }, { issuer: ['x', 'y', 'z', 'w'] });
  expect(failure?.message.length).toBeLessThanOrEqual(200);
});
