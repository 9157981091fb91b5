import { createSecretKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type Algorithm, exportKey, generateKey, importKey, type Jwk } from '../index.ts';
import { importMaterial } from './import.ts';

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk: Jwk = { kty: '', ...publicKey.export({ format: 'jwk' }) };
const pem = String(publicKey.export({ type: 'spki', format: 'pem' }));
const SECRET = 'a secret of at least thirty-two bytes';

/** The line of an OpenSSH file. */
const line = await exportKey(await importKey(publicKey, { algorithm: 'ES256' }), 'openssh');

describe('a key is', () => {
  test.each<[string, Parameters<typeof importKey>[0], object]>([
    ['a PEM', pem, { kind: 'public' }],
    ['a PEM after a byte order mark and white space', `\uFEFF \n${pem}\n `, { kind: 'public' }],
    ['a JWK', jwk, { kind: 'public', keyId: undefined }],
    ['a JWK with an id', { ...jwk, kid: 'a' }, { kind: 'public', keyId: 'a' }],
    ['the text of a JWK', `\n${JSON.stringify({ ...jwk, kid: 'a' })} `, { kind: 'public', keyId: 'a' }],
    ['a KeyObject', privateKey, { kind: 'private' }],
    ['an OpenSSH line after a byte order mark, in white space', `\uFEFF\t${line}\n `, { kind: 'public' }],
  ])('%s', async (_name, source, expected) => {
    expect(await importKey(source, { algorithm: 'ES256' })).toMatchObject({ type: 'EC', ...expected });
  });

  test.each([
    ['a text', SECRET, SECRET],
    ['a text with white space, which counts', ` ${SECRET}\n`, ` ${SECRET}\n`],
    ['a text that begins with a brace and is not JSON', `{${SECRET}`, `{${SECRET}`],
    ['a text that is JSON and no JWK', `{"secret":"${SECRET}"}`, `{"secret":"${SECRET}"}`],
    ['bytes', new TextEncoder().encode(SECRET), SECRET],
    ['a secret KeyObject', createSecretKey(SECRET, 'utf8'), SECRET],
    ['a JWK of that kind', { kty: 'oct', k: Buffer.from(SECRET).toString('base64url') }, SECRET],
  ])('for HMAC %s', async (_name, source, secret) => {
    const key = await importKey(source, { algorithm: 'HS256' });
    const { k } = await exportKey(key, 'jwk');
    expect(Buffer.from(String(k), 'base64url').toString()).toBe(secret);
  });

  test('under the id that is said, before that of its JWK', async () => {
    const key = await importKey({ ...jwk, kid: 'a' }, { algorithm: 'ES256', keyId: 'b' });
    expect(key.keyId).toBe('b');
  });
});

test('an imported key has its material', async () => {
  const key = await importKey(SECRET, { algorithm: 'HS256', kind: 'secret' });
  expect(await importMaterial(key)).toMatchObject({ kind: 'secret', type: 'oct' });
});

test('a key is as weak as the caller allows', async () => {
  await expect(importKey('short', { algorithm: 'HS256' })).rejects.toMatchObject({ code: 'ERR_KEY_INVALID' });
  expect(await importKey('short', { algorithm: 'HS256', allowWeakKey: true })).toMatchObject({
    kind: 'secret',
  });
});

describe('a key is refused', () => {
  test.each<[string, unknown, object, object]>([
    ['of the other half', publicKey, { algorithm: 'ES256', kind: 'private' }, { code: 'ERR_KEY_INVALID' }],
    [
      'that its JWK says is for something else',
      { ...jwk, use: 'enc' },
      { algorithm: 'ES256' },
      { code: 'ERR_KEY_INVALID' },
    ],
    [
      'that its JWK says is to sign, and is public',
      { ...jwk, key_ops: ['sign'] },
      { algorithm: 'ES256' },
      { code: 'ERR_KEY_INVALID' },
    ],
    [
      'that its JWK says is to verify, and is private',
      { ...jwk, d: privateKey.export({ format: 'jwk' }).d, key_ops: ['verify'] },
      { algorithm: 'ES256' },
      { code: 'ERR_KEY_INVALID' },
    ],
    [
      'that is the bytes of a file',
      Buffer.from(pem),
      { algorithm: 'HS256' },
      {
        code: 'ERR_KEY_INVALID',
      },
    ],
    [
      'of more text than any key has',
      'x'.repeat(65_537),
      { algorithm: 'HS256' },
      { code: 'ERR_KEY_INVALID' },
    ],
    [
      'that is not a key',
      5,
      { algorithm: 'ES256' },
      {
        code: 'ERR_INVALID_ARGUMENT',
        argument: 'key',
      },
    ],
    [
      'of half characters',
      `\ud800${SECRET}`,
      { algorithm: 'HS256' },
      { code: 'ERR_INVALID_ARGUMENT', argument: 'key' },
    ],
    [
      'whose KeyObject has no JWK',
      generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey,
      { algorithm: 'PS256' },
      {
        code: 'ERR_KEY_INVALID',
      },
    ],
    [
      'that has an export and is not a KeyObject',
      { type: 'public', export: () => jwk },
      { algorithm: 'PS256' },
      { code: 'ERR_INVALID_ARGUMENT', argument: 'key' },
    ],
    [
      'that only has the name of an export',
      { type: 'public', export: 5 },
      { algorithm: 'ES256' },
      { code: 'ERR_INVALID_ARGUMENT', argument: 'key' },
    ],
    [
      'that has an export and no type',
      { export: () => jwk },
      { algorithm: 'ES256' },
      { code: 'ERR_INVALID_ARGUMENT', argument: 'key' },
    ],
    ['that is nothing', null, { algorithm: 'ES256' }, { code: 'ERR_INVALID_ARGUMENT', argument: 'key' }],
    [
      'under a kind that there is not',
      pem,
      { algorithm: 'ES256', kind: 'both' },
      {
        code: 'ERR_INVALID_ARGUMENT',
        argument: 'kind',
      },
    ],
    ['with an id that is not a string', pem, { algorithm: 'ES256', keyId: 5 }, { argument: 'keyId' }],
    [
      'with a passphrase that is not a string',
      pem,
      { algorithm: 'ES256', passphrase: 5 },
      { argument: 'passphrase' },
    ],
    [
      'with an option that is not a boolean',
      pem,
      { algorithm: 'ES256', allowWeakKey: 'no' },
      { argument: 'allowWeakKey' },
    ],
    [
      'under options that there are not',
      pem,
      { algorithm: 'ES256', name: 'a' },
      {
        argument: 'name',
      },
    ],
    ['for no algorithm', pem, { algorithm: 'none' }, { argument: 'algorithm' }],
    [
      'that has a byte order mark within',
      JSON.stringify(jwk).replace(',', ',\uFEFF'),
      { algorithm: 'ES256' },
      { code: 'ERR_KEY_INVALID' },
    ],
    [
      'that is an OpenSSH file encrypted as no OpenSSH file is',
      '-----BEGIN OPENSSH PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END OPENSSH PRIVATE KEY-----',
      { algorithm: 'ES256' },
      { code: 'ERR_KEY_INVALID' },
    ],
    [
      'that is cut off',
      '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----',
      { algorithm: 'ES256' },
      { code: 'ERR_KEY_INVALID' },
    ],
  ])('%s', async (_name, source, options, error) => {
    // @ts-expect-error wrong on purpose
    await expect(importKey(source, options)).rejects.toMatchObject(error);
  });
});

test('a JWK with a member that cannot be read is damaged', async () => {
  const get = () => {
    throw new RangeError('odd');
  };
  const hostile = Object.defineProperty({}, 'kty', { get, enumerable: true });
  await expect(importMaterial(hostile)).rejects.toMatchObject({ code: 'ERR_KEY_INVALID' });
});

describe('several algorithms', () => {
  test.each<[Algorithm, readonly Algorithm[]]>([
    ['Ed25519', ['RS256', 'ES256', 'Ed25519']],
    ['ES384', ['ES256', 'ES384', 'ES512']],
  ])('bind a key to the first that it fits: %s', async (own, algorithm) => {
    const pair = await generateKey(own);
    if (!('privateKey' in pair)) throw new Error('a pair is expected');
    const key = await importKey(await exportKey(pair.privateKey, 'pem'), { algorithm });
    expect(key.algorithms).toEqual([own]);
  });

  test.each<[readonly Algorithm[], string]>([
    [['RS256', 'ES256'], 'P-256'],
    [['RS256', 'Ed25519'], 'RS256'],
  ])(
    'have an error about an algorithm that fits the type of the key, or else about the first: %j',
    async (algorithm, message) => {
      const { privateKey } = await generateKey('ES384');
      const pem = await exportKey(privateKey, 'pem');
      await expect(importKey(pem, { algorithm })).rejects.toMatchObject({
        code: 'ERR_KEY_INVALID',
        message: expect.stringContaining(message),
      });
    },
  );

  test.each<[readonly Algorithm[]]>([[[]], [['HS256', 'ES256']]])('rejects %j', async (algorithm) => {
    await expect(importKey('a secret of more than thirty-two bytes', { algorithm })).rejects.toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      argument: 'algorithm',
    });
  });
});
