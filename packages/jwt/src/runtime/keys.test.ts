import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { needs } from '@countersign/vitest-config/counterparts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engine } from '#signature';
import { exportKey, generateKey, importKey, thumbprint } from '../index.ts';
import { supported } from '../testing/supported.ts';
import { KeyFolder } from '../testing/tools.ts';

// Formats that a platform reads; `files.test.ts` reads what the tools write by default.

const isNode = engine.name === 'node';
const passphrase = 'päss phrase';
const folder = new KeyFolder();
afterAll(() => folder.remove());

const EC = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const P384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const P521 = generateKeyPairSync('ec', { namedCurve: 'P-521' });
const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ED25519 = generateKeyPairSync('ed25519');
const RSA_PSS = generateKeyPairSync('rsa-pss', { modulusLength: 2048 });
const X25519 = generateKeyPairSync('x25519');

const pem = (key: KeyObject, type: 'pkcs1' | 'pkcs8' | 'sec1' | 'spki'): string =>
  String(key.export({ format: 'pem', type }));
/** Encrypted as OpenSSL 3 does it, and as it was done before, by headers in the PEM. */
const encrypted = (type: 'pkcs8' | 'sec1'): string =>
  String(EC.privateKey.export({ format: 'pem', type, cipher: 'aes-256-cbc', passphrase }));

test.each([
  ['PKCS #1', 'RS256', pem(RSA.privateKey, 'pkcs1'), RSA.privateKey],
  ['PKCS #1, public', 'RS256', pem(RSA.publicKey, 'pkcs1'), RSA.publicKey],
  ['PKCS #8', 'PS256', pem(RSA.privateKey, 'pkcs8'), RSA.privateKey],
  ['SPKI', 'PS256', pem(RSA.publicKey, 'spki'), RSA.publicKey],
  ['SEC 1', 'ES256', pem(EC.privateKey, 'sec1'), EC.privateKey],
  ['SPKI of a curve', 'ES256', pem(EC.publicKey, 'spki'), EC.publicKey],
  ['PKCS #8 of a longer curve', 'ES384', pem(P384.privateKey, 'pkcs8'), P384.privateKey],
  ['PKCS #8 of the longest curve', 'ES512', pem(P521.privateKey, 'pkcs8'), P521.privateKey],
  ['PKCS #8 of Ed25519', 'Ed25519', pem(ED25519.privateKey, 'pkcs8'), ED25519.privateKey],
  ['SPKI of Ed25519', 'Ed25519', pem(ED25519.publicKey, 'spki'), ED25519.publicKey],
] as const)('%s is read as the key that it is', async (_form, algorithm, text, key) => {
  const imported = await importKey(text, { algorithm });
  expect(await exportKey(imported, 'jwk')).toMatchObject({ ...key.export({ format: 'jwk' }) });
});

test('a certificate is read as the key that it is for', needs('openssl'), async () => {
  const parameters = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'own.pem'];
  folder.openssl('req', '-x509', ...parameters, '-subj', '/CN=test', '-days', '2', '-out', 'certificate.pem');
  const certified = await importKey(folder.read('certificate.pem'), { algorithm: 'ES256', kind: 'public' });
  const own = await importKey(folder.read('own.pem'), { algorithm: 'ES256' });
  expect(await thumbprint(certified)).toBe(await thumbprint(own));
});

test.each((['ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'] as const).filter((name) => supported.includes(name)))(
  '%s comes back from both its PEMs',
  async (algorithm) => {
    const { privateKey, publicKey } = await generateKey(algorithm);
    for (const key of [privateKey, publicKey]) {
      const again = await importKey(await exportKey(key, 'pem'), { algorithm });
      expect([again.kind, await thumbprint(again)]).toEqual([key.kind, await thumbprint(publicKey)]);
    }
  },
);

describe('what holds no key for a JWS', () => {
  const garbage = (label: string): string =>
    `-----BEGIN ${label}-----\n${Buffer.alloc(60, 7).toString('base64')}\n-----END ${label}-----\n`;
  test.each(['PUBLIC KEY', 'CERTIFICATE', 'PRIVATE KEY'])('a damaged %s is refused', async (label) => {
    await expect(importKey(garbage(label), { algorithm: 'ES256' })).rejects.toMatchObject({
      code: 'ERR_KEY_INVALID',
    });
  });

  test.each([
    ['RSA-PSS', pem(RSA_PSS.privateKey, 'pkcs8')],
    ['X25519', pem(X25519.publicKey, 'spki')],
  ])('a key of type %s is rejected', async (name, text) => {
    await expect(importKey(text, { algorithm: 'PS256' })).rejects.toMatchObject({
      code: 'ERR_KEY_INVALID',
      message: expect.stringContaining(name),
    });
  });
});

describe('an encrypted private key', needs('ssh-keygen'), () => {
  const CIPHERS = ['aes256-ctr', 'aes192-ctr', 'aes128-ctr', 'aes256-cbc'];
  beforeAll(() => {
    for (const cipher of CIPHERS)
      folder.sshKeygen(cipher, '-t', 'ed25519', '-Z', cipher, '-a', '1', '-N', passphrase, '-C', '');
  });

  test.each(isNode ? CIPHERS : [])('of OpenSSH by %s is decrypted', async (cipher) => {
    const key = await importKey(folder.read(cipher), { algorithm: 'Ed25519', passphrase });
    const publicKey = await importKey(folder.read(`${cipher}.pub`), { algorithm: 'Ed25519' });
    expect(await thumbprint(key)).toBe(await thumbprint(publicKey));
  });

  test.each(isNode ? [''] : [])('of OpenSSH needs a passphrase that is not %j', async (empty) => {
    await expect(
      importKey(folder.read('aes256-ctr'), { algorithm: 'Ed25519', passphrase: empty }),
    ).rejects.toMatchObject({
      code: 'ERR_KEY_INVALID',
    });
  });

  test.each(isNode ? (['pkcs8', 'sec1'] as const) : (['pkcs8'] as const))(
    'of OpenSSL as %s is decrypted',
    async (type) => {
      const key = await importKey(encrypted(type), { algorithm: 'ES256', passphrase });
      expect(createPrivateKey(await exportKey(key, 'pem')).equals(EC.privateKey)).toBe(true);
      await expect(importKey(encrypted(type), { algorithm: 'ES256' })).rejects.toMatchObject({
        code: 'ERR_KEY_INVALID',
      });
      await expect(
        importKey(encrypted(type), { algorithm: 'ES256', passphrase: 'wrong' }),
      ).rejects.toMatchObject({
        code: 'ERR_KEY_INVALID',
      });
    },
  );

  const needingNode: readonly (readonly [string, () => string, string])[] = [
    ['sec1', () => encrypted('sec1'), 'openssl pkey'],
    ['OpenSSH', () => folder.read('aes256-ctr'), 'ssh-keygen -p'],
  ];
  test.each(isNode ? [] : needingNode)(
    'as %s is not read without Node.js, and the error names the command',
    async (_form, make, advice) => {
      await expect(importKey(make(), { algorithm: 'ES256', passphrase })).rejects.toMatchObject({
        code: 'ERR_KEY_INVALID',
        message: expect.stringContaining(advice),
      });
    },
  );
});
