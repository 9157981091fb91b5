import { expect, test } from 'vitest';
import { createKeySet, createVerifier, type Jwk, type Rules, sign } from './index.ts';
import { codeOf } from './testing/code-of.ts';
import { b64, forge, SECRET } from './testing/forge.ts';

const NOW = 1_800_000_000;
const rules: Rules = { algorithms: ['HS256'], now: () => new Date(NOW * 1000) };

const secretJwk = (fill: number, kid: string): Jwk => ({
  kty: 'oct',
  kid,
  alg: 'HS256',
  k: b64(new Uint8Array(32).fill(fill)),
});

test('a remembered token gives the same claims, which nobody can change for others', async () => {
  const verify = createVerifier<{ roles: string[] }>(SECRET, rules, { cacheSize: 2 });
  const token = forge({ sub: 'a', roles: ['reader'] });
  const first = await verify(token);
  expect(() => first.roles.push('admin')).toThrow(TypeError);
  expect(await verify(token)).toEqual({ sub: 'a', roles: ['reader'] });
  expect(await verify(token)).toBe(first);
});

// CVE-2026-35039: a cache that knows tokens by part of them hands one user the claims of another.
test.each([
  ['another signature', (token: string) => token.replace(/.{4}$/, 'AAAA')],
  ['another payload', (token: string) => token.replace(/\..*\./, `.${b64('{"sub":"admin"}')}.`)],
  ['another header', (token: string) => token.replace(/^[^.]*/, b64('{"alg":"HS256","kid":"x"}'))],
  ['a space after it', (token: string) => `${token} `],
  ['a lone surrogate after it', (token: string) => `${token}\ud800`],
])('a token with %s is not taken for a remembered one', async (_name, change) => {
  const verify = createVerifier(SECRET, rules, { cacheSize: 10 });
  const token = forge({ sub: 'a' });
  await verify(token);
  expect(await codeOf(() => verify(change(token)))).toMatch(/ERR_TOKEN_(SIGNATURE|MALFORMED)/);
});

test.each([
  ['exp', { exp: NOW + 60 }, {}, 59, 60, 'ERR_TOKEN_EXPIRED'],
  ['exp and leeway', { exp: NOW + 60 }, { leeway: 5 }, 64, 65, 'ERR_TOKEN_EXPIRED'],
  ['maxAge', { iat: NOW }, { maxAge: 30 }, 29, 30, 'ERR_TOKEN_EXPIRED'],
  ['nbf, when the clock steps back', { nbf: NOW }, {}, 0, -1, 'ERR_TOKEN_NOT_YET_VALID'],
] as const)('a remembered token does not outlive %s', async (_name, claims, more, good, bad, code) => {
  let seconds = 0;
  const now = (): Date => new Date((NOW + seconds) * 1000);
  const verify = createVerifier(SECRET, { ...rules, ...more, now }, { cacheSize: 10 });
  const token = forge(claims);
  await verify(token);
  seconds = good;
  expect(await verify(token)).toEqual(claims);
  seconds = bad;
  expect(await codeOf(() => verify(token))).toBe(code);
});

test('a remembered token does not outlive its key in a set', async () => {
  const sets = [createKeySet({ keys: [secretJwk(1, 'a')] }), createKeySet({ keys: [secretJwk(2, 'b')] })];
  let current = 0;
  const rotating = createKeySet({ keys: [secretJwk(1, 'a')] });
  Object.defineProperty(rotating, 'select', {
    value: (...args: Parameters<typeof rotating.select>) => sets[current]?.select(...args),
  });
  const verify = createVerifier(rotating, rules, { cacheSize: 10 });
  const token = await sign({ sub: 'a' }, secretJwk(1, 'a'), { algorithm: 'HS256' });
  await verify(token);
  expect(await verify(token)).toEqual({ sub: 'a' });
  current = 1;
  expect(await codeOf(() => verify(token))).toBe('ERR_KEY_NOT_FOUND');
});

test('the longest unused token is forgotten first', async () => {
  const verify = createVerifier(SECRET, rules, { cacheSize: 2 });
  const [one, two, three] = [forge({ sub: '1' }), forge({ sub: '2' }), forge({ sub: '3' })];
  const [first, second] = [await verify(one), await verify(two)];
  expect(await verify(one)).toBe(first);
  await verify(three);
  expect(await verify(one)).toBe(first);
  expect(await verify(two)).not.toBe(second);
});

test.each([0, 10])('isRevoked is asked about every token, with a cache of %i', async (cacheSize) => {
  const revoked = new Set<unknown>();
  const verify = createVerifier(SECRET, rules, { cacheSize, isRevoked: async ({ jti }) => revoked.has(jti) });
  const token = forge({ jti: 'one' });
  expect(await verify(token)).toEqual({ jti: 'one' });
  revoked.add('one');
  expect(await codeOf(() => verify(token))).toBe('ERR_TOKEN_REVOKED');
});

test('an isRevoked that gives no answer refuses the token', async () => {
  const verify = createVerifier(SECRET, rules, { isRevoked: () => JSON.parse('null') });
  expect(await codeOf(() => verify(forge({})))).toBe('ERR_TOKEN_REVOKED');
});

test.each([
  [{ cacheSize: -1 }, 'cacheSize'],
  [{ cacheSize: 1.5 }, 'cacheSize'],
  [JSON.parse('{"isRevoked":true}'), 'isRevoked'],
  [JSON.parse('{"cache":10}'), 'cache'],
])('refuses the options %j', (options, argument) => {
  expect(() => createVerifier(SECRET, rules, options)).toThrow(
    expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument }),
  );
});
