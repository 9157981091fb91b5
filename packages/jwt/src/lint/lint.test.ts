import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { generateKey, type KeySource, lint, sign } from '../index.ts';
import { b64, forge, SECRET } from '../testing/forge.ts';
import { LINT_RULES } from './rules.ts';

const NOW = 1_700_000_000;
const now = new Date(NOW * 1000);
const good = { iss: 'https://auth.example.com', aud: 'api', sub: 'u1', iat: NOW, exp: NOW + 900 };
const header = { alg: 'HS256', typ: 'session+jwt' };
const pair = generateKeyPairSync('rsa', {
  modulusLength: 1024,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
});
const pkcs8 = generateKeyPairSync('rsa', {
  modulusLength: 1024,
  publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

const ids = (token: string, key?: KeySource): string[] =>
  lint(token, { now, ...(key !== undefined && { key }) }).map(({ id }) => id);
const { iss: _iss, ...withoutIssuer } = good;
const { aud: _aud, ...withoutAudience } = good;
const { exp: _exp, ...withoutExpiry } = good;
const withAlg = (alg: string) => forge(good, { ...header, alg });

test('a token that is made as it should be has no findings', async () => {
  expect(ids(forge(good, header), SECRET)).toEqual([]);
  const { privateKey, publicKey } = await generateKey('ES256');
  const token = await sign(good, privateKey, { algorithm: 'ES256', type: 'session+jwt' });
  expect(lint(token, { key: publicKey, now })).toEqual([]);
});

const CASES: readonly (readonly [id: string, token: string, key?: KeySource])[] = [
  ['alg-none', withAlg('none')],
  ['alg-none', withAlg('nOnE')],
  ['alg-unknown', withAlg('RS1')],
  ['alg-unknown', withAlg('HS1')],
  ['alg-deprecated-name', withAlg('EdDSA')],
  ['weak-secret', forge(good, header, 'k3J9#mQ2'), 'k3J9#mQ2'],
  ['guessable-secret', forge(good, header), 'a-string-secret-at-least-256-bits-long'],
  ['guessable-secret', forge(good, header), 'abcd'.repeat(20)],
  ['short-rsa-key', withAlg('RS256'), pair.publicKey],
  ['short-rsa-key', withAlg('RS256'), pair.privateKey],
  ['short-rsa-key', withAlg('RS256'), pkcs8.publicKey],
  ['short-rsa-key', withAlg('RS256'), pkcs8.privateKey],
  ['unusable-key', forge(good, header), '-----BEGIN PUBLIC KEY-----'],
  [
    'zero-signature',
    `${b64(JSON.stringify({ ...header, alg: 'ES256' }))}.${b64(JSON.stringify(good))}.${b64(new Uint8Array(64))}`,
  ],
  ['embedded-key', forge(good, { ...header, jwk: { kty: 'oct', k: 'AA' } })],
  ['embedded-key', forge(good, { ...header, jku: 'https://evil.example' })],
  ['embedded-key', forge(good, { ...header, x5c: [] })],
  ['odd-key-id', forge(good, { ...header, kid: '../../dev/null' })],
  ['odd-key-id', forge(good, { ...header, kid: "x' OR '1'='1" })],
  ['odd-key-id', forge(good, { ...header, kid: 'https://evil.example/key' })],
  ['odd-key-id', forge(good, { ...header, kid: 'a\u0000b' })],
  ['generic-type', forge(good, { alg: 'HS256', typ: 'JWT' })],
  ['generic-type', forge(good, { alg: 'HS256' })],
  ['no-expiry', forge(withoutExpiry, header)],
  ['long-lifetime', forge({ ...good, exp: NOW + 30 * 86_400 }, header)],
  ['milliseconds', forge({ ...good, exp: NOW * 1000 }, header)],
  ['not-a-date', forge({ ...good, exp: 'tomorrow' }, header)],
  ['malformed', forge(JSON.stringify(good).replace(`${NOW + 900}`, '1e400'), header)],
  ['expired', forge({ ...good, iat: NOW - 99, exp: NOW - 9 }, header)],
  ['issued-in-future', forge({ ...good, iat: NOW + 60 }, header)],
  ['no-audience', forge(withoutAudience, header)],
  ['no-issuer', forge(withoutIssuer, header)],
  ['access-token-claims', forge(good, { ...header, typ: 'at+jwt' })],
  ['personal-data', forge({ ...good, email: 'a@example.com' }, header)],
  ['sensitive-claim', forge({ ...good, password: 'x' }, header)],
  ['duplicate-member', forge('{"a":1,"a":2}', header)],
  ['malformed', 'x.y'],
  ['malformed', forge('[]', header)],
];

describe('each rule', () => {
  test.each(CASES.map(([id, token, key]) => ({ id, token, key })))('$id', ({ id, token, key }) => {
    expect(ids(token, key)).toContain(id);
  });

  test('has its own id, and a case above', () => {
    const rules = LINT_RULES.map(({ id }) => id);
    expect(new Set(rules).size).toBe(rules.length);
    expect(new Set(CASES.map(([id]) => id))).toEqual(
      new Set([...rules, 'unusable-key', 'duplicate-member', 'malformed']),
    );
  });
});

test('every finding has an id, a severity, a sentence and a source', () => {
  for (const finding of lint(forge({ password: 'x', exp: 1 }, { alg: 'none', jwk: {} }), {
    key: 'secret',
    now,
  })) {
    expect(finding).toEqual({
      id: expect.stringMatching(/^[a-z-]+$/),
      severity: expect.stringMatching(/^(error|warning|note)$/),
      message: expect.stringMatching(/^[A-Zexp].*\.$/),
      source: expect.stringMatching(/^(RFC|CVE|OWASP)/),
    });
  }
});

test('looks at a longer token when asked to', () => {
  const long = forge({ text: 'x'.repeat(20_000) }, header);
  expect(lint(long).map(({ id }) => id)).toEqual(['malformed']);
  expect(lint(long, { maxTokenLength: 40_000 }).map(({ id }) => id)).not.toContain('malformed');
  expect(() => lint(long, { maxTokenLength: 0 })).toThrow(/maxTokenLength must be/);
});

test('a finding about a secret does not show it', () => {
  const findings = lint(forge(good, header, 'hunter2'), { key: 'hunter2', now });
  expect(JSON.stringify(findings)).not.toContain('hunter2');
});
