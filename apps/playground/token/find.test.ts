import { fastestRun } from '@countersign/vitest-config/patience';
import { expect, test } from 'vitest';
import { findTokens, MAX_PASTE } from './find.ts';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const JWS = `${part({ alg: 'HS256' })}.${part({ sub: 'a' })}.c2lnbmF0dXJl`;
const OTHER = `${part({ alg: 'ES256' })}.${part({ sub: 'b' })}.c2lnbmF0dXJl`;
const JWE = `${part({ alg: 'dir', enc: 'A256GCM' })}..bm9uY2U.Y2lwaGVy.dGFn`;

test.each([
  ['the token alone', JWS, [JWS]],
  ['spaces and quotes around it', `  "${JWS}"\n`, [JWS]],
  ['a header line', `Authorization: Bearer ${JWS}`, [JWS]],
  ['a cookie', `Cookie: theme=dark; session=${JWS}; other=1`, [JWS]],
  ['JSON with two', JSON.stringify({ access_token: JWS, id_token: OTHER }), [JWS, OTHER]],
  ['a URL with a query', `https://app.example.com/callback?state=x&id_token=${JWS}&a=b`, [JWS]],
  ['a URL with a fragment', `https://app.example.com/#access_token=${JWS}`, [JWS]],
  ['the end of a sentence', `The token is ${JWS}.`, [JWS]],
  ['lines that were broken', JWS.replace(/(.{20})/g, '$1\n  '), [JWS]],
  ['no signature at all', `${part({ alg: 'none' })}.${part({})}.`, [`${part({ alg: 'none' })}.${part({})}.`]],
  ['an encrypted token', JWE, [JWE]],
  ['a name before it', `prefix.${JWS}`, [JWS]],
  ['nothing', '', []],
  ['prose with dots', 'www.example.com and 1.2.3 and a.b.c.d.e', []],
  ['two parts', `${part({ alg: 'HS256' })}.${part({})}`, []],
])('finds a token in %s', (_, text, expected) => {
  expect(findTokens(text).map(({ token }) => token)).toEqual(expected);
});

test('tells an encrypted token from a signed one, and counts disclosures', () => {
  expect(findTokens(JWE)[0]?.kind).toBe('JWE');
  expect(findTokens(`${JWS}~WyJhIl0~WyJiIl0~`)[0]).toEqual({ token: JWS, kind: 'JWS', disclosures: 2 });
});

test.each([
  ['dots', '.'.repeat(MAX_PASTE)],
  ['letters', 'e'.repeat(MAX_PASTE)],
  ['starts of tokens', 'eyJ.'.repeat(MAX_PASTE / 4)],
  ['tildes', '~'.repeat(MAX_PASTE)],
  ['headers', `${part({ alg: 'x' })}.`.repeat(4000)],
  ['tokens', `${JWS} `.repeat(1500)],
])('is quick with nothing but %s', async (_, text) => {
  expect(await fastestRun(500, () => findTokens(text))).toBeLessThan(500);
});
