import { generateKeyPairSync, sign as signBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  createSigner,
  externalKey,
  importKey,
  publicKeyOf,
  sign,
  signJws,
  thumbprint,
  verify,
  verifyJws,
} from '../index.ts';
import { signSync } from '../node.ts';
import { codeOf } from '../testing/code-of.ts';

// A key management service, as its client library shows it: it holds the key and signs bytes.
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const service = {
  ES256: async (bytes: Uint8Array) =>
    signBytes('sha256', bytes, { key: ec.privateKey, dsaEncoding: 'ieee-p1363' }),
  RS256: async (bytes: Uint8Array) => signBytes('sha256', bytes, rsa.privateKey),
  der: async (bytes: Uint8Array) => signBytes('sha256', bytes, ec.privateKey),
};

describe('an external key', () => {
  test.each([
    ['ES256', ec.publicKey],
    ['RS256', rsa.publicKey],
  ] as const)('signs with %s', async (algorithm, publicKey) => {
    const key = externalKey({ algorithm, keyId: 'kms-1', sign: service[algorithm] });
    const token = await sign({ sub: 'a' }, key, { algorithm });
    expect(await verify(token, publicKey, { algorithms: [algorithm] })).toEqual({ sub: 'a' });
    expect(JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())).toMatchObject({
      kid: 'kms-1',
    });
    expect(await createSigner(key, { algorithm })({ sub: 'a' })).toMatch(/^e/);
    const detachedPayload = 'payload';
    const jws = await signJws(detachedPayload, key, { algorithm, detached: true, unencoded: true });
    expect(await verifyJws(jws, publicKey, { algorithms: [algorithm], detachedPayload })).toBeDefined();
  });

  test('knows its public half if it is given', async () => {
    const publicKey = await importKey(ec.publicKey, { algorithm: 'ES256', kind: 'public' });
    const key = externalKey({ algorithm: 'ES256', publicKey, sign: service.ES256 });
    expect(await thumbprint(publicKeyOf(key))).toBe(await thumbprint(publicKey));
    expect(await thumbprint(key)).toBe(await thumbprint(publicKey));
  });

  test.each([
    ['DER', service.der],
    ['no bytes', async () => new Uint8Array()],
    ['a text', (async () => 'signature') as never],
    ['an error', () => Promise.reject(new Error('unavailable'))],
  ])('is rejected if the service returns %s', async (_name, signWith) => {
    const key = externalKey({ algorithm: 'ES256', sign: signWith });
    expect(await codeOf(() => sign({}, key, { algorithm: 'ES256' }))).toBe('ERR_KEY_INVALID');
  });

  test('is rejected where nothing can be awaited, for another algorithm, and to verify', async () => {
    const key = externalKey({ algorithm: 'ES256', sign: service.ES256 });
    expect(await codeOf(() => signSync({}, key, { algorithm: 'ES256' }))).toBe('ERR_KEY_INVALID');
    expect(await codeOf(() => sign({}, key, { algorithm: 'ES384' }))).toBe('ERR_KEY_INVALID');
    const token = await sign({}, key, { algorithm: 'ES256' });
    // @ts-expect-error a private key
    expect(await codeOf(() => verify(token, key, { algorithms: ['ES256'] }))).toBe('ERR_KEY_INVALID');
    expect(await codeOf(() => publicKeyOf(key))).toBe('ERR_KEY_INVALID');
  });

  test.each([
    [{ algorithm: 'HS256', sign: service.ES256 }, 'algorithm'],
    [{ algorithm: 'ES256' }, 'sign'],
    [{ algorithm: 'ES256', sign: service.ES256, publicKey: ec.publicKey }, 'publicKey'],
    [{ algorithm: 'ES256', sign: service.ES256, keyId: 5 }, 'keyId'],
  ])('rejects the options %#', (options, argument) => {
    // @ts-expect-error wrong on purpose
    expect(() => externalKey(options)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument }),
    );
  });
});
