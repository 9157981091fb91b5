import { describe, expect, test } from 'vitest';
import {
  type ClaimRules,
  checkClaims,
  ExpiredTokenError,
  ImmatureTokenError,
  InvalidArgumentError,
  InvalidAudienceError,
  InvalidClaimError,
  InvalidIssuedAtError,
  InvalidIssuerError,
  InvalidSubjectError,
  InvalidTokenIdError,
  MissingClaimError,
  type UntrustedClaims,
  validateClaims,
} from '../testing/api.ts';

const NOW = 1_700_000_000;
const now = new Date(NOW * 1000);

type Failure = new (...parameters: never[]) => Error;

/** Claims, rules, and the expected failure, if there is one. */
type Row = readonly [
  name: string,
  claims: UntrustedClaims,
  rules: ClaimRules,
  failure?: Failure,
  claim?: string,
];

const TIME: readonly Row[] = [
  ['exp one second ahead', { exp: NOW + 1 }, {}],
  ['exp at this very second', { exp: NOW }, {}, ExpiredTokenError, 'exp'],
  ['exp a fraction of a second ahead', { exp: NOW + 0.25 }, {}],
  ['exp past, within the leeway', { exp: NOW - 29 }, { leeway: 30 }],
  ['exp past by exactly the leeway', { exp: NOW - 30 }, { leeway: '30s' }, ExpiredTokenError, 'exp'],
  ['exp long past', { exp: 0 }, {}, ExpiredTokenError, 'exp'],
  ['exp before 1970', { exp: -1 }, {}, ExpiredTokenError, 'exp'],
  ['exp in the far future', { exp: Number.MAX_SAFE_INTEGER }, {}],
  ['exp beyond the dates of JavaScript', { exp: 1e300 }, {}],
  ['exp past and its check skipped', { exp: 1 }, { skipChecks: ['exp'] }],
  ['exp nonsense and its check skipped', { exp: 'soon' }, { skipChecks: ['exp'] }],
  ['no exp', {}, {}],
  ...['1700000001', '', true, null, {}, [NOW + 9], Number.NaN, Number.POSITIVE_INFINITY].map(
    (exp): Row => [`exp ${String(exp)} (${typeof exp})`, { exp }, {}, InvalidClaimError, 'exp'],
  ),
  ['nbf now', { nbf: NOW }, {}],
  ['nbf one second ahead', { nbf: NOW + 1 }, {}, ImmatureTokenError, 'nbf'],
  ['nbf ahead by exactly the leeway', { nbf: NOW + 30 }, { leeway: 30 }],
  ['nbf ahead by more than the leeway', { nbf: NOW + 31 }, { leeway: 30 }, ImmatureTokenError, 'nbf'],
  ['nbf ahead and its check skipped', { nbf: NOW + 99 }, { skipChecks: ['nbf'] }],
  ...['1699999999', false, null, Number.NEGATIVE_INFINITY].map(
    (nbf): Row => [`nbf ${String(nbf)} (${typeof nbf})`, { nbf }, {}, InvalidClaimError, 'nbf'],
  ),
  ['iat now', { iat: NOW }, {}],
  ['iat one second ahead', { iat: NOW + 1 }, {}, ImmatureTokenError, 'iat'],
  ['iat ahead within the leeway', { iat: NOW + 5 }, { leeway: '5s' }],
  ['iat ahead and its check skipped', { iat: NOW + 99 }, { skipChecks: ['iat'] }],
  ...['1699999999', true, null, Number.NaN].map(
    (iat): Row => [`iat ${String(iat)} (${typeof iat})`, { iat }, {}, InvalidIssuedAtError, 'iat'],
  ),
  ['maxAge not reached', { iat: NOW - 59 }, { maxAge: '1m' }],
  ['maxAge just reached', { iat: NOW - 60 }, { maxAge: '1m' }, ExpiredTokenError, 'iat'],
  ['maxAge reached within the leeway', { iat: NOW - 60 }, { maxAge: 60, leeway: 1 }],
  ['maxAge without iat', {}, { maxAge: 60 }, MissingClaimError, 'iat'],
  ['maxAge with iat null', { iat: null }, { maxAge: 60, skipChecks: ['iat'] }, InvalidIssuedAtError, 'iat'],
  [
    'maxAge with iat a text, though the check of iat is skipped',
    { iat: '1' },
    { maxAge: 60, skipChecks: ['iat'] },
    InvalidIssuedAtError,
    'iat',
  ],
];

const IDENTITY: readonly Row[] = [
  ['iss nobody asked about', { iss: 'me' }, {}],
  ['iss as expected', { iss: 'me' }, { issuer: 'me' }],
  ['iss one of several', { iss: 'me' }, { issuer: ['you', 'me'] }],
  ['iss another', { iss: 'me' }, { issuer: 'you' }, InvalidIssuerError, 'iss'],
  ['iss a part of the expected one', { iss: 'm' }, { issuer: 'me' }, InvalidIssuerError, 'iss'],
  ['iss longer than the expected one', { iss: 'me.evil' }, { issuer: 'me' }, InvalidIssuerError, 'iss'],
  ['iss in other case', { iss: 'ME' }, { issuer: 'me' }, InvalidIssuerError, 'iss'],
  ['iss with a NUL at its end', { iss: 'me\0' }, { issuer: 'me' }, InvalidIssuerError, 'iss'],
  [
    'iss in another Unicode form',
    { iss: 'caf\u0065\u0301' },
    { issuer: 'caf\u00e9' },
    InvalidIssuerError,
    'iss',
  ],
  ['iss an array that holds the expected one', { iss: ['me'] }, { issuer: 'me' }, InvalidIssuerError, 'iss'],
  ['iss a number nobody asked about', { iss: 7 }, {}, InvalidIssuerError, 'iss'],
  ['iss absent', {}, { issuer: 'me' }, MissingClaimError, 'iss'],
  ['iss null', { iss: null }, { issuer: 'me' }, InvalidIssuerError, 'iss'],
  ['iss empty', { iss: '' }, { issuer: 'me' }, InvalidIssuerError, 'iss'],
  ['iss another and its check skipped', { iss: 'me' }, { issuer: 'you', skipChecks: ['iss'] }],
  ['aud nobody expected', { aud: 'api' }, {}, InvalidAudienceError, 'aud'],
  ['aud empty, nobody expected', { aud: [] }, {}, InvalidAudienceError, 'aud'],
  ['aud nobody expected and its check skipped', { aud: 'api' }, { skipChecks: ['aud'] }],
  ['aud null, nobody expected', { aud: null }, {}, InvalidAudienceError, 'aud'],
  ['aud as expected', { aud: 'api' }, { audience: 'api' }],
  ['aud one of several expected', { aud: 'api' }, { audience: ['web', 'api'] }],
  ['aud of several, one expected', { aud: ['web', 'api'] }, { audience: 'api' }],
  [
    'aud of several, another expected',
    { aud: ['web', 'app'] },
    { audience: 'api' },
    InvalidAudienceError,
    'aud',
  ],
  ['aud a part of the expected one', { aud: 'ap' }, { audience: 'api' }, InvalidAudienceError, 'aud'],
  [
    'aud of which the expected one is a part',
    { aud: 'api2' },
    { audience: 'api' },
    InvalidAudienceError,
    'aud',
  ],
  ['aud absent', {}, { audience: 'api' }, MissingClaimError, 'aud'],
  ['aud null', { aud: null }, { audience: 'api' }, InvalidAudienceError, 'aud'],
  ['aud an empty array', { aud: [] }, { audience: 'api' }, InvalidAudienceError, 'aud'],
  [
    'aud with a number beside the expected one',
    { aud: ['api', 1] },
    { audience: 'api' },
    InvalidAudienceError,
    'aud',
  ],
  ['aud an array in an array', { aud: [['api']] }, { audience: 'api' }, InvalidAudienceError, 'aud'],
  ['aud an object', { aud: { api: true } }, { audience: 'api' }, InvalidAudienceError, 'aud'],
  ['strict aud as expected', { aud: 'api' }, { audience: 'api', strictAudience: true }],
  [
    'strict aud an array of the expected one',
    { aud: ['api'] },
    { audience: 'api', strictAudience: true },
    InvalidAudienceError,
    'aud',
  ],
  ['strict aud absent', {}, { audience: 'api', strictAudience: true }, MissingClaimError, 'aud'],
  ['sub nobody asked about', { sub: 'u1' }, {}],
  ['sub as expected', { sub: 'u1' }, { subject: 'u1' }],
  ['sub another', { sub: 'u1' }, { subject: 'u2' }, InvalidSubjectError, 'sub'],
  ['sub a number', { sub: 1 }, {}, InvalidSubjectError, 'sub'],
  ['sub a number and its check skipped', { sub: 1 }, { skipChecks: ['sub'] }],
  ['sub absent', {}, { subject: 'u1' }, MissingClaimError, 'sub'],
  ['jti as expected', { jti: 'a' }, { tokenId: 'a' }],
  ['jti another', { jti: 'a' }, { tokenId: 'b' }, InvalidTokenIdError, 'jti'],
  ['jti a boolean', { jti: false }, {}, InvalidTokenIdError, 'jti'],
  ['jti absent', {}, { tokenId: 'b' }, MissingClaimError, 'jti'],
  ['jti another and its check skipped', { jti: 'a' }, { tokenId: 'b', skipChecks: ['jti'] }],
];

const REQUIRED: readonly Row[] = [
  ['a required claim that is there', { role: 'x' }, { require: ['role'] }],
  ['a required claim that is false', { role: false }, { require: ['role'] }],
  ['a required claim that is empty', { role: '' }, { require: ['role'] }],
  ['a required claim that is absent', {}, { require: ['role'] }, MissingClaimError, 'role'],
  [
    'a required claim that is undefined',
    { role: undefined },
    { require: ['role'] },
    MissingClaimError,
    'role',
  ],
  ['a required claim that is null', { exp: null }, { require: ['exp'] }, InvalidClaimError, 'exp'],
  [
    'a required claim that every object inherits',
    {},
    { require: ['toString'] },
    MissingClaimError,
    'toString',
  ],
  [
    'a required claim whose check is skipped',
    {},
    { require: ['exp'], skipChecks: ['exp'] },
    MissingClaimError,
    'exp',
  ],
];

describe('each rule of a claim', () => {
  const rows = [...TIME, ...IDENTITY, ...REQUIRED].map(([name, claims, rules, failure, claim]) => ({
    name,
    claims,
    rules,
    failure,
    claim,
  }));

  test.each(rows)('$name', ({ claims, rules, failure, claim }) => {
    const failures = checkClaims(claims, { now, ...rules });
    const thrown = attempt(() => validateClaims(claims, { now, ...rules }));
    if (failure === undefined) {
      expect(failures).toEqual([]);
      expect(thrown).toBeUndefined();
      return;
    }
    expect(thrown).toBeInstanceOf(failure);
    expect(thrown).toMatchObject({ claim });
    expect(failures[0]).toStrictEqual(thrown);
  });
});

function attempt(act: () => void): unknown {
  try {
    act();
    return undefined;
  } catch (error) {
    return error;
  }
}

test('failures come in the order of the checks, all of them from checkClaims', () => {
  const claims = { exp: 1, nbf: NOW + 9, iat: NOW + 9, iss: 'me', aud: 'web', sub: 1, jti: 1 };
  const failures = checkClaims(claims, {
    now,
    issuer: 'you',
    audience: 'api',
    require: ['role'],
    maxAge: 60,
  });
  expect(failures.map(({ claim, code }) => `${claim} ${code}`)).toEqual([
    'role ERR_TOKEN_CLAIM_MISSING',
    'iat ERR_TOKEN_NOT_YET_VALID',
    'nbf ERR_TOKEN_NOT_YET_VALID',
    'exp ERR_TOKEN_EXPIRED',
    'iss ERR_TOKEN_ISSUER',
    'aud ERR_TOKEN_AUDIENCE',
    'sub ERR_TOKEN_SUBJECT',
    'jti ERR_TOKEN_ID',
  ]);
});

test('a failure says which claim, what was expected and what was there', () => {
  const [failure] = checkClaims({ iss: 'me' }, { issuer: ['you', 'they'] });
  expect(failure).toMatchObject({ claim: 'iss', expected: ['you', 'they'], actual: 'me' });
});

test('a long claim does not make a long message', () => {
  const [failure] = checkClaims({ iss: 'x'.repeat(5000) }, { issuer: 'you' });
  expect(failure?.message.length).toBeLessThan(200);
});

test('claims of every prototype are read, and inherited ones are not required ones', () => {
  const claims = Object.assign(Object.create(null), { exp: NOW + 1 });
  expect(checkClaims(claims, { now, require: ['exp'] })).toEqual([]);
});

describe('rejects contradictory rules before it reads a claim', () => {
  test.each([
    ['audiance', { audiance: 'api' }],
    ['leeway', { leeway: -1 }],
    ['leeway', { leeway: Number.NaN }],
    ['leeway', { leeway: '2d' }],
    ['leeway', { leeway: 86_401 }],
    ['leeway', { leeway: 'soon' }],
    ['leeway', { leeway: null }],
    ['maxAge', { maxAge: -5 }],
    ['maxAge', { maxAge: {} }],
    ['issuer', { issuer: 5 }],
    ['issuer', { issuer: [] }],
    ['issuer', { issuer: ['a', 1] }],
    ['issuer', { issuer: null }],
    ['issuer', { issuer: /a/ }],
    ['audience', { audience: [] }],
    ['audience', { audience: true }],
    ['audience', { audience: ['a', 'b'], strictAudience: true }],
    ['audience', { strictAudience: true }],
    ['strictAudience', { audience: 'a', strictAudience: 'yes' }],
    ['subject', { subject: 1 }],
    ['tokenId', { tokenId: [] }],
    ['require', { require: 'exp' }],
    ['require', { require: [1] }],
    ['skipChecks', { skipChecks: ['signature'] }],
    ['skipChecks', { skipChecks: 'exp' }],
    ['now', { now: new Date(Number.NaN) }],
    ['now', { now: 5 }],
    ['schema', { schema: {} }],
    ['rules', null],
    ['rules', undefined],
    ['rules', 'x'],
  ])('%s: %j', (argument, rules) => {
    // As a caller without types would pass them.
    expect(() => checkClaims({}, rules as never)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument }),
    );
  });

  test.each([[null], [undefined], ['{}'], [[]], [5]])('claims that are %j', (claims) => {
    expect(() => checkClaims(claims as never, {})).toThrow(InvalidArgumentError);
  });
});
