import { generateKeyPairSync, webcrypto } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createKeySet, createRemoteKeySet, importKey, type Jwk } from '../index.ts';
import { type Algorithm, type AlgorithmInfo, checkAlgorithm } from './algorithms.ts';
import { Key } from './key.ts';
import {
  heldKey,
  type ResolvedKey,
  readSigningKey,
  readVerificationKey,
  resolveHeldKey,
  resolveSigningKey,
  resolveSigningKeySync,
  resolveVerificationKey,
  resolveVerificationKeySync,
  type SigningInputKey,
  type VerificationInputKey,
} from './resolve.ts';
import { readTextSync } from './text-sync.ts';

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
const query = (algorithm: AlgorithmInfo, members: object = {}) => ({
  header: header(members),
  info: algorithm,
  claims: () => ({}),
});
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
    () => resolveVerificationKey(readVerificationKey(key), query(algorithm), {}),
    () => resolveVerificationKeySync(readVerificationKey(key), query(algorithm), {}, readTextSync),
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
    ['a private one', privateKey],
    ['one whose JWK is for another use', jwkOf(publicKey, { use: 'enc' })],
    ['one whose JWK is to sign', jwkOf(publicKey, { key_ops: ['sign'] })],
    ['one without the usage', noUsage],
  ])('is not %s', async (_name, key) => {
    await expect(verifying(key)).rejects.toMatchObject({ code: 'ERR_KEY_INVALID' });
  });

  test('is not one of another algorithm', async () => {
    const key = await importKey(new Uint8Array(64).fill(7), { algorithm: 'HS256' });
    await expect(verifying(key, info('HS512'))).rejects.toMatchObject({
      code: 'ERR_KEY_INVALID',
    });
  });

  test('may be for several algorithms', async () => {
    const material = { kind: 'secret', type: 'oct', secret: new Uint8Array(64) } as const;
    const key = new Key('secret', material, ['HS256', 'HS384'], undefined);
    expect(await verifying(key, info('HS384'))).toHaveProperty('material', material);
    await expect(verifying(key, info('HS512'))).rejects.toMatchObject({ code: 'ERR_KEY_INVALID' });
  });

  test('may be of either name of one algorithm', async () => {
    const ed = generateKeyPairSync('ed25519');
    const key = await importKey(ed.publicKey, { algorithm: 'Ed25519', kind: 'public' });
    expect(await verifying(key, info('EdDSA'))).toMatchObject({ material: { type: 'OKP' } });
  });

  test('is as weak as the caller allows, at each call', async () => {
    const short = new Uint8Array(8).fill(7);
    await expect(verifying(short, info('HS256'))).rejects.toMatchObject({ code: 'ERR_KEY_INVALID' });
    const weak = { allowWeakKey: true };
    expect(
      await resolveVerificationKey(readVerificationKey(short), query(info('HS256')), weak),
    ).toMatchObject({
      material: { kind: 'secret' },
    });
  });

  test('comes from a key set by the header', async () => {
    const set = createKeySet({ keys: [jwkOf(publicKey, { kid: 'a', alg: 'ES256' })] });
    expect(
      await resolveVerificationKey(readVerificationKey(set), query(ES256, { kid: 'a' }), {}),
    ).toHaveProperty('keyId', 'a');
    expect(
      resolveVerificationKeySync(readVerificationKey(set), query(ES256, { kid: 'a' }), {}, readTextSync),
    ).toHaveProperty('keyId', 'a');
    await expect(
      resolveVerificationKey(readVerificationKey(set), query(ES256, { kid: 'b' }), {}),
    ).rejects.toMatchObject({
      code: 'ERR_KEY_NOT_FOUND',
    });
  });

  test('is not waited for where nothing can be', () => {
    const set = createRemoteKeySet('https://issuer.example/jwks', {
      fetch: async () => Response.json({ keys: [] }),
    });
    expect(() =>
      resolveVerificationKeySync(readVerificationKey(set), query(ES256), {}, readTextSync),
    ).toThrow(
      expect.objectContaining({
        code: 'ERR_INVALID_ARGUMENT',
        argument: 'key',
      }),
    );
  });

  test('names bytes or text that are not a key', async () => {
    // @ts-expect-error wrong on purpose
    await expect(verifying(5)).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT', argument: 'key' });
  });
});

describe('a key to sign with', () => {
  const signing = (key: SigningInputKey): Promise<ResolvedKey> =>
    both(
      () => resolveSigningKey(readSigningKey(key), ES256, {}),
      () => resolveSigningKeySync(readSigningKey(key), ES256, {}, readTextSync),
    );

  test('is the private half', async () => {
    for (const key of [jwkOf(privateKey), privateKey, signOnly])
      expect(await signing(key)).toMatchObject({ material: { kind: 'private', type: 'EC' } });
    await expect(signing(publicKey)).rejects.toMatchObject({
      code: 'ERR_KEY_INVALID',
    });
  });

  test('is one that its JWK allows to', async () => {
    await expect(signing(jwkOf(privateKey, { key_ops: ['verify'] }))).rejects.toMatchObject({
      code: 'ERR_KEY_INVALID',
    });
  });
});

test('a verifier keeps what it found for each algorithm, and asks a key set every time', async () => {
  const held = heldKey(publicKey);
  expect(held.resolved.size).toBe(0);
  const found = await resolveHeldKey(held, query(ES256), {});
  expect([...held.resolved]).toEqual([[ES256, found]]);
  const set = heldKey(createKeySet({ keys: [jwkOf(publicKey, { alg: 'ES256' })] }));
  await resolveHeldKey(set, query(ES256), {});
  expect(set.resolved.size).toBe(0);
});

test('a source is read once while it is the same', async () => {
  const text = publicKey.export({ type: 'spki', format: 'pem' }).toString().trim();
  const first = await resolveVerificationKey(readVerificationKey(text), query(ES256), {});
  const second = await resolveVerificationKey(readVerificationKey(text), query(ES256), {});
  expect(second.material).toBe(first.material);
  expect(resolveVerificationKeySync(readVerificationKey(text), query(ES256), {}, readTextSync).material).toBe(
    first.material,
  );
});

test('a new key text is read immediately', () => {
  const fresh = new Uint8Array(32).fill(0x5a);
  const { material } = resolveVerificationKeySync(
    readVerificationKey(fresh),
    query(info('HS256')),
    {},
    readTextSync,
  );
  expect(material).toEqual({ kind: 'secret', type: 'oct', secret: fresh });
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
  const read = { kind: 'public', type: 'EC', curve: 'P-256' } as const;
  const text = other.export({ type: 'spki', format: 'pem' }).toString();
  expect(resolveVerificationKeySync(readVerificationKey(text), query(ES256), {}, () => read).material).toBe(
    read,
  );
  expect(() =>
    resolveVerificationKeySync(readVerificationKey('-----BEGIN '), query(ES256), {}, readTextSync),
  ).toThrow(expect.objectContaining({ code: 'ERR_KEY_INVALID' }));
});
