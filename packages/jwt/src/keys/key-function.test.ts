import { describe, expect, test } from 'vitest';
import {
  createKeySet,
  createVerifier,
  exportKey,
  generateKey,
  type KeyFunction,
  KeySet,
  type ProtectedHeader,
  sign,
  verify,
  verifyJws,
} from '../index.ts';
import { verifySync } from '../node.ts';
import { codeOf } from '../testing/code-of.ts';
import { b64, forge, SECRET } from '../testing/forge.ts';

const one = await generateKey('ES256', { keyId: 'one' });
const two = await generateKey('ES256', { keyId: 'two' });
const options = { algorithm: 'ES256' } as const;
const rules = { algorithms: ['ES256'] } as const;
const tokenOne = await sign({ iss: 'https://one.example' }, one.privateKey, options);
const tokenTwo = await sign({ iss: 'https://two.example' }, two.privateKey, options);

// Keys by issuer, as a server of several tenants has them: one is a key, the other publishes a set.
const ISSUERS = new Map<unknown, Awaited<ReturnType<KeyFunction>>>([
  ['https://one.example', one.publicKey],
  ['https://two.example', createKeySet({ keys: [await exportKey(two.publicKey, 'jwk')] })],
]);
const byIssuer: KeyFunction = (_header, { iss }) => ISSUERS.get(iss);

describe('a key function', () => {
  test('finds the key by the issuer', async () => {
    for (const find of [byIssuer, async (...query: Parameters<KeyFunction>) => byIssuer(...query)]) {
      expect(await verify(tokenOne, find, rules)).toEqual({ iss: 'https://one.example' });
      expect(await createVerifier(find, rules)(tokenTwo)).toEqual({ iss: 'https://two.example' });
    }
    expect(verifySync(tokenTwo, byIssuer, rules)).toEqual({ iss: 'https://two.example' });
  });

  test('is called for each token', async () => {
    const verifyToken = createVerifier(byIssuer, rules);
    expect(await verifyToken(tokenOne)).toEqual({ iss: 'https://one.example' });
    expect(await verifyToken(tokenTwo)).toEqual({ iss: 'https://two.example' });
    const forged = await sign({ iss: 'https://one.example' }, two.privateKey, options);
    expect(await codeOf(() => verifyToken(forged))).toBe('ERR_TOKEN_SIGNATURE');
  });

  test.each<[string, unknown, string]>([
    ['undefined', () => undefined, 'ERR_KEY_NOT_FOUND'],
    ['a promise of undefined', async () => undefined, 'ERR_KEY_NOT_FOUND'],
    ['null', () => null, 'ERR_INVALID_ARGUMENT'],
    ['a function', () => byIssuer, 'ERR_INVALID_ARGUMENT'],
    ['a private key', () => one.privateKey, 'ERR_KEY_INVALID'],
    [
      'an error',
      () => {
        throw new Error('database');
      },
      'ERR_KEY_SET',
    ],
    ['a rejection', () => Promise.reject(new Error('database')), 'ERR_KEY_SET'],
  ])('that returns %s ends in %s', async (_name, find, code) => {
    expect(await codeOf(() => verify(tokenOne, find as KeyFunction, rules))).toBe(code);
  });

  test('cannot change the header', async () => {
    const find: KeyFunction = (header) => {
      Object.assign(header, { alg: 'none', kid: 'two' });
      return createKeySet({ keys: [{ kty: 'oct', k: b64(SECRET), kid: 'one' }] });
    };
    expect(await codeOf(() => verify(tokenOne, find, rules))).toBe('ERR_KEY_NOT_FOUND');
  });

  test('of a JWS gets no claims', async () => {
    const find: KeyFunction = (_header, claims) =>
      Object.keys(claims).length === 0 ? one.publicKey : undefined;
    expect(await verifyJws(tokenOne, find, rules)).toHaveProperty('payload');
  });
});

describe('a custom key set', () => {
  class DatabaseKeySet extends KeySet {
    override async select({ kid }: ProtectedHeader) {
      if (kid === 'one') return exportKey(one.publicKey, 'jwk');
      if (kid === 'two') return [one.publicKey, two.publicKey];
      return undefined;
    }
  }
  const set = new DatabaseKeySet();

  test('selects keys', async () => {
    expect(await verify(tokenOne, set, rules)).toEqual({ iss: 'https://one.example' });
    expect(await createVerifier(set, rules)(tokenTwo)).toEqual({ iss: 'https://two.example' });
    const unknown = await sign({}, one.privateKey, { ...options, keyId: 'three' });
    expect(await codeOf(() => verify(unknown, set, rules))).toBe('ERR_KEY_NOT_FOUND');
  });
});

describe('a set of secrets during a rotation', () => {
  const secrets = Array.from({ length: 5 }, (_, index) => SECRET.map((byte) => byte ^ index));
  const keys = (count: number) =>
    secrets.slice(0, count).map((secret, index) => ({ kty: 'oct', k: b64(secret), kid: `s${index}` }));
  const token = forge({ id: 1 }, { alg: 'HS256' }, secrets[3] ?? SECRET);
  const HS256 = { algorithms: ['HS256'] } as const;

  test('tries each of four secrets for a token without kid, if it is asked to', async () => {
    const set = createKeySet({ keys: keys(4) }, { tryEach: true });
    expect(await verify(token, set, HS256)).toEqual({ id: 1 });
    expect(verifySync(token, set, HS256)).toEqual({ id: 1 });
    expect(await codeOf(() => verify(forge({}, { alg: 'HS256' }, secrets[4]), set, HS256))).toBe(
      'ERR_TOKEN_SIGNATURE',
    );
  });

  test.each([
    ['without the option', createKeySet({ keys: keys(4) }), token],
    ['of five secrets', createKeySet({ keys: keys(5) }, { tryEach: true }), token],
  ])('is ambiguous %s', async (_name, set, ambiguous) => {
    expect(await codeOf(() => verify(ambiguous, set, HS256))).toBe('ERR_KEY_SET');
  });

  test('uses the kid of a token that has one', async () => {
    const set = createKeySet({ keys: keys(4) }, { tryEach: true });
    const named = forge({}, { alg: 'HS256', kid: 's0' }, secrets[3]);
    expect(await codeOf(() => verify(named, set, HS256))).toBe('ERR_TOKEN_SIGNATURE');
  });
});
