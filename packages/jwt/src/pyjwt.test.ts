// @module-tag pyjwt
import { generateKeyPairSync, type KeyPairKeyObjectResult } from 'node:crypto';
import { join } from 'node:path';
import { countCases, differentialRuns, differentialSeed } from '@countersign/vitest-config/differential';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Algorithm, algorithms, type ClaimRules, type SkippableCheck, sign, verify } from './index.ts';
import { codeOf } from './testing/code-of.ts';
import { forge } from './testing/forge.ts';
import { run } from './testing/tools.ts';

// Runs against the installed PyJWT. The README lists differences of later versions.

interface Reply {
  readonly token?: string;
  readonly claims?: unknown;
  readonly error?: string;
}

function pyJwt(requests: readonly object[]): readonly Reply[] {
  const input = requests.map((request) => JSON.stringify(request)).join('\n');
  const output = run('/usr/bin/python3', [join(import.meta.dirname, 'testing/pyjwt.py')], undefined, input);
  return output
    .trim()
    .split('\n')
    .map((line): Reply => JSON.parse(line));
}

const SHARED = algorithms.filter((name) => !name.startsWith('ML-DSA') && name !== 'Ed25519');

const SECRET_TEXT = 'a secret of sixty-four characters, which every HMAC takes: 012345';

interface KeyTexts {
  readonly privateKey: string;
  readonly publicKey: string;
}

function pems({ privateKey, publicKey }: KeyPairKeyObjectResult): KeyTexts {
  return {
    privateKey: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    publicKey: String(publicKey.export({ type: 'spki', format: 'pem' })),
  };
}

const ecPair = (namedCurve: string): KeyTexts => pems(generateKeyPairSync('ec', { namedCurve }));
const rsa = pems(generateKeyPairSync('rsa', { modulusLength: 2048 }));
const secret = { privateKey: SECRET_TEXT, publicKey: SECRET_TEXT };

/** The same texts are the keys of both sides. */
const KEYS: Readonly<Record<string, KeyTexts>> = {
  HS: secret,
  RS: rsa,
  PS: rsa,
  ES256: ecPair('P-256'),
  ES384: ecPair('P-384'),
  ES512: ecPair('P-521'),
  EdDSA: pems(generateKeyPairSync('ed25519')),
};

function keysFor(algorithm: Algorithm): KeyTexts {
  return KEYS[algorithm] ?? KEYS[algorithm.slice(0, 2)] ?? secret;
}

const REGISTERED = ['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti', '__proto__'];
const privateClaims = fc
  .dictionary(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 6 })
  .filter((claims) => REGISTERED.every((name) => !Object.hasOwn(claims, name)))
  .map((claims): Record<string, unknown> => JSON.parse(JSON.stringify(claims)))
  .filter((claims) => !JSON.stringify(claims).includes('__proto__') && JSON.stringify(claims).isWellFormed())
  .filter((claims) => !/\\ud[89a-f]/i.test(JSON.stringify(claims)));

const sets = fc.sample(privateClaims, { numRuns: differentialRuns(25), seed: differentialSeed });

function withOtherClaims(token: string): string {
  const [header = '', , signature = ''] = token.split('.');
  return `${header}.${Buffer.from('{"id":2}').toString('base64url')}.${signature}`;
}

describe('tokens of either side', () => {
  const made = new Map<Algorithm, { readonly ours: readonly string[]; readonly replies: readonly Reply[] }>();

  // One run of Python answers for all algorithms.
  beforeAll(async () => {
    const requests: object[] = [];
    const tokens: (readonly string[])[] = [];
    for (const algorithm of SHARED) {
      const { privateKey, publicKey } = keysFor(algorithm);
      const ours = await Promise.all(sets.map((claims) => sign(claims, privateKey, { algorithm })));
      tokens.push(ours);
      const check = { do: 'decode', key: publicKey, algorithms: [algorithm] };
      requests.push(
        ...ours.map((token) => ({ ...check, token })),
        ...sets.map((claims) => ({ do: 'encode', claims, key: privateKey, algorithm })),
        { ...check, token: withOtherClaims(ours[0] ?? '') },
      );
    }
    const replies = pyJwt(requests);
    const each = replies.length / SHARED.length;
    for (const [index, algorithm] of SHARED.entries()) {
      const own = replies.slice(index * each, (index + 1) * each);
      made.set(algorithm, { ours: tokens[index] ?? [], replies: own });
    }
  });

  test.for(SHARED)('%s: are verified by the other, with the same claims', async (algorithm, { task }) => {
    const { replies = [] } = made.get(algorithm) ?? {};
    expect(replies).toHaveLength(2 * sets.length + 1);
    for (const [index, claims] of sets.entries()) {
      expect(replies[index]).toEqual({ claims });
      const { token = '' } = replies[index + sets.length] ?? {};
      const { publicKey } = keysFor(algorithm);
      expect(await verify(token, publicKey, { algorithms: [algorithm] })).toEqual(claims);
    }
    countCases(task, 2 * sets.length);
  });

  test.each(SHARED)('%s: are refused by both when the claims were changed', async (algorithm) => {
    const { ours = [], replies = [] } = made.get(algorithm) ?? {};
    expect(replies.at(-1)).toEqual({ error: 'InvalidSignatureError' });
    const changed = withOtherClaims(ours[0] ?? '');
    const { publicKey } = keysFor(algorithm);
    expect(await codeOf(() => verify(changed, publicKey, { algorithms: [algorithm] }))).toBe(
      'ERR_TOKEN_SIGNATURE',
    );
  });
});

/** PyJWT's classes and the codes here. */
const CODES: Readonly<Record<string, string>> = {
  ExpiredSignatureError: 'ERR_TOKEN_EXPIRED',
  ImmatureSignatureError: 'ERR_TOKEN_NOT_YET_VALID',
  InvalidIssuedAtError: 'ERR_TOKEN_ISSUED_AT',
  InvalidAudienceError: 'ERR_TOKEN_AUDIENCE',
  InvalidIssuerError: 'ERR_TOKEN_ISSUER',
  MissingRequiredClaimError: 'ERR_TOKEN_CLAIM_MISSING',
  DecodeError: 'ERR_TOKEN_CLAIM',
};

const NOW = Math.floor(Date.now() / 1000);
// Far enough from the present that the time which the test takes does not matter.
const DATES = [NOW - 1000, NOW - 50, NOW + 50, NOW + 1000, NOW + 0.5 + 1000, 0, -5];
const NO_DATES = [`${NOW + 1000}`, 'soon', true, null, [], {}];
const date = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...DATES) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(...NO_DATES) },
);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const claimSets = fc.record({
  exp: optional(date),
  nbf: optional(date),
  iat: optional(date),
  iss: optional(fc.constantFrom<unknown>('me', 'you', 'm', '', null, 5, ['me'])),
  aud: optional(
    fc.constantFrom<unknown>(
      'api',
      'web',
      ['api', 'web'],
      ['app'],
      [],
      '',
      null,
      7,
      ['api', 1],
      [['api']],
      'ap',
    ),
  ),
  sub: optional(fc.constantFrom<unknown>('u1', 7)),
  jti: optional(fc.constantFrom<unknown>('t1', false)),
  role: optional(fc.constantFrom<unknown>('editor', null, '')),
});
const ruleSets = fc.record({
  issuer: optional(fc.constantFrom('me', 'you')),
  audience: optional(fc.constantFrom<string | readonly string[]>('api', ['web', 'app'])),
  leeway: fc.constantFrom(0, 100),
  require: fc.subarray(['exp', 'iat', 'iss', 'aud', 'role'], { maxLength: 2 }),
  skipChecks: fc.subarray<SkippableCheck>(['exp', 'nbf', 'iat', 'aud', 'iss'], { maxLength: 2 }),
});

type ClaimSet = Readonly<Record<string, unknown>>;
type RuleSet = ClaimRules & { readonly skipChecks: readonly SkippableCheck[] };

interface Difference {
  readonly reason: string;
  readonly applies: (claims: ClaimSet, rules: RuleSet) => boolean;
  readonly codes: readonly string[];
}

const isEmpty = (aud: unknown): boolean => aud === '' || (Array.isArray(aud) && aud.length === 0);

/** Where the outcome is another, and meant to be. A difference that no row explains fails the test, and so does a row that explains none. */
const DIFFERENCES: readonly Difference[] = [
  {
    reason: 'a registered claim that is null has the wrong type; PyJWT treats a required one as absent',
    applies: (claims, { require }) =>
      (require ?? []).some((name) =>
        Object.entries(claims).some(([claim, value]) => claim === name && value === null),
      ),
    codes: [...Object.values(CODES), 'ERR_TOKEN_ID', 'ERR_TOKEN_SUBJECT'],
  },
  {
    reason:
      'dates are JSON numbers (RFC 7519 section 2); PyJWT also takes texts and booleans, and raises TypeError for others',
    applies: (claims, { skipChecks }) =>
      (['exp', 'nbf', 'iat'] as const).some(
        (name) =>
          claims[name] !== undefined && typeof claims[name] !== 'number' && !skipChecks.includes(name),
      ),
    codes: ['ERR_TOKEN_CLAIM', 'ERR_TOKEN_ISSUED_AT'],
  },
  {
    reason: 'an audience that is empty is nobody’s; PyJWT takes it for absent',
    applies: ({ aud }, { skipChecks }) => isEmpty(aud) && !skipChecks.includes('aud'),
    codes: ['ERR_TOKEN_AUDIENCE'],
  },
  {
    reason: 'an issuer is a string, also when nobody asks for one; PyJWT looks only when asked',
    applies: ({ iss }, { issuer }) => iss !== undefined && typeof iss !== 'string' && issuer === undefined,
    codes: ['ERR_TOKEN_ISSUER'],
  },
  {
    reason: 'an audience that is null has the wrong type; PyJWT treats it as absent',
    applies: ({ aud }, { skipChecks }) => aud === null && !skipChecks.includes('aud'),
    codes: ['ERR_TOKEN_AUDIENCE'],
  },
  {
    reason: 'sub is a string (RFC 7519 section 4.1.2); PyJWT checks it from 2.10 on',
    applies: ({ sub }) => sub !== undefined && typeof sub !== 'string',
    codes: ['ERR_TOKEN_SUBJECT'],
  },
  {
    reason: 'jti is a string (RFC 7519 section 4.1.7); PyJWT checks it from 2.10 on',
    applies: ({ jti }) => jti !== undefined && typeof jti !== 'string',
    codes: ['ERR_TOKEN_ID'],
  },
];

test('claim sets under rule sets end in the same class of outcome, or in an explained one', async ({
  task,
}) => {
  const cases = fc
    .sample(fc.tuple(claimSets, ruleSets), { numRuns: differentialRuns(1500), seed: differentialSeed })
    .map(([claims, rules]) => ({
      claims: JSON.parse(JSON.stringify(claims)) as ClaimSet,
      rules: JSON.parse(JSON.stringify(rules)) as RuleSet,
    }));
  const replies = pyJwt(
    cases.map(({ claims, rules }) => ({
      do: 'decode',
      token: forge(claims, { alg: 'HS256' }, SECRET_TEXT),
      key: SECRET_TEXT,
      algorithms: ['HS256'],
      options: {
        require: rules.require,
        ...Object.fromEntries(rules.skipChecks.map((name) => [`verify_${name}`, false])),
      },
      audience: rules.audience,
      issuer: rules.issuer,
      leeway: rules.leeway,
    })),
  );
  countCases(task, cases.length);
  const used = new Set<Difference>();
  const outcomes = new Map<string, number>();
  for (const [index, { claims, rules }] of cases.entries()) {
    const { error } = replies[index] ?? {};
    const theirs = error === undefined ? 'accepted' : (CODES[error] ?? error);
    const token = forge(claims, { alg: 'HS256' }, SECRET_TEXT);
    const ours =
      (await codeOf(() => verify(token, SECRET_TEXT, { ...rules, algorithms: ['HS256'] }))) ?? 'accepted';
    outcomes.set(ours, (outcomes.get(ours) ?? 0) + 1);
    if (ours === theirs) continue;
    const row = DIFFERENCES.find(({ applies, codes }) => applies(claims, rules) && codes.includes(ours));
    expect(row, `${JSON.stringify({ claims, rules, ours, theirs })}`).toBeDefined();
    if (row) used.add(row);
  }
  expect(DIFFERENCES.filter((row) => !used.has(row)).map(({ reason }) => reason)).toEqual([]);
  // Each outcome there is was met.
  expect([...outcomes.keys()].sort()).toEqual(
    ['accepted', ...new Set([...Object.values(CODES), 'ERR_TOKEN_ID', 'ERR_TOKEN_SUBJECT'])].sort(),
  );
});
