import { generateKeyPairSync, webcrypto } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createKeySet, createRemoteKeySet, importKey, type Jwk } from '../index.ts';
import { type Algorithm, type AlgorithmInfo, checkAlgorithm } from './algorithms.ts';
import type { Pem } from './formats/pem.ts';
import { jwkMaterial } from './jwk.ts';
import { Key } from './key.ts';
import {
  heldKey,
  type ResolvedKey,
  resolveHeldKey,
  resolveSigningKey,
  resolveSigningKeyNow,
  resolveVerificationKey,
  resolveVerificationKeyNow,
  type VerificationInputKey,
} from './resolve.ts';

// Which key is used, and what is said of those that may not be.

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwkOf = (key: typeof publicKey, members: object = {}): Jwk => ({
  kty: '',
  ...key.export({ format: 'jwk' }),
  ...members,
});
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const info = (algorithm: Algorithm): AlgorithmInfo => checkAlgorithm(algorithm);
const ES256 = info('ES256');
const header = (members: object = {}) => ({ alg: 'ES256', ...members });
const readPem = ({ label }: Pem) => {
  expect(label).toBe('PUBLIC KEY');
  return jwkMaterial(jwkOf(publicKey));
};
const signOnly = await webcrypto.subtle.importKey(
  'jwk',
  privateKey.export({ format: 'jwk' }),
  { name: 'ECDSA', namedCurve: 'P-256' },
  false,
  ['sign'],
);
const verifyOnly = await webcrypto.subtle.importKey(
  'jwk',
  publicKey.export({ format: 'jwk' }),
  { name: 'ECDSA', namedCurve: 'P-256' },
  false,
  ['verify'],
);
const noUsage = await webcrypto.subtle.importKey(
  'jwk',
  publicKey.export({ format: 'jwk' }),
  { name: 'ECDSA', namedCurve: 'P-256' },
  false,
  [],
);

/** Both ways to the same answer: with and without waiting. */
async function both(waiting: () => Promise<ResolvedKey>, now: () => ResolvedKey): Promise<ResolvedKey> {
  const outcome = await waiting().then(
    (key) => ({ key }),
    (error: unknown) => ({ error }),
  );
  if ('error' in outcome) {
    expect(now).toThrow(expect.objectContaining(Object(outcome.error)));
    throw outcome.error;
  }
  expect(now()).toEqual(outcome.key);
  return outcome.key;
}
const verifying = (key: VerificationInputKey, algorithm: AlgorithmInfo = ES256): Promise<ResolvedKey> =>
  both(
    () => resolveVerificationKey(key, header(), algorithm, {}),
    () => resolveVerificationKeyNow(key, header(), algorithm, {}, readPem),
  );

describe('a key to verify with', () => {
  test('is a PEM, a JWK, a key of the platform or of this package', async () => {
    for (const key of [
      pem,
      jwkOf(publicKey),
      publicKey,
      verifyOnly,
      await importKey(publicKey, { algorithm: 'ES256', kind: 'public' }),
    ])
      expect(await verifying(key)).toMatchObject({ material: { kind: 'public', type: 'EC' } });
  });

  test('has the id that its JWK has, or that it was imported under', async () => {
    expect(await verifying(jwkOf(publicKey))).toHaveProperty('keyId', undefined);
    expect(await verifying(jwkOf(publicKey, { kid: 'a' }))).toHaveProperty('keyId', 'a');
    const named = await importKey(publicKey, { algorithm: 'ES256', kind: 'public', keyId: 'b' });
    expect(await verifying(named)).toHaveProperty('keyId', 'b');
    expect(await verifying(JSON.stringify(jwkOf(publicKey, { kid: 'c' })))).toHaveProperty('keyId', 'c');
  });

  test.each([
    ['a private one', privateKey, 'A private key cannot verify: pass the public half.'],
    [
      'one that a JWK says is for something else',
      jwkOf(publicKey, { use: 'enc' }),
      'The JWK is not for signatures (use is not "sig").',
    ],
    [
      'one that its JWK says is to sign',
      jwkOf(publicKey, { key_ops: ['sign'] }),
      'The JWK is not for this (key_ops does not have "verify").',
    ],
    ['one whose usages say no', noUsage, 'The CryptoKey was not made to verify (its usages).'],
  ])('is not %s', async (_name, key, message) => {
    await expect(verifying(key)).rejects.toMatchObject({ code: 'ERR_KEY_INVALID', message });
  });

  test('is not one of another algorithm', async () => {
    const key = await importKey(new Uint8Array(64).fill(7), { algorithm: 'HS256' });
    await expect(verifying(key, info('HS512'))).rejects.toMatchObject({
      code: 'ERR_KEY_INVALID',
      message: 'The key was imported for HS256, not for HS512.',
    });
  });

  test('may be for several algorithms', async () => {
    const material = { kind: 'secret', type: 'oct', secret: new Uint8Array(64) } as const;
    const key = new Key('secret', material, ['HS256', 'HS384'], undefined);
    expect(await verifying(key, info('HS384'))).toHaveProperty('material', material);
    await expect(verifying(key, info('HS512'))).rejects.toThrow(
      'The key was imported for HS256, HS384, not for HS512.',
    );
  });

  test('may be of either name of one algorithm', async () => {
    const ed = generateKeyPairSync('ed25519');
    const key = await importKey(ed.publicKey, { algorithm: 'Ed25519', kind: 'public' });
    expect(await verifying(key, info('EdDSA'))).toMatchObject({ material: { type: 'OKP' } });
  });

  test('is as weak as the caller allows, at each call', async () => {
    const short = new Uint8Array(8).fill(7);
    await expect(verifying(short, info('HS256'))).rejects.toThrow('The secret has 8 bytes');
    const weak = { allowWeakKey: true };
    expect(await resolveVerificationKey(short, header(), info('HS256'), weak)).toMatchObject({
      material: { kind: 'secret' },
    });
  });

  test('comes from a key set by the header', async () => {
    const set = createKeySet({ keys: [jwkOf(publicKey, { kid: 'a', alg: 'ES256' })] });
    expect(await resolveVerificationKey(set, header({ kid: 'a' }), ES256, {})).toHaveProperty('keyId', 'a');
    expect(resolveVerificationKeyNow(set, header({ kid: 'a' }), ES256, {}, readPem)).toHaveProperty(
      'keyId',
      'a',
    );
    await expect(resolveVerificationKey(set, header({ kid: 'b' }), ES256, {})).rejects.toMatchObject({
      code: 'ERR_KEY_NOT_FOUND',
    });
  });

  test('is not waited for where nothing can be', () => {
    const set = createRemoteKeySet('https://issuer.example/jwks', {
      fetch: async () => Response.json({ keys: [] }),
    });
    expect(() => resolveVerificationKeyNow(set, header(), ES256, {}, readPem)).toThrow(
      expect.objectContaining({
        code: 'ERR_INVALID_ARGUMENT',
        argument: 'key',
        message:
          'key must not be a remote key set here: use verify or createVerifier, which can wait for it.',
      }),
    );
  });

  test('of bytes or text that is no key is said to be that', async () => {
    // @ts-expect-error wrong on purpose
    await expect(verifying(5)).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT', argument: 'key' });
  });
});

describe('a key to sign with', () => {
  const signing = (key: Parameters<typeof resolveSigningKey>[0]): Promise<ResolvedKey> =>
    both(
      () => resolveSigningKey(key, ES256, {}),
      () => resolveSigningKeyNow(key, ES256, {}, readPem),
    );

  test('is the private half', async () => {
    for (const key of [jwkOf(privateKey), privateKey, signOnly])
      expect(await signing(key)).toMatchObject({ material: { kind: 'private', type: 'EC' } });
    await expect(signing(publicKey)).rejects.toMatchObject({
      code: 'ERR_KEY_INVALID',
      message: 'A public key cannot sign: pass the private half.',
    });
  });

  test('is one that its JWK allows to', async () => {
    await expect(signing(jwkOf(privateKey, { key_ops: ['verify'] }))).rejects.toThrow(
      'The JWK is not for this (key_ops does not have "sign").',
    );
  });
});

test('a verifier keeps what it found for each algorithm, and asks a key set every time', async () => {
  const held = heldKey(publicKey);
  expect(held.resolved.size).toBe(0);
  const found = await resolveHeldKey(held, header(), ES256, {});
  expect([...held.resolved]).toEqual([[ES256, found]]);
  const set = heldKey(createKeySet({ keys: [jwkOf(publicKey, { alg: 'ES256' })] }));
  await resolveHeldKey(set, header(), ES256, {});
  expect(set.resolved.size).toBe(0);
});

test('a source is read once while it is the same', async () => {
  const text = publicKey.export({ type: 'spki', format: 'pem' }).toString().trim();
  const first = await resolveVerificationKey(text, header(), ES256, {});
  const second = await resolveVerificationKey(text, header(), ES256, {});
  expect(second.material).toBe(first.material);
  expect(resolveVerificationKeyNow(text, header(), ES256, {}, readPem).material).toBe(first.material);
});

test('what nobody read before is read at once', () => {
  const fresh = new Uint8Array(32).fill(0x5a);
  const { material } = resolveVerificationKeyNow(fresh, header(), info('HS256'), {}, readPem);
  expect(material).toEqual({ kind: 'secret', type: 'oct', secret: fresh });
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
  const read = { kind: 'public', type: 'EC', curve: 'P-256' } as const;
  const text = other.export({ type: 'spki', format: 'pem' }).toString();
  expect(resolveVerificationKeyNow(text, header(), ES256, {}, () => read).material).toBe(read);
  expect(() => resolveVerificationKeyNow('-----BEGIN ', header(), ES256, {}, readPem)).toThrow(
    expect.objectContaining({ code: 'ERR_KEY_INVALID' }),
  );
});
