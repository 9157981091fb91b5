import { describe, expect, test } from 'vitest';
import { utf8 } from '../bytes.ts';
import { toHex } from '../encoding/encoding.ts';
import { createHash, hash } from './hash.ts';

// The examples of FIPS 180-4, FIPS 202, RFC 1321, RFC 7693 appendices A and B, RFC 8702 and the BLAKE3 test vectors.

describe('the digest of "abc"', () => {
  test.each([
    ['md5', '900150983cd24fb0d6963f7d28e17f72'],
    ['sha1', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ['sha224', '23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7'],
    ['sha256', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'sha384',
      'cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7',
    ],
    [
      'sha512',
      'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    ],
    ['sha512-224', '4634270f707b6a54daae7530460842e20e37ed265ceee9a43e8924aa'],
    ['sha512-256', '53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23'],
    ['sha3-224', 'e642824c3f8cf24ad09234ee7d3c766fc9a3a5168d0c94ad73b46fdf'],
    ['sha3-256', '3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532'],
    [
      'sha3-384',
      'ec01498288516fc926459f58e2c6ad8df9b473cb0fc08c2596da7cf0e49be4b298d88cea927ac7f539f1edf228376d25',
    ],
    [
      'sha3-512',
      'b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e10e116e9192af3c91a7ec57647e3934057340b4cf408d5a56592f8274eec53f0',
    ],
    ['shake128', '5881092dd818bf5cf8a3ddb793fbcba74097d5c526a6d35f97b83351940f2cc8'],
    [
      'shake256',
      '483366601360a8771c6863080cc4114d8db44530f8f1e1ee4f94ea37e78b5739d5a15bef186a5386c75744c0527e1faa9f8726e462a12a4feb06bd8801e751e4',
    ],
    [
      'blake2b',
      'ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923',
    ],
    ['blake2s', '508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982'],
  ])('by %s', (algorithm, digest) => {
    expect(hash(algorithm, 'abc', { encoding: 'hex' })).toBe(digest);
    expect(toHex(hash(algorithm, utf8('abc')))).toBe(digest);
    expect(createHash(algorithm).update('a').update('bc').digest('hex')).toBe(digest);
  });
});

test.each([
  ['shake128', '7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26'],
  [
    'shake256',
    '46b9dd2b0ba88d13233b3feb743eeb243fcd52ea62b81b82b50c27646ed5762fd75dc4ddd8c0f200cb05019d67b592f6fc821c49479ab48640292eacb3b7c4be',
  ],
])('%s of nothing begins with its published output, however much is read', (algorithm, output) => {
  expect(hash(algorithm, '', { encoding: 'hex' })).toBe(output);
  expect(hash(algorithm, '', { encoding: 'hex', length: 200 }).startsWith(output)).toBe(true);
  expect(hash(algorithm, '', { encoding: 'hex', length: 10 })).toBe(output.slice(0, 20));
});

describe('BLAKE3 test vectors', () => {
  const key = utf8('whats the Elvish word for friend');
  const context = 'BLAKE3 2019-12-27 16:29:52 test vectors context';
  test.each([
    [0, {}, 'af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262'],
    [0, { key }, '92b2b75604ed3c761f9d6f62392c8a9227ad0ea3f09573e783f1498a4ed60d26'],
    [0, { context }, '2cc39783c223154fea8dfb7c1b1660f2ac2dcbd1c1de8277b0b0dd39b7e50d7d'],
    [1, {}, '2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213'],
    [1025, {}, 'd00278ae47eb27b34faecf67b4fe263f82d5412916c1ffd97c8cb7fb814b8444'],
    [
      1025,
      { length: 131 },
      'd00278ae47eb27b34faecf67b4fe263f82d5412916c1ffd97c8cb7fb814b8444f4c4a22b4b399155358a994e52bf255de60035742ec71bd08ac275a1b51cc6bfe332b0ef84b409108cda080e6269ed4b3e2c3f7d722aa4cdc98d16deb554e5627be8f955c98e1d5f9565a9194cad0c4285f93700062d9595adb992ae68ff12800ab67a',
    ],
  ])('%d bytes with %o', (size, parameters, digest) => {
    const message = new Uint8Array(size).map((_, index) => index % 251);
    expect(hash('blake3', message, { ...parameters, encoding: 'hex' })).toBe(digest);
    expect(createHash('blake3', parameters).update(message).digest('hex')).toBe(digest);
  });
});

test("the keyed BLAKE2 of Python's documentation", () => {
  const digest = hash('blake2b', 'message data', {
    key: utf8('pseudorandom key'),
    length: 16,
    encoding: 'hex',
  });
  expect(digest).toBe('3d363ff7401e02026f4a4687d4863ced');
});
