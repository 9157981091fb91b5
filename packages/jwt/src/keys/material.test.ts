import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { b64 } from '../testing/forge.ts';
import { copyJwk, type Jwk } from './formats/jwk.ts';
import type { KeyMaterial } from './key.ts';
import { jwkMaterial, publicHalf } from './material.ts';

const jwkOf = (key: { export(options: { format: 'jwk' }): object }): Jwk => ({
  kty: '',
  ...key.export({ format: 'jwk' }),
});
const rsa = jwkOf(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
const ec = jwkOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
const ed = jwkOf(generateKeyPairSync('ed25519').privateKey);

function material(jwk: object): KeyMaterial {
  const copy = copyJwk(jwk);
  if (!copy) throw new Error('The object is not a JWK.');
  return jwkMaterial(copy);
}

const pub = b64(new Uint8Array(1312));
const priv = b64(new Uint8Array(32));
const k = b64(new Uint8Array(32).fill(9));

describe('a JWK', () => {
  test.each([
    ['RSA', rsa, { kind: 'private', type: 'RSA', modulusBits: 2048, jwk: rsa }],
    ['EC', ec, { kind: 'private', type: 'EC', curve: 'P-256', jwk: ec }],
    ['Ed25519', ed, { kind: 'private', type: 'OKP', curve: 'Ed25519', jwk: ed }],
    ['secret', { kty: 'oct', k }, { kind: 'secret', type: 'oct', secret: new Uint8Array(32).fill(9) }],
    [
      'ML-DSA',
      { kty: 'AKP', alg: 'ML-DSA-44', pub, priv },
      {
        kind: 'private',
        type: 'AKP',
        curve: 'ML-DSA-44',
        declared: { alg: 'ML-DSA-44' },
        jwk: { kty: 'AKP', alg: 'ML-DSA-44', pub, priv },
      },
    ],
  ])('of type %s is read', (_name, jwk, expected) => {
    expect(material(jwk)).toEqual(expected);
  });

  test('keeps its id and its declared use', () => {
    const described = { ...ec, kid: 'a', alg: 'ES256', use: 'sig', key_ops: ['sign'], x5c: [], ext: true };
    expect(material(described)).toEqual({
      ...material(ec),
      keyId: 'a',
      declared: { alg: 'ES256', use: 'sig', keyOps: ['sign'] },
    });
  });

  test('declares nothing with an alg that is not an algorithm', () => {
    expect(material({ ...rsa, alg: 'RSA' })).toEqual(material(rsa));
    expect(material({ ...rsa, alg: 'none' }).declared).toEqual({ alg: 'none' });
  });

  const public_ = { kty: 'RSA', n: String(rsa.n), e: 'AQAB' };
  const padded = (text: unknown): string => Buffer.from(String(text), 'base64url').toString('base64');
  test.each([
    [
      'leading zeros',
      {
        ...public_,
        n: b64(Buffer.concat([Buffer.alloc(1), Buffer.from(public_.n, 'base64url')])),
        e: 'AAEAAQ',
      },
    ],
    ['padded standard Base64', { ...public_, n: padded(public_.n) }],
    ['null members', { ...public_, d: null, use: null, alg: null, key_ops: null, kid: null }],
    ['empty members', { ...public_, d: '', use: '', alg: '', key_ops: '', kid: '' }],
    ['private members without d', { ...public_, p: 'AQ' }],
  ])('of other software is read in canonical form: %s', (_name, jwk) => {
    expect(material(jwk)).toEqual({ kind: 'public', type: 'RSA', modulusBits: 2048, jwk: public_ });
  });

  test('pads coordinates that lack a leading zero', () => {
    const x = Buffer.alloc(32, 7).fill(0, 0, 1);
    const { jwk } = material({
      kty: 'EC',
      crv: 'P-256',
      x: b64(x.subarray(1)),
      y: b64(Buffer.concat([Buffer.alloc(1), x])),
    });
    expect(jwk).toMatchObject({ x: b64(x), y: b64(x) });
  });

  const x32 = b64(new Uint8Array(32).fill(1));
  const odd = 2n ** 2048n - 1_942_289n;
  const integer = (value: bigint): string => b64(Buffer.from(value.toString(16), 'hex'));
  test.each<[string, object]>([
    ['an unknown type', { kty: 'XXX' }],
    ['no secret', { kty: 'oct' }],
    ['an empty secret', { kty: 'oct', k: '' }],
    ['a secret that is not Base64url', { kty: 'oct', k: 'A' }],
    ['no modulus', { kty: 'RSA', e: 'AQAB' }],
    ['no exponent', { kty: 'RSA', n: rsa.n }],
    ['a modulus that is a number', { kty: 'RSA', n: 5, e: 'AQAB' }],
    ['a modulus of zero', { kty: 'RSA', n: 'AA', e: 'AQAB' }],
    ['a modulus of 16392 bits', { kty: 'RSA', n: b64(new Uint8Array(2049).fill(0x81)), e: 'AQAB' }],
    ['an even modulus', { kty: 'RSA', n: integer(odd - 1n), e: 'AQAB' }],
    ['a modulus with a small factor', { kty: 'RSA', n: integer((2n ** 2048n / 751n) * 751n), e: 'AQAB' }],
    ...['AA', 'AQ', 'AAE', 'AAAAAQ', 'Ag', 'BA', b64(new Uint8Array(9).fill(1))].map(
      (e): [string, object] => [`the exponent ${e}`, { kty: 'RSA', n: rsa.n, e }],
    ),
    ['other primes', { kty: 'RSA', n: rsa.n, e: 'AQAB', oth: [] }],
    ...['p', 'q', 'dp', 'dq', 'qi'].map((name): [string, object] => [
      `no ${name}`,
      { ...rsa, [name]: undefined },
    ]),
    ['parts of two keys', { ...rsa, d: 'AQ' }],
    ['secp256k1', { kty: 'EC', crv: 'secp256k1', x: x32, y: x32 }],
    ['no coordinate', { kty: 'EC', crv: 'P-256', y: x32 }],
    ['a short x', { kty: 'EC', crv: 'P-256', x: 'AQ', y: x32 }],
    ['a long y', { kty: 'EC', crv: 'P-256', x: x32, y: b64(new Uint8Array(33).fill(1)) }],
    ['the coordinates of another curve', { kty: 'EC', crv: 'P-521', x: x32, y: x32 }],
    ['a short d', { ...ec, d: 'AQ' }],
    ['X25519', { kty: 'OKP', crv: 'X25519', x: x32 }],
    ['Ed448', { kty: 'OKP', crv: 'Ed448', x: x32 }],
    ['a short Ed25519 key', { kty: 'OKP', crv: 'Ed25519', x: 'AQ' }],
    ['an unknown ML-DSA', { kty: 'AKP', alg: 'ML-DSA-45', pub }],
    ['a short ML-DSA key', { kty: 'AKP', alg: 'ML-DSA-65', pub }],
    ['key_ops that are not an array', { ...ec, key_ops: 'sign' }],
    ['key_ops that are not strings', { ...ec, key_ops: [5] }],
    ['an id that is a number', { ...ec, kid: 5 }],
  ])('is rejected with %s', (_name, jwk) => {
    expect(() => material(jwk)).toThrow(expect.objectContaining({ code: 'ERR_KEY_INVALID' }));
  });
});

describe('the public half', () => {
  test.each([
    ['RSA', rsa, ['e', 'kty', 'n']],
    ['EC', ec, ['crv', 'kty', 'x', 'y']],
    ['Ed25519', ed, ['crv', 'kty', 'x']],
  ])('of an %s key has its public members', (_name, jwk, names) => {
    const half = publicHalf(material(jwk));
    expect([half.kind, Object.keys(half.jwk ?? {}).sort()]).toEqual(['public', names]);
  });

  test('may verify if the private half may sign', () => {
    expect(publicHalf(material({ ...ec, key_ops: ['sign'] })).declared?.keyOps).toEqual(['verify']);
  });

  test('of a secret does not exist', () => {
    expect(() => publicHalf(material({ kty: 'oct', k }))).toThrow(
      expect.objectContaining({ code: 'ERR_KEY_INVALID' }),
    );
  });
});
