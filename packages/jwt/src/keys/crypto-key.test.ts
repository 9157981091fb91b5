import { createSecretKey, generateKeyPairSync, webcrypto } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { decode, encode, exportKey, importKey } from '../index.ts';
import { codeOf, SECRET } from '../testing/forge.ts';

const { subtle } = webcrypto;
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });

describe('keys of the platform', () => {
  test('KeyObjects sign and verify', async () => {
    const token = await encode({ id: 1 }, rsa.privateKey, { algorithm: 'RS256' });
    expect(await decode(token, rsa.publicKey, { algorithms: ['RS256'] })).toEqual({ id: 1 });
    const secret = createSecretKey(SECRET);
    const signed = await encode({ id: 2 }, secret, { algorithm: 'HS256' });
    expect(await decode(signed, secret, { algorithms: ['HS256'] })).toEqual({ id: 2 });
  });

  test('a KeyObject of a type that JWS has no algorithm for is refused', async () => {
    const { publicKey } = generateKeyPairSync('rsa-pss', { modulusLength: 2048 });
    await expect(importKey(publicKey, { algorithm: 'PS256' })).rejects.toMatchObject({
      code: 'ERR_KEY_INVALID',
    });
  });

  test('CryptoKeys that cannot be extracted sign and verify', async () => {
    const pair = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-384' }, false, ['sign', 'verify']);
    const token = await encode({ id: 1 }, pair.privateKey, { algorithm: 'ES384' });
    expect(await decode(token, pair.publicKey, { algorithms: ['ES384'] })).toEqual({ id: 1 });
    const key = await importKey(pair.privateKey, { algorithm: 'ES384' });
    expect(await codeOf(() => exportKey(key, 'jwk'))).toBe('ERR_KEY_INVALID');
  });

  test('a CryptoKey keeps its digest, its curve, its usages and its length', async () => {
    const hmac = (hash: string, usages: webcrypto.KeyUsage[], bytes = 64) =>
      subtle.importKey('raw', SECRET.slice(0, bytes), { name: 'HMAC', hash }, false, usages);
    const refused = 'ERR_KEY_INVALID';
    const verifyOnly = await hmac('SHA-256', ['verify']);
    const sha512 = await hmac('SHA-512', ['sign', 'verify']);
    const short = await hmac('SHA-256', ['sign', 'verify'], 16);
    expect(await codeOf(() => encode({}, verifyOnly, { algorithm: 'HS256' }))).toBe(refused);
    expect(await codeOf(() => encode({}, sha512, { algorithm: 'HS256' }))).toBe(refused);
    expect(await codeOf(() => encode({}, sha512, { algorithm: 'HS512' }))).toBeUndefined();
    expect(await codeOf(() => encode({}, short, { algorithm: 'HS256' }))).toBe(refused);
    const pss = await subtle.generateKey(
      { name: 'RSA-PSS', hash: 'SHA-256', modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) },
      false,
      ['sign', 'verify'],
    );
    expect(await codeOf(() => encode({}, pss.privateKey, { algorithm: 'RS256' }))).toBe(refused);
    expect(await codeOf(() => encode({}, pss.privateKey, { algorithm: 'PS512' }))).toBe(refused);
    expect(await codeOf(() => encode({}, pss.privateKey, { algorithm: 'PS256' }))).toBeUndefined();
    const aes = await subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt']);
    expect(await codeOf(() => importKey(aes, { algorithm: 'HS256' }))).toBe(refused);
  });
});
