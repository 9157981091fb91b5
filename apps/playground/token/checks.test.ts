import { exportKey, generateKey, sign, signJws } from '@countersign/jwt';
import { expect, test } from 'vitest';
import { type Verdict, verifyToken, type Wishes } from './checks.ts';

const NOW = new Date('2026-01-01T00:00:00Z');
const SECRET = 'a secret that is long enough, with 32 bytes';
const WISHES: Wishes = {
  algorithm: 'HS256',
  allowWeakKey: false,
  secretEncoding: 'text',
  issuer: '',
  audience: '',
  type: '',
  leewaySeconds: 0,
};
const CLAIMS = { iss: 'me', exp: NOW.getTime() / 1000 + 60 };
const token = await sign(CLAIMS, SECRET, { algorithm: 'HS256' });

const states = ({ checks }: Verdict): Record<string, string> =>
  Object.fromEntries(checks.map(({ name, state }) => [name, state]));

test('a good token passes every check that was asked for', async () => {
  const verdict = await verifyToken(token, SECRET, { ...WISHES, issuer: 'me' }, NOW);
  expect(verdict).toMatchObject({ isVerified: true, hasValidSignature: true });
  expect(states(verdict)).toEqual({
    key: 'passed',
    structure: 'passed',
    algorithm: 'passed',
    type: 'unchecked',
    signature: 'passed',
    content: 'passed',
    exp: 'passed',
    nbf: 'unchecked',
    iat: 'unchecked',
    iss: 'passed',
    aud: 'unchecked',
  });
});

test.each<[string, string, string, Partial<Wishes>, Date]>([
  ['signature', token, `${SECRET}!`, {}, NOW],
  ['key', token, 'short', {}, NOW],
  ['algorithm', token, `${SECRET}${SECRET}`, { algorithm: 'HS512' }, NOW],
  ['structure', token.replace('.', '.='), SECRET, {}, NOW],
  ['type', token, SECRET, { type: 'at+jwt' }, NOW],
  ['exp', token, SECRET, {}, new Date('2026-01-01T01:00:00Z')],
  ['iss', token, SECRET, { issuer: 'you' }, NOW],
  ['aud', await sign({ aud: 'x' }, SECRET, { algorithm: 'HS256' }), SECRET, {}, NOW],
])('says that %s is what fails', async (failing, checked, key, wishes, now) => {
  const verdict = await verifyToken(checked, key, { ...WISHES, ...wishes }, now);
  expect(verdict.isVerified).toBe(false);
  const failed = verdict.checks.filter(({ state }) => state === 'failed').map(({ name }) => name);
  expect(failed).toEqual([failing]);
});

test.each([
  ['a short secret', 'short', true],
  ['text that is not a key', '{"kty":"oct"}', false],
])('reports whether %s is only weak', async (_, key, isKeyWeak) => {
  expect(await verifyToken(token, key, WISHES, NOW)).toMatchObject({ isKeyWeak });
});

test('reports a payload that is not JSON after the signature', async () => {
  const text = await signJws(new Uint8Array([1]), SECRET, { algorithm: 'HS256' });
  const verdict = await verifyToken(text, SECRET, WISHES, NOW);
  expect(verdict).toMatchObject({ isVerified: false, hasValidSignature: true });
  expect(states(verdict)).toMatchObject({ signature: 'passed', content: 'failed' });
});

test('takes PEM, OpenSSH, JWK, a set of them, either half of a pair, and an encoded secret', async () => {
  const { privateKey, publicKey } = await generateKey('Ed25519', { keyId: 'a' });
  const signed = await sign({}, privateKey, { algorithm: 'Ed25519' });
  const jwk = await exportKey(publicKey, 'jwk');
  const keys = [
    await exportKey(publicKey, 'pem'),
    await exportKey(privateKey, 'pem'),
    await exportKey(publicKey, 'openssh'),
    JSON.stringify(jwk),
    JSON.stringify({ keys: [jwk] }),
  ];
  const verdicts = keys.map((key) => verifyToken(signed, key, { ...WISHES, algorithm: 'Ed25519' }, NOW));
  expect((await Promise.all(verdicts)).map(({ isVerified }) => isVerified)).toEqual(keys.map(() => true));
  for (const secretEncoding of ['hex', 'base64', 'base64url'] as const) {
    const key = Buffer.from(SECRET).toString(secretEncoding);
    expect(await verifyToken(token, key, { ...WISHES, secretEncoding }, NOW)).toMatchObject({
      isVerified: true,
    });
  }
});
