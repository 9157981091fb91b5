import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportKey, generateKey, verifyComplete } from '@countersign/jwt';
import { needs } from '@countersign/vitest-config/counterparts';
import { expect, test } from 'vitest';
import { type SigningWishes, signToken, withLifetime } from './signing.ts';

const SECRET = 'a secret that is long enough, with 32 bytes';
const WISHES: SigningWishes = {
  algorithm: 'HS256',
  type: 'at+jwt',
  keyId: '',
  header: {},
  allowWeakKey: false,
  key: '',
  secretEncoding: 'text',
};

/** As OpenSSH itself makes it. */
function opensshPrivateKey(): string {
  const file = join(mkdtempSync(join(tmpdir(), 'countersign-')), 'key');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file]);
  return readFileSync(file, 'utf8');
}

test.each(['text', 'hex', 'base64', 'base64url'] as const)(
  'signs with a secret that is written as %s, and gives it back as it was written',
  async (secretEncoding) => {
    const key = secretEncoding === 'text' ? SECRET : ` ${Buffer.from(SECRET).toString(secretEncoding)}\n`;
    const signed = await signToken({ sub: 'ann' }, { ...WISHES, key, secretEncoding });
    expect(signed).toMatchObject({ verifyingKey: key, secretEncoding });
    const { claims } = await verifyComplete(signed.token, SECRET, { algorithms: ['HS256'] });
    expect(claims).toEqual({ sub: 'ann' });
  },
);

test(
  'signs with a private key as PEM, OpenSSH or JWK, and gives its public half',
  needs('ssh-keygen'),
  async () => {
    const { privateKey } = await generateKey('Ed25519');
    const sources = [
      await exportKey(privateKey, 'pem'),
      opensshPrivateKey(),
      JSON.stringify(await exportKey(privateKey, 'jwk')),
    ];
    for (const key of sources) {
      const { token, verifyingKey } = await signToken(
        { sub: 'ann' },
        { ...WISHES, algorithm: 'Ed25519', key },
      );
      expect(verifyingKey).toContain('-----BEGIN PUBLIC KEY-----');
      await expect(verifyComplete(token, verifyingKey, { algorithms: ['Ed25519'] })).resolves.toMatchObject({
        claims: { sub: 'ann' },
      });
    }
  },
);

test.each(['HS512', 'ES384', 'ML-DSA-44'] as const)(
  'makes a key for one token when it has none, for %s',
  async (algorithm) => {
    const { token, verifyingKey } = await signToken({}, { ...WISHES, algorithm });
    await expect(verifyComplete(token, verifyingKey, { algorithms: [algorithm] })).resolves.toBeDefined();
  },
);

test('puts what was asked for into the header, and nothing that is not its to set', async () => {
  const wishes = { ...WISHES, key: SECRET, keyId: 'k1', header: { cty: 'example' } };
  const { token } = await signToken({}, wishes);
  const { header } = await verifyComplete(token, SECRET, { algorithms: ['HS256'] });
  expect(header).toEqual({ alg: 'HS256', typ: 'at+jwt', kid: 'k1', cty: 'example' });
  expect(
    (
      await verifyComplete((await signToken({}, { ...wishes, type: '' })).token, SECRET, {
        algorithms: ['HS256'],
      })
    ).header,
  ).not.toHaveProperty('typ');
  await expect(signToken({}, { ...wishes, header: { alg: 'none' } })).rejects.toMatchObject({
    code: 'ERR_INVALID_ARGUMENT',
  });
});

test('refuses a weak secret unless it is allowed, and a key that cannot sign', async () => {
  const weak = { ...WISHES, key: 'secret-key' };
  await expect(signToken({}, weak)).rejects.toMatchObject({ code: 'ERR_KEY_INVALID' });
  await expect(signToken({}, { ...weak, allowWeakKey: true })).resolves.toMatchObject({
    verifyingKey: 'secret-key',
  });
  const { publicKey } = await generateKey('ES256');
  const key = await exportKey(publicKey, 'pem');
  await expect(signToken({}, { ...WISHES, algorithm: 'ES256', key })).rejects.toThrow(
    'needs the private key',
  );
});

test('gives claims an hour to live, and an id when they have none', () => {
  const now = new Date('2026-01-01T00:00:00Z');
  const iat = now.getTime() / 1000;
  expect(withLifetime({ sub: 'a', exp: 1, jti: 'mine' }, now)).toEqual({
    sub: 'a',
    iat,
    exp: iat + 3600,
    jti: 'mine',
  });
  expect(withLifetime({}, now)['jti']).toMatch(/^[\w-]{12}$/);
});
