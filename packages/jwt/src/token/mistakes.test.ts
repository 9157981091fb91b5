import { expect, test } from 'vitest';
import { describeMistake } from './mistakes.ts';

const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJl';
const [HEADER = '', PAYLOAD = '', SIGNATURE = ''] = TOKEN.split('.');

test.each([
  ['', 'empty'],
  [' \n', 'empty'],
  ['undefined', 'missing value'],
  ['[object Promise]', 'missing value'],
  [`Authorization: Bearer ${TOKEN}`, 'header line'],
  [`Bearer ${TOKEN}`, 'scheme'],
  [`bearer%20${TOKEN}`, 'scheme'],
  [`DPoP ${TOKEN}`, 'scheme'],
  [`"${TOKEN}"`, 'quotes'],
  [`'${TOKEN}`, 'quotes'],
  [`&quot;${TOKEN}&quot;`, 'quotes'],
  [`\ufeff${TOKEN}`, 'byte order mark'],
  [`${TOKEN}\n`, 'white space'],
  [` ${TOKEN}`, 'white space'],
  [JSON.stringify({ payload: PAYLOAD, signatures: [] }), 'JSON serialization'],
  [JSON.stringify({ protected: HEADER, payload: PAYLOAD, signature: SIGNATURE }), 'JSON serialization'],
  [JSON.stringify({ protected: HEADER, ciphertext: 'AAAA', tag: 'AAAA' }), 'encrypted'],
  [JSON.stringify({ access_token: TOKEN, token_type: 'Bearer' }), 'access_token'],
  [`${HEADER}.${PAYLOAD}`, 'two parts'],
  [`v4.public.${PAYLOAD}`, 'PASETO'],
  [`https://app.example/callback?token=${TOKEN}`, 'URL'],
  ['./token.jwt', 'file'],
  ['/run/secrets/token', 'file'],
  ['C:\\tokens\\a.jwt', 'file'],
  [`${TOKEN}~WyJhIiwiYiIsImMiXQ~`, 'SD-JWT'],
  [`${TOKEN.slice(0, 30)}…`, 'shortened'],
  [`${HEADER}%2E${PAYLOAD}%2E${SIGNATURE}`, 'URL-encoded'],
  [`session=${TOKEN}`, 'cookie'],
  [`${HEADER}==.${PAYLOAD}=.${SIGNATURE}`, 'padded'],
  [`${HEADER}.${PAYLOAD}.a+b/`, 'standard Base64'],
  [`${HEADER}.a.b.c.d`, 'JWE'],
  ['PHNhbWxwOlJlc3BvbnNlIHhtbG5z', 'SAML'],
  ['PHNhbWxwOlJlc3BvbnNlPg==', 'SAML'],
  ['<saml:Assertion/>', 'SAML'],
  ['f3b1c9a2e8d47', 'opaque'],
])('the mistake of %j is named: %s', (text, word) => {
  const mistake = describeMistake(text);
  expect(mistake).toContain(word);
  expect(mistake?.length).toBeLessThanOrEqual(200);
});

test('a token, and one with a damaged part, show none of these mistakes', () => {
  for (const text of [
    'nothing at all',
    TOKEN,
    `${HEADER}..${SIGNATURE}`,
    `${HEADER}.${PAYLOAD}.`,
    `${HEADER}!.${PAYLOAD}.a`,
  ])
    expect(describeMistake(text)).toBeUndefined();
});

test('a long text is not searched', () => {
  expect(describeMistake(`Bearer ${'a'.repeat(16_384)}`)).toContain('scheme');
  expect(describeMistake(`Bearer ${'a'.repeat(2 ** 20)}`)).toBeUndefined();
});
