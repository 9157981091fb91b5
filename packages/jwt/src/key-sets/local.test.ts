import { describe, expect, test } from 'vitest';
import { createKeySet, exportKey, generateKey, type Jwk, sign, verify } from '../index.ts';
import { codeOf } from '../testing/code-of.ts';
import { b64, forge, SECRET } from '../testing/forge.ts';

const one = await generateKey('ES256', { keyId: 'one' });
const two = await generateKey('ES256', { keyId: 'two' });
const edwards = await generateKey('Ed25519', { keyId: 'ed' });
const jwkOne = await exportKey(one.publicKey, 'jwk');
const jwkTwo = await exportKey(two.publicKey, 'jwk');
const jwkEdwards = await exportKey(edwards.publicKey, 'jwk');
const bare = ({ kid: _kid, alg: _alg, use: _use, ...jwk }: Jwk): Jwk => jwk;

const algorithms = ['ES256', 'Ed25519'] as const;
const token = await sign({ id: 1 }, two.privateKey, { algorithm: 'ES256' });
const privateTwo = await exportKey(two.privateKey, 'jwk');
const privateOne = await exportKey(one.privateKey, 'jwk');
const withoutKid = await sign({ id: 1 }, bare(privateTwo), { algorithm: 'ES256' });

describe('which key of a set verifies a token', () => {
  test.each<[string, Jwk[], string, string | undefined]>([
    ['the one with its kid', [jwkOne, jwkTwo, jwkEdwards], token, undefined],
    ['none when no key has its kid', [jwkOne, jwkEdwards], token, 'ERR_KEY_NOT_FOUND'],
    [
      'none when the key with its kid is for another algorithm',
      [{ ...jwkEdwards, kid: 'two' }],
      token,
      'ERR_KEY_NOT_FOUND',
    ],
    ['none when the key with its kid is another', [{ ...jwkOne, kid: 'two' }], token, 'ERR_TOKEN_SIGNATURE'],
    ['none when the key has no kid and the token has', [bare(jwkTwo)], token, 'ERR_KEY_NOT_FOUND'],
    ['the only one for its algorithm when it has no kid', [jwkTwo, jwkEdwards], withoutKid, undefined],
    ['none when it has no kid and two would do', [jwkOne, jwkTwo], withoutKid, 'ERR_KEY_SET'],
    ['none of an empty set', [], token, 'ERR_KEY_NOT_FOUND'],
    ['none when two keys have its kid', [jwkTwo, { ...jwkOne, kid: 'two' }], token, 'ERR_KEY_SET'],
    ['the one of its type when two have its kid', [jwkTwo, { ...jwkEdwards, kid: 'two' }], token, undefined],
    [
      'its key beside two others with one kid',
      [jwkTwo, jwkOne, { ...jwkOne, x: jwkTwo.x, y: jwkTwo.y }],
      token,
      undefined,
    ],
    ['its key when it is listed twice', [jwkTwo, { ...jwkTwo }], token, undefined],
    ['the one whose alg is only the key type', [{ ...jwkTwo, alg: 'EC' }], token, undefined],
    ['not one for encryption', [{ ...jwkTwo, use: 'enc' }], token, 'ERR_KEY_NOT_FOUND'],
    ['not one for other operations', [{ ...jwkTwo, key_ops: ['encrypt'] }], token, 'ERR_KEY_NOT_FOUND'],
    ['not one for another algorithm', [{ ...jwkTwo, alg: 'ECDH-ES' }], token, 'ERR_KEY_NOT_FOUND'],
    ['keys of unknown types beside it do not matter', [{ kty: 'LMS', kid: 'x' }, jwkTwo], token, undefined],
  ])('%s', async (_name, keys, candidate, code) => {
    expect(await codeOf(async () => verify(candidate, createKeySet({ keys }), { algorithms }))).toBe(code);
  });
});

describe('rejects a key set immediately', () => {
  const secret: Jwk = { kty: 'oct', k: b64(SECRET), kid: 's' };
  test.each<[string, unknown]>([
    ['a private key', { keys: [privateOne] }],
    ['a damaged key', { keys: [{ ...jwkOne, x: 'AA' }] }],
    ['secrets and public keys', { keys: [secret, jwkOne] }],
    ['no array of keys', { keys: {} }],
    ['no keys', {}],
    [
      'more than 1000 keys',
      { keys: Array.from({ length: 1001 }, (_, index) => ({ ...jwkOne, kid: `k${index}` })) },
    ],
  ])('%s', (_name, jwks) => {
    expect(() => createKeySet(jwks as never)).toThrow(expect.objectContaining({ code: 'ERR_KEY_SET' }));
  });
});

test('a set of secrets verifies, and only with HMAC', async () => {
  const set = createKeySet({ keys: [{ kty: 'oct', k: b64(SECRET), kid: 's', alg: 'HS256' }] });
  const signed = forge({ id: 1 }, { alg: 'HS256', kid: 's' });
  expect(await verify(signed, set, { algorithms: ['HS256'] })).toEqual({ id: 1 });
  expect(await codeOf(() => verify(signed, set, { algorithms: ['HS512'] }))).toBe('ERR_TOKEN_ALGORITHM');
});

test('key ids that are names of object members are only texts', async () => {
  const set = createKeySet({ keys: [jwkOne] });
  for (const kid of ['__proto__', 'constructor', 'toString', '0', '']) {
    const candidate = await sign({}, two.privateKey, { algorithm: 'ES256', keyId: kid });
    expect(await codeOf(() => verify(candidate, set, { algorithms }))).toBe('ERR_KEY_NOT_FOUND');
  }
});
