import { describe, expect, test } from 'vitest';
import {
  createSigner,
  createVerifier,
  decodeUnverified,
  generateKey,
  type SignOptions,
  sign,
  signJws,
  verify,
  verifyComplete,
  verifyJws,
} from './index.ts';
import { codeOf } from './testing/code-of.ts';
import { SECRET } from './testing/forge.ts';

const NOW = 1_700_000_000;
const now = new Date(NOW * 1000);
const algorithm = 'HS256';

const claimsOf = async (claims: Record<string, unknown>, options: Omit<SignOptions, 'algorithm'>) =>
  decodeUnverified(await sign(claims, SECRET, { algorithm, now, ...options })).claims;

describe('the claims that options add', () => {
  test.each<[string, Omit<SignOptions, 'algorithm'>, object]>([
    ['nothing by default', {}, {}],
    ['expiresIn in seconds', { expiresIn: 90 }, { exp: NOW + 90 }],
    ['expiresIn as text', { expiresIn: '15m' }, { exp: NOW + 900 }],
    ['notBefore from now', { notBefore: '1m' }, { nbf: NOW + 60 }],
    ['notBefore as a moment', { notBefore: new Date(5000) }, { nbf: 5 }],
    ['issuedAt now', { issuedAt: true }, { iat: NOW }],
    ['issuedAt not', { issuedAt: false }, {}],
    ['issuedAt a moment', { issuedAt: new Date(7999) }, { iat: 7 }],
    [
      'issuer, subject, tokenId',
      { issuer: 'i', subject: 's', tokenId: 't' },
      { iss: 'i', sub: 's', jti: 't' },
    ],
    ['one audience', { audience: 'a' }, { aud: 'a' }],
    ['several audiences', { audience: ['a', 'b'] }, { aud: ['a', 'b'] }],
  ])('%s', async (_name, options, claims) => {
    expect(await claimsOf({}, options)).toEqual(claims);
  });

  test('dates among the claims become seconds, and the claims that were passed stay as they are', async () => {
    const claims = { exp: new Date(9500), role: 'x', gone: undefined };
    expect(await claimsOf(claims, {})).toEqual({ exp: 9, role: 'x' });
    expect(claims.exp).toEqual(new Date(9500));
  });

  test('a claim that is given twice is an error', async () => {
    await expect(claimsOf({ exp: 1 }, { expiresIn: 1 })).rejects.toMatchObject({ argument: 'claims' });
  });
});

describe('claims that no verifier could accept are refused', () => {
  const deep = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
  let wide: unknown = 0;
  for (let level = 0; level < 60; level++) wide = [wide, wide];

  test.each<[string, Record<string, unknown>]>([
    ['iss', { iss: 5 }],
    ['sub', { sub: {} }],
    ['jti', { jti: true }],
    ['aud', { aud: [1] }],
    ['exp', { exp: '1' }],
    ['exp', { exp: new Date(Number.NaN) }],
    ['nbf', { nbf: Number.POSITIVE_INFINITY }],
    ['iat', { iat: null }],
    ['x', { x: Number.NaN }],
    ['x', { x: 1n }],
    ['x', { x: () => 1 }],
    ['x', { x: Symbol('x') }],
    ['x', { x: new Map() }],
    ['x', { x: new Uint8Array(3) }],
    ['x', { x: new Date() }],
    ['x', { x: '\ud800' }],
    ['x.y[1]', { x: { y: [1, undefined] } }],
    ['claims', { '\udc00': 1 }],
    ['x', { x: JSON.parse('{"__proto__":1}') }],
  ])('%s', async (claim, claims) => {
    await expect(sign(claims, SECRET, { algorithm })).rejects.toMatchObject({
      code: 'ERR_TOKEN_CLAIM',
      claim,
    });
  });

  test('too deep, too many, and cycles: immediately', async () => {
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = cyclic;
    for (const x of [deep(64), wide, cyclic]) {
      expect(await codeOf(() => sign({ x }, SECRET, { algorithm }))).toBe('ERR_TOKEN_CLAIM');
    }
    const deepest = await sign({ x: deep(63) }, SECRET, { algorithm });
    expect(await verify(deepest, SECRET, { algorithms: [algorithm] })).toEqual({ x: deep(63) });
  });
});

describe('options that make no sense are refused, when a signer is made', () => {
  test.each([
    ['algorithm', {}],
    ['algorithm', { algorithm: 'none' }],
    ['algorithm', { algorithm: 'hs256' }],
    ['expriesIn', { algorithm, expriesIn: '1h' }],
    ['expiresIn', { algorithm, expiresIn: 'soon' }],
    ['expiresIn', { algorithm, expiresIn: -1 }],
    ['notBefore', { algorithm, notBefore: new Date(Number.NaN) }],
    ['issuedAt', { algorithm, issuedAt: 'yes' }],
    ['issuer', { algorithm, issuer: 5 }],
    ['audience', { algorithm, audience: [5] }],
    ['subject', { algorithm, subject: null }],
    ['tokenId', { algorithm, tokenId: {} }],
    ['keyId', { algorithm, keyId: 5 }],
    ['keyId', { algorithm, keyId: 'k'.repeat(1025) }],
    ['type', { algorithm, type: 5 }],
    ['type', { algorithm, type: '' }],
    ['header', { algorithm, header: [] }],
    ['header', { algorithm, header: { alg: 'none' } }],
    ['header', { algorithm, header: { crit: ['x'] } }],
    ['header', { algorithm, header: { zip: 'DEF' } }],
    ['allowWeakKey', { algorithm, allowWeakKey: 'false' }],
  ])('%s: %j', (argument, options) => {
    expect(() => createSigner(SECRET, options as never)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument }),
    );
  });
});

test('further header parameters are added to those that are set', async () => {
  const token = await sign({}, SECRET, { algorithm, type: null, header: { jku: 'https://a.example' } });
  expect(decodeUnverified(token).header).toEqual({ alg: 'HS256', jku: 'https://a.example' });
});

test('a signer and a verifier that are kept do what encode and decode do', async () => {
  const { privateKey, publicKey } = await generateKey('ES256', { keyId: 'k' });
  const signer = createSigner(privateKey, { algorithm: 'ES256', expiresIn: '1m', type: 'at+jwt' });
  const verifier = createVerifier(publicKey, { algorithms: ['ES256'], type: 'at+jwt', require: ['exp'] });
  expect(await verifier(await signer({ id: 1 }))).toMatchObject({ id: 1 });
  const complete = await verifyComplete(await signer({ id: 2 }), publicKey, { algorithms: ['ES256'] });
  expect(complete.header).toEqual({ alg: 'ES256', kid: 'k', typ: 'at+jwt' });
  expect(complete.signature).toHaveLength(64);
});

describe('a JWS', () => {
  const bytes = Uint8Array.from([0, 255, 46, 10]);

  test.each([
    ['attached', {}, {}],
    ['detached', { detached: true }, { detachedPayload: bytes }],
    ['detached and not encoded', { detached: true, unencoded: true }, { detachedPayload: bytes }],
  ])('%s carries any bytes', async (_name, options, rules) => {
    const token = await signJws(bytes, SECRET, { algorithm, ...options });
    const { payload, header } = await verifyJws(token, SECRET, { algorithms: [algorithm], ...rules });
    expect(payload).toEqual(bytes);
    expect(header.alg).toBe(algorithm);
    expect(decodeHeader(token)).not.toHaveProperty('typ');
  });

  test('that is not encoded must be detached', async () => {
    await expect(signJws('x', SECRET, { algorithm, unencoded: true })).rejects.toMatchObject({
      argument: 'unencoded',
    });
  });

  const decodeHeader = (token: string): unknown =>
    JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString());
});
