import { generateKeyPairSync, webcrypto } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { exportKey, generateKey, importKey, type Jwk, publicKeyOf, thumbprint } from '../index.ts';
import { openSshPublicJwk } from './formats/openssh.ts';
import { Key, type KeyMaterial } from './key.ts';

const HELD = 'The platform holds the key and does not give it out.';
const secret = new Uint8Array(32).fill(0xfb);
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pairs = [
  ['RS256', rsa],
  ['ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
  ['ES384', generateKeyPairSync('ec', { namedCurve: 'P-384' })],
  ['ES512', generateKeyPairSync('ec', { namedCurve: 'P-521' })],
  ['Ed25519', generateKeyPairSync('ed25519')],
] as const;
const jwkOf = (key: (typeof rsa)['publicKey']): Jwk => ({ kty: '', ...key.export({ format: 'jwk' }) });

describe.each(pairs)('a key for %s', (algorithm, { publicKey, privateKey }) => {
  test('is written as a JWK with its algorithm, its id and its use', async () => {
    for (const half of [publicKey, privateKey]) {
      const described = { ...jwkOf(half), alg: algorithm, use: 'sig' };
      expect(await exportKey(await importKey(half, { algorithm }), 'jwk')).toStrictEqual(described);
      const named = await importKey(half, { algorithm, keyId: 'id' });
      expect(await exportKey(named, 'jwk')).toEqual({ ...described, kid: 'id' });
    }
  });

  test('is written as the PEM that the platform writes', async () => {
    expect(await exportKey(await importKey(publicKey, { algorithm }), 'pem')).toBe(
      publicKey.export({ type: 'spki', format: 'pem' }),
    );
    expect(await exportKey(await importKey(privateKey, { algorithm }), 'pem')).toBe(
      privateKey.export({ type: 'pkcs8', format: 'pem' }),
    );
  });

  test('is written as an OpenSSH line of its public half', async () => {
    for (const half of [publicKey, privateKey]) {
      const line = await exportKey(await importKey(half, { algorithm }), 'openssh');
      expect(line.endsWith('\n')).toBe(true);
      expect(openSshPublicJwk(line.trimEnd())).toEqual(jwkOf(publicKey));
    }
  });

  test('has a public half, and one thumbprint for both', async () => {
    const key = await importKey(privateKey, { algorithm, kind: 'private', keyId: 'id' });
    const half = publicKeyOf(key);
    expect(half).toMatchObject({ kind: 'public', algorithms: [algorithm], keyId: 'id' });
    expect(await exportKey(half, 'jwk')).toEqual({
      ...jwkOf(publicKey),
      alg: algorithm,
      kid: 'id',
      use: 'sig',
    });
    expect(await thumbprint(half)).toBe(await thumbprint(key));
  });
});

test('a secret is written as a JWK, and has no other form', async () => {
  const key = await importKey(secret, { algorithm: 'HS256', keyId: 'id' });
  const k = Buffer.from(secret).toString('base64url');
  expect(await exportKey(key, 'jwk')).toEqual({ kty: 'oct', k, alg: 'HS256', kid: 'id', use: 'sig' });
  await expect(exportKey(key, 'pem')).rejects.toMatchObject({
    code: 'ERR_KEY_INVALID',
    message: 'A secret has no PEM form. Export it as jwk.',
  });
  await expect(exportKey(key, 'openssh')).rejects.toMatchObject({
    code: 'ERR_KEY_INVALID',
    message: 'The key has no OpenSSH form.',
  });
});

test('a key that the platform holds is not given out', async () => {
  const pair = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'sign',
    'verify',
  ]);
  const key = await importKey(pair.publicKey, { algorithm: 'ES256' });
  for (const format of ['jwk', 'pem'] as const)
    await expect(exportKey(key, format)).rejects.toMatchObject({ code: 'ERR_KEY_INVALID', message: HELD });
  await expect(exportKey(key, 'openssh')).rejects.toThrow('The key has no OpenSSH form.');
  const hmac = await webcrypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ]);
  const held = await importKey(hmac, { algorithm: 'HS256' });
  await expect(exportKey(held, 'jwk')).rejects.toThrow(HELD);
  await expect(thumbprint(held)).rejects.toMatchObject({ code: 'ERR_KEY_INVALID' });
});

test('rejects a key type that OpenSSH does not have', async () => {
  const material: KeyMaterial = {
    kind: 'public',
    type: 'AKP',
    curve: 'ML-DSA-44',
    jwk: { kty: 'AKP', alg: 'ML-DSA-44', pub: 'AA' },
  };
  const key = new Key('public', material, ['ML-DSA-44'], undefined);
  await expect(exportKey(key, 'openssh')).rejects.toMatchObject({
    code: 'ERR_KEY_INVALID',
    message: 'OpenSSH has no AKP keys.',
  });
  const odd = new Key(
    'public',
    { kind: 'public', type: 'EC', curve: 'P-192', jwk: { kty: 'EC', crv: 'P-192', x: 'AA', y: 'AA' } },
    ['ES256'],
    undefined,
  );
  await expect(exportKey(odd, 'openssh')).rejects.toThrow('OpenSSH has no EC keys.');
  const broken = new Key('public', { kind: 'public', type: 'EC', jwk: { kty: 'EC' } }, ['ES256'], undefined);
  await expect(thumbprint(broken)).rejects.toMatchObject({
    code: 'ERR_KEY_INVALID',
    message: 'The key has no thumbprint.',
  });
});

// RFC 4251 section 5: a number whose first bit is set has a zero before it, and no other has.
test.each([
  ['80', '0080'],
  ['81ff', '0081ff'],
  ['7fff', '7fff'],
  ['01', '01'],
])('the number %s is %s in an OpenSSH line', async (hex, written) => {
  const n = Buffer.from(hex, 'hex').toString('base64url');
  const material: KeyMaterial = { kind: 'public', type: 'RSA', jwk: { kty: 'RSA', n, e: 'AQAB' } };
  const line = await exportKey(new Key('public', material, ['RS256'], undefined), 'openssh');
  const blob = Buffer.from(line.split(' ')[1] ?? '', 'base64').toString('hex');
  const length = (written.length / 2).toString(16).padStart(8, '0');
  expect(blob).toBe(`00000007${Buffer.from('ssh-rsa').toString('hex')}00000003010001${length}${written}`);
});

test('a key for two algorithms says neither in its JWK', async () => {
  const material: KeyMaterial = { kind: 'secret', type: 'oct', secret };
  const key = new Key('secret', material, ['HS256', 'HS384'], undefined);
  expect(await exportKey(key, 'jwk')).toEqual({
    kty: 'oct',
    k: Buffer.from(secret).toString('base64url'),
    use: 'sig',
  });
});

test('there is no other format', async () => {
  const key = await importKey(secret, { algorithm: 'HS256' });
  // @ts-expect-error wrong on purpose
  await expect(exportKey(key, 'der')).rejects.toMatchObject({
    code: 'ERR_INVALID_ARGUMENT',
    argument: 'format',
    message: 'format must be "jwk", "pem" or "openssh".',
  });
});

// RFC 7638 section 3.1, and RFC 8037 appendix A.3.
test.each([
  [
    {
      kty: 'RSA',
      n: '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw',
      e: 'AQAB',
      alg: 'RS256',
      kid: '2011-04-29',
    },
    'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs',
  ],
  [
    { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' },
    'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
  ],
])('the thumbprint of the JWK of the RFC: %#', async (jwk, expected) => {
  expect(await thumbprint(jwk)).toBe(expected);
});

test('a private key whose halves are of two keys has no PEM form, and the error says so', async () => {
  const [one, other] = [await generateKey('Ed25519'), await generateKey('Ed25519')];
  const { x = '' } = await exportKey(other.publicKey, 'jwk');
  const mixed = await importKey({ ...(await exportKey(one.privateKey, 'jwk')), x }, { algorithm: 'Ed25519' });
  await expect(exportKey(mixed, 'pem')).rejects.toMatchObject({
    code: 'ERR_KEY_INVALID',
    message: 'The key is damaged, or this runtime does not know its type.',
  });
});
