import { createSecretKey, generateKeyPairSync, webcrypto } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { exportKey, importKey, sign, verify } from '../index.ts';
import { codeOf } from '../testing/code-of.ts';
import { SECRET } from '../testing/forge.ts';
import { supported } from '../testing/supported.ts';
import { cryptoKeyMaterial } from './crypto-key.ts';

const { subtle } = webcrypto;
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });

describe('keys of the platform', () => {
  test('KeyObjects sign and verify', async () => {
    const token = await sign({ id: 1 }, rsa.privateKey, { algorithm: 'RS256' });
    expect(await verify(token, rsa.publicKey, { algorithms: ['RS256'] })).toEqual({ id: 1 });
    const secret = createSecretKey(SECRET);
    const signed = await sign({ id: 2 }, secret, { algorithm: 'HS256' });
    expect(await verify(signed, secret, { algorithms: ['HS256'] })).toEqual({ id: 2 });
  });

  test('a KeyObject of a type that JWS has no algorithm for is refused', async () => {
    const { publicKey } = generateKeyPairSync('rsa-pss', { modulusLength: 2048 });
    await expect(importKey(publicKey, { algorithm: 'PS256' })).rejects.toMatchObject({
      code: 'ERR_KEY_INVALID',
    });
  });

  test('CryptoKeys that cannot be extracted sign and verify', async () => {
    const pair = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-384' }, false, ['sign', 'verify']);
    const token = await sign({ id: 1 }, pair.privateKey, { algorithm: 'ES384' });
    expect(await verify(token, pair.publicKey, { algorithms: ['ES384'] })).toEqual({ id: 1 });
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
    expect(await codeOf(() => sign({}, verifyOnly, { algorithm: 'HS256' }))).toBe(refused);
    expect(await codeOf(() => sign({}, sha512, { algorithm: 'HS256' }))).toBe(refused);
    expect(await codeOf(() => sign({}, sha512, { algorithm: 'HS512' }))).toBeUndefined();
    expect(await codeOf(() => sign({}, short, { algorithm: 'HS256' }))).toBe(refused);
    const pss = await subtle.generateKey(
      { name: 'RSA-PSS', hash: 'SHA-256', modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) },
      false,
      ['sign', 'verify'],
    );
    expect(await codeOf(() => sign({}, pss.privateKey, { algorithm: 'RS256' }))).toBe(refused);
    expect(await codeOf(() => sign({}, pss.privateKey, { algorithm: 'PS512' }))).toBe(refused);
    expect(await codeOf(() => sign({}, pss.privateKey, { algorithm: 'PS256' }))).toBeUndefined();
    const aes = await subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt']);
    expect(await codeOf(() => importKey(aes, { algorithm: 'HS256' }))).toBe(refused);
  });
});

describe('what a CryptoKey was made for is read from it', () => {
  const held = (key: webcrypto.CryptoKey) => {
    const { cryptoKey, ...rest } = cryptoKeyMaterial(key);
    expect(cryptoKey).toBe(key);
    return rest;
  };
  const publicJwk = (type: 'rsa' | 'ed25519' | string): webcrypto.JsonWebKey => {
    if (type === 'rsa') return rsa.publicKey.export({ format: 'jwk' });
    if (type === 'ed25519') return generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
    return generateKeyPairSync('ec', { namedCurve: type }).publicKey.export({ format: 'jwk' });
  };

  test.each([
    ['SHA-256', 32, 'HS256'],
    ['SHA-384', 48, 'HS384'],
    ['SHA-512', 63, 'HS512'],
  ])('HMAC with %s of %d bytes is for %s', async (hash, bytes, algorithm) => {
    const algorithms = { name: 'HMAC', hash };
    const key = await subtle.importKey('raw', SECRET.slice(0, bytes), algorithms, false, ['sign']);
    expect(held(key)).toEqual({
      kind: 'secret',
      type: 'oct',
      limits: { algorithms: [algorithm], operations: ['sign'], secretBytes: bytes },
    });
  });

  test.each([
    ['RSASSA-PKCS1-v1_5', 'RS'],
    ['RSA-PSS', 'PS'],
  ])('%s with each digest is for %s…', async (name, prefix) => {
    for (const bits of ['256', '384', '512', '1']) {
      const hash = `SHA-${bits}`;
      const key = await subtle.importKey('jwk', publicJwk('rsa'), { name, hash }, false, ['verify']);
      expect(held(key)).toEqual({
        kind: 'public',
        type: 'RSA',
        modulusBits: 2048,
        limits: { algorithms: bits === '1' ? [] : [`${prefix}${bits}`], operations: ['verify'] },
      });
    }
  });

  test.each([
    ['P-256', 'ES256'],
    ['P-384', 'ES384'],
    ['P-521', 'ES512'],
  ])('ECDSA on %s is for %s', async (namedCurve, algorithm) => {
    const key = await subtle.importKey('jwk', publicJwk(namedCurve), { name: 'ECDSA', namedCurve }, false, [
      'verify',
    ]);
    expect(held(key)).toEqual({
      kind: 'public',
      type: 'EC',
      curve: namedCurve,
      limits: { algorithms: [algorithm], operations: ['verify'] },
    });
  });

  test('Ed25519 is for both its names', async () => {
    const key = await subtle.importKey('jwk', publicJwk('ed25519'), { name: 'Ed25519' }, false, ['verify']);
    expect(held(key)).toEqual({
      kind: 'public',
      type: 'OKP',
      curve: 'Ed25519',
      limits: { algorithms: ['Ed25519', 'EdDSA'], operations: ['verify'] },
    });
  });

  test.each(supported.filter((algorithm) => algorithm.startsWith('ML-DSA')))(
    '%s is for itself',
    async (algorithm) => {
      const pair: unknown = await Reflect.apply(subtle.generateKey, subtle, [
        { name: algorithm },
        false,
        ['sign', 'verify'],
      ]);
      if (
        typeof pair !== 'object' ||
        pair === null ||
        !('publicKey' in pair) ||
        !(pair.publicKey instanceof CryptoKey)
      )
        throw new Error('no pair');
      expect(held(pair.publicKey)).toEqual({
        kind: 'public',
        type: 'AKP',
        curve: algorithm,
        limits: { algorithms: [algorithm], operations: ['verify'] },
      });
    },
  );

  test('a key of another kind is of no use', async () => {
    const key = await subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt']);
    expect(() => cryptoKeyMaterial(key)).toThrow(
      expect.objectContaining({
        code: 'ERR_KEY_INVALID',
      }),
    );
  });
});
