import { expect, test } from 'vitest';
import { analyse } from './analysis.ts';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

test.each([
  ['v4.public.eyJzdWIiOiJhbm4ifQ', 'PASETO'],
  ['<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">', 'SAML'],
  [Buffer.from('<samlp:Response>').toString('base64'), 'SAML'],
  [JSON.stringify({ payload: 'e30', signatures: [] }), 'JSON serialization'],
  [JSON.stringify({ protected: 'e30', ciphertext: 'AAAA' }), 'encrypted token (JWE)'],
  [`${Buffer.from('{"alg":"HS256" }').toString('base64')}.e30=.AAAA`, 'padded'],
  [`${part({ alg: 'HS256' })}.${part({})}`, 'two parts'],
  ['Bearer 2YotnFZFEjr1zCsicMWpAA', 'opaque'],
  ['nothing at all', 'no dots'],
])('names %s as %s', (text, expected) => {
  expect(analyse(text, 0).problem).toContain(expected);
});
