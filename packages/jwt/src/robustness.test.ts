import { CountersignError } from '@countersign/core';
import { describe, expect, test } from 'vitest';
import * as api from './node.ts';
import { forge, SECRET } from './testing/forge.ts';

// As a caller without types would: every public function, with every kind of wrong value in each place.

const cyclic: Record<string, unknown> = {};
cyclic['self'] = cyclic;

const JUNK: readonly unknown[] = [
  undefined,
  null,
  true,
  0,
  -1,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  10n,
  '',
  'x',
  '\ud800',
  Symbol('s'),
  [],
  [null],
  {},
  cyclic,
  Object.create(null),
  new Map(),
  new Date(Number.NaN),
  /x/,
  () => undefined,
  class {},
  new Uint8Array(),
  new Uint8Array(3),
  new ArrayBuffer(8),
  Promise.resolve(1),
  { kty: 'RSA' },
  { kty: 'oct', k: 1 },
  { kty: 'RSA', n: cyclic },
  {
    type: 'secret',
    export: () => {
      throw new RangeError('no');
    },
  },
  { keys: [null, 1, {}, { kty: 'oct' }] },
  { algorithm: 'HS256', algorithms: ['HS256'] },
  { algorithm: 'ES256', algorithms: ['ES256'] },
  { algorithms: ['HS256'], now: () => 'now' },
  { algorithm: 'HS256', header: { kid: 1 } },
  { algorithm: 'HS256', header: null },
  { algorithm: 'HS256', expiresIn: -1, header: { x: () => 1 } },
];

const SIGNING = { algorithm: 'HS256' } as const;
const RULES = { algorithms: ['HS256'] } as const;
const token = forge({ id: 1 });

/** Right parameters, of which each is replaced by each wrong value in turn. */
const CALLS: Readonly<Record<string, readonly unknown[]>> = {
  sign: [{ id: 1 }, SECRET, SIGNING],
  signSync: [{ id: 1 }, SECRET, SIGNING],
  createSigner: [SECRET, SIGNING],
  verify: [token, SECRET, RULES],
  verifySync: [token, SECRET, RULES],
  verifyComplete: [token, SECRET, RULES],
  createVerifier: [SECRET, RULES],
  decodeUnverified: [token, {}],
  signJws: ['payload', SECRET, SIGNING],
  signJwsSync: ['payload', SECRET, SIGNING],
  verifyJws: [token, SECRET, RULES],
  verifyJwsSync: [token, SECRET, RULES],
  parseClaims: ['{"id": 1}'],
  validateClaims: [{ id: 1 }, {}],
  checkClaims: [{ id: 1 }, {}],
  importKey: [SECRET, SIGNING],
  externalKey: [{ algorithm: 'ES256', sign: async () => new Uint8Array(64) }],
  generateKey: ['HS256', {}],
  exportKey: [await api.importKey(SECRET, SIGNING), 'jwk'],
  publicKeyOf: [(await api.generateKey('Ed25519')).privateKey],
  thumbprint: [SECRET],
  createKeySet: [{ keys: [] }],
  createRemoteKeySet: ['https://example.com/jwks.json', {}],
  lint: [token, { key: SECRET }],
};

type Anything = (...parameters: readonly unknown[]) => unknown;
const functions = Object.entries(api).filter(
  (entry): entry is [string, Anything] => typeof entry[1] === 'function' && !/^class/.test(String(entry[1])),
);

async function call(act: Anything, parameters: readonly unknown[]): Promise<void> {
  try {
    const result = await act(...parameters);
    // Functions that a factory returns are called, too.
    if (typeof result === 'function') await result(parameters[0] === SECRET ? token : { id: 1 });
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error;
    expect(error.message).toMatch(/\.$/);
  }
}

test('every public function is tried', () => {
  expect(functions.map(([name]) => name).sort()).toEqual(Object.keys(CALLS).sort());
});

describe.each(functions)('%s', (name, act) => {
  const right = CALLS[name] ?? [];
  test.each(right.map((_, place) => place))(
    'ends in a CountersignError for any wrong argument %d',
    async (place) => {
      for (const junk of JUNK) await call(act, right.with(place, junk));
      await call(act, right.slice(0, place));
    },
  );
});

describe('errors', () => {
  test('never show the secret', async () => {
    const secret = 'hunter2-hunter2';
    for (const rules of [RULES, { ...RULES, allowWeakKey: true }]) {
      const error = await api.verify(token, secret, rules).catch((reason: unknown) => reason);
      expect(`${error} ${JSON.stringify(error)}`).not.toContain('hunter2');
    }
  });

  test('have one code for each class', () => {
    const failure = { claim: 'x' };
    const errors = [
      new api.DecodeError('x'),
      new api.InvalidSignatureError(),
      new api.InvalidAlgorithmError('x'),
      new api.InvalidKeyError('x'),
      new api.KeyNotFoundError('x'),
      new api.KeySetError('x'),
      new api.ExpiredTokenError('x', failure),
      new api.ImmatureTokenError('x', failure),
      new api.InvalidIssuerError('x', failure),
      new api.InvalidAudienceError('x', failure),
      new api.InvalidSubjectError('x', failure),
      new api.InvalidIssuedAtError('x', failure),
      new api.InvalidTokenIdError('x', failure),
      new api.MissingClaimError('x', failure),
      new api.InvalidClaimError('x', failure),
    ];
    expect(new Set(errors.map(({ code }) => code)).size).toBe(errors.length);
    for (const error of errors) {
      expect(error).toBeInstanceOf(api.JwtError);
      expect(error.name).toBe(error.constructor.name);
    }
  });
});
