import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { der, derId, derInteger } from '../../testing/encodings.ts';
import { isKeyStructure } from './der.ts';
import { readDer } from './der-key.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsaJwk = rsa.privateKey.export({ format: 'jwk' });
const ecJwk = ec.privateKey.export({ format: 'jwk' });
const bytesOf = (text: string | undefined): Buffer => Buffer.from(text ?? '', 'base64url');
const PRIVATE = ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'] as const;
const integers = PRIVATE.map((name) => derInteger(bytesOf(rsaJwk[name])));
const version = (value: number): Buffer => der(2, [value]);
const pkcs1Public = der(0x30, derInteger(bytesOf(rsaJwk.n)), derInteger(bytesOf(rsaJwk.e)));
const pkcs1Private = der(0x30, version(0), ...integers);
const RSA_ID = der(0x30, derId('2a864886f70d010101'), der(5));
const EC_ID = '2a8648ce3d0201';
const spki = der(0x30, RSA_ID, der(3, [0], pkcs1Public));
const pkcs8 = der(0x30, version(0), RSA_ID, der(4, pkcs1Private));
const parts = (names: readonly (keyof typeof rsaJwk)[]) => ({
  kty: 'RSA',
  ...Object.fromEntries(names.map((name) => [name, rsaJwk[name]])),
});

describe('DER of an RSA key', () => {
  test.each([
    ['PKCS#1, public', pkcs1Public, parts(['n', 'e'])],
    ['PKCS#1, private', pkcs1Private, parts(PRIVATE)],
    ['SPKI', spki, parts(['n', 'e'])],
    ['SPKI of OpenSSL', rsa.publicKey.export({ format: 'der', type: 'spki' }), parts(['n', 'e'])],
    ['PKCS#8', pkcs8, parts(PRIVATE)],
    ['PKCS#8 of OpenSSL', rsa.privateKey.export({ format: 'der', type: 'pkcs8' }), parts(PRIVATE)],
    ['SPKI with bytes after its end', Buffer.concat([spki, Buffer.alloc(3)]), parts(['n', 'e'])],
    [
      'leading zeros in its integers',
      der(0x30, der(2, [0, 0], bytesOf(rsaJwk.n)), der(2, [0, 1, 0, 1])),
      parts(['n', 'e']),
    ],
  ])('reads %s', (_name, bytes, jwk) => {
    expect(readDer(bytes)).toEqual({ form: 'jwk', jwk });
  });

  test.each([
    ['no bytes', Buffer.alloc(0)],
    ['a tag alone', Buffer.of(0x30)],
    ['another tag', der(0x31, derInteger(Buffer.of(1)), derInteger(Buffer.of(3)))],
    ['one integer', der(0x30, version(1))],
    ['three integers', der(0x30, version(0), version(3), version(5))],
    ['a negative modulus', der(0x30, der(2, bytesOf(rsaJwk.n)), version(3))],
    ['an empty integer', der(0x30, version(5), der(2))],
    ['an indefinite length', Buffer.from([0x30, 0x80, 2, 1, 1, 2, 1, 3, 0, 0])],
    ['a length of four bytes', Buffer.from([0x30, 0x84, 0, 0, 0, 6, 2, 1, 1, 2, 1, 3])],
    ['a length beyond the end', Buffer.from([0x30, 7, 2, 1, 1, 2, 1, 3])],
    ['an inner length beyond the end', Buffer.from([0x30, 6, 2, 1, 1, 2, 2, 3])],
    ['a missing part', der(0x30, version(0), ...integers.slice(1))],
    ['an additional part', der(0x30, version(0), ...integers, version(1))],
    ['more than two primes', der(0x30, version(1), ...integers)],
    ['unused bits in its bit string', der(0x30, RSA_ID, der(3, [1], pkcs1Public))],
    ['an empty bit string', der(0x30, RSA_ID, der(3))],
    ['no content', der(0x30, RSA_ID)],
    ['a version alone', der(0x30, version(0))],
    ['no identifier', der(0x30, der(0x30), der(3, [0], pkcs1Public))],
  ])('rejects %s', (_name, bytes) => {
    expect(() => readDer(bytes)).toThrow(expect.objectContaining({ code: 'ERR_KEY_INVALID' }));
  });
});

describe('DER of an EC key', () => {
  const scalar = der(4, bytesOf(ecJwk.d));
  const curve = der(0xa0, derId('2a8648ce3d030107'));
  const point = Buffer.concat([Buffer.of(4), bytesOf(ecJwk.x), bytesOf(ecJwk.y)]);
  const publicPoint = der(0xa1, der(3, [0], point));

  test.each([
    ['SEC1', der(0x30, version(1), scalar, curve, publicPoint)],
    ['SEC1 of OpenSSL', ec.privateKey.export({ format: 'der', type: 'sec1' })],
    ['SEC1 in another order', der(0x30, version(1), scalar, publicPoint, curve)],
    ['SEC1 without a public point', der(0x30, version(1), scalar, curve)],
    ['SEC1 with a leading zero', der(0x30, version(1), der(4, [0], bytesOf(ecJwk.d)), curve)],
    ['PKCS#8', ec.privateKey.export({ format: 'der', type: 'pkcs8' })],
  ])('gives the runtime %s as PKCS#8', (_name, bytes) => {
    const content = readDer(bytes);
    if (content.form !== 'der') throw new Error('The runtime reads EC keys.');
    expect(content.key).toMatchObject({ format: 'pkcs8', type: 'P-256' });
    const read = createPublicKey(
      createPrivateKey({ key: Buffer.from(content.key.der), format: 'der', type: 'pkcs8' }),
    );
    expect(read.equals(ec.publicKey)).toBe(true);
  });

  test('gives the runtime SPKI as it is, without bytes after its end', () => {
    const bytes = ec.publicKey.export({ format: 'der', type: 'spki' });
    const content = readDer(Buffer.concat([bytes, Buffer.of(0)]));
    expect(content).toEqual({
      form: 'der',
      key: { format: 'spki', type: 'P-256', der: new Uint8Array(bytes) },
    });
  });

  test.each([
    ['no scalar', der(0x30, version(1), version(1), curve)],
    ['no curve', der(0x30, version(1), scalar, publicPoint)],
    ['a curve that is not an identifier', der(0x30, version(1), scalar, der(0xa0, der(4, [1])))],
    ['secp256k1', der(0x30, version(1), scalar, der(0xa0, derId('2b8104000a')))],
    ['another curve', der(0x30, der(0x30, derId(EC_ID), derId('2b81040021')), der(3, [0], point))],
    ['explicit parameters', der(0x30, der(0x30, derId(EC_ID), der(0x30)), der(3, [0], point))],
    ['a scalar that is too long', der(0x30, version(1), der(4, [1], bytesOf(ecJwk.d)), curve)],
    ['another version', der(0x30, version(2), scalar, curve)],
    ['unused bits in its point', der(0x30, version(1), scalar, curve, der(0xa1, der(3, [7], point)))],
  ])('rejects %s', (_name, bytes) => {
    expect(() => readDer(bytes)).toThrow(expect.objectContaining({ code: 'ERR_KEY_INVALID' }));
  });

  test.each([
    ['2b6571', 'Ed448'],
    ['2b656e', 'X25519'],
    ['2a8648ce380401', 'DSA'],
    ['2a864886f70d01010a', 'RSA-PSS'],
  ])('names the type of %s, which is %s', (id, name) => {
    const bytes = der(0x30, der(0x30, derId(id)), der(3, [0], Buffer.alloc(32)));
    expect(() => readDer(bytes)).toThrow(name);
  });
});

test('explains PKCS#12', () => {
  const bytes = der(0x30, version(3), der(0x30, derId('2a864886f70d010701'), der(0xa0)), der(0x30));
  expect(() => readDer(bytes)).toThrow('openssl pkcs12');
});

test.each([
  [pkcs1Public, true],
  [spki, true],
  [pkcs8, true],
  [der(0x31, version(1), version(1), Buffer.alloc(30)), false],
  [der(0x30, der(2, Buffer.alloc(40, 1))), false],
  [der(0x30, der(4, Buffer.alloc(20, 1)), version(1)), false],
  [der(0x30, der(2, Buffer.alloc(20, 1)), der(0x0c, [1])), false],
  [der(0x30, Buffer.of(2, 0x80), der(2, Buffer.alloc(20, 1))), false],
  [Buffer.concat([der(0x30, der(2, Buffer.alloc(20, 1)), version(1)), Buffer.of(1, 1)]), false],
  [der(0x30, der(2, Buffer.alloc(17, 1)), version(1)), true],
  [der(0x30, der(2, Buffer.alloc(16, 1)), version(1)), false],
])('%#: distinguishes keys from random bytes', (bytes, isKey) => {
  expect(isKeyStructure(bytes)).toBe(isKey);
});
