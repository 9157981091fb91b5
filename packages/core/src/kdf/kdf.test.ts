import { describe, expect, test } from 'vitest';
import { fromHex } from '../encoding/encoding.ts';
import { hkdf } from './hkdf.ts';
import { pbkdf2 } from './pbkdf2.ts';
import { scrypt } from './scrypt.ts';

// RFC 6070 section 2 (the case of 16 777 216 iterations left out for its time), RFC 7914 section 11.
test.each([
  ['sha1', 'password', 'salt', 1, 20, '0c60c80f961f0e71f3a9b524af6012062fe037a6'],
  ['sha1', 'password', 'salt', 2, 20, 'ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957'],
  ['sha1', 'password', 'salt', 4096, 20, '4b007901b765489abead49d926f721d065a429c1'],
  [
    'sha1',
    'passwordPASSWORDpassword',
    'saltSALTsaltSALTsaltSALTsaltSALTsalt',
    4096,
    25,
    '3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038',
  ],
  ['sha1', 'pass\0word', 'sa\0lt', 4096, 16, '56fa6aa75548099dcc37d7f03425e0c3'],
  [
    'sha256',
    'passwd',
    'salt',
    1,
    64,
    '55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783',
  ],
  [
    'sha256',
    'Password',
    'NaCl',
    80_000,
    64,
    '4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d',
  ],
])('PBKDF2 with %s of the RFCs: %j, %j, %d', async (algorithm, password, salt, iterations, length, key) => {
  expect(await pbkdf2(password, salt, { algorithm, iterations, length, encoding: 'hex' })).toBe(key);
});

test.each([
  [
    'password',
    'NaCl',
    1024,
    8,
    16,
    'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640',
  ],
  [
    'pleaseletmein',
    'SodiumChloride',
    16_384,
    8,
    1,
    '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887',
  ],
])('scrypt of RFC 7914 section 12: %j, %j', async (password, salt, cost, blockSize, parallelization, key) => {
  const parameters = { cost, blockSize, parallelization, length: 64 };
  expect(await scrypt(password, salt, { ...parameters, encoding: 'hex' })).toBe(key);
});

const range = (from: number, to: number): Uint8Array =>
  Uint8Array.from({ length: to - from }, (_, index) => from + index);

// RFC 5869 appendix A, cases 1 to 4.
test.each([
  [
    'sha256',
    new Uint8Array(22).fill(0x0b),
    range(0, 13),
    range(0xf0, 0xfa),
    '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
  ],
  [
    'sha256',
    range(0, 0x50),
    range(0x60, 0xb0),
    range(0xb0, 0x100),
    'b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87',
  ],
  [
    'sha256',
    new Uint8Array(22).fill(0x0b),
    '',
    '',
    '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
  ],
  [
    'sha1',
    new Uint8Array(11).fill(0x0b),
    range(0, 13),
    range(0xf0, 0xfa),
    '085a01ea1b10f36933068b56efa5ad81a4f14b822f5b091568a9cdd4f155fda2c22e422478d305f3f896',
  ],
])('HKDF with %s of RFC 5869', async (algorithm, key, salt, info, derived) => {
  const length = derived.length / 2;
  expect(await hkdf(key, { algorithm, salt, info, length, encoding: 'hex' })).toBe(derived);
});

test('HKDF takes an info of any size, and gives up to 255 digests', async () => {
  const info = new Uint8Array(3000).fill(1);
  const long = await hkdf('key', { info, length: 255 * 32 });
  expect((await hkdf('key', { info, length: 40 })).join()).toBe(long.subarray(0, 40).join());
  const beyond = hkdf('key', { info, length: 255 * 32 + 1 });
  await expect(beyond).rejects.toMatchObject({ argument: 'length' });
});

test('results have the defaults that are documented', async () => {
  expect(await pbkdf2('p', 's', { algorithm: 'sha512', iterations: 1 })).toHaveLength(64);
  expect(await scrypt('p', 's', { cost: 2 })).toHaveLength(32);
  expect(await hkdf('k')).toHaveLength(32);
  expect(await pbkdf2('p', 's', { iterations: 1 })).toEqual(
    await pbkdf2('p', 's', { algorithm: 'SHA-256', iterations: 1 }),
  );
});

describe.each(['sha3-256', 'sha512-256', 'blake2b', 'blake2s', 'md5'])('with %s', (algorithm) => {
  test('PBKDF2 of one iteration is one HMAC, and HKDF works', async () => {
    const { hmac } = await import('../hmac/hmac.ts');
    const block = new Uint8Array([...new TextEncoder().encode('salt'), 0, 0, 0, 1]);
    expect(await pbkdf2('password', 'salt', { algorithm, iterations: 1 })).toEqual(
      hmac(algorithm, 'password', block),
    );
    const extracted = hmac(algorithm, 'salt', 'key');
    expect(await hkdf('key', { algorithm, salt: 'salt', info: 'i' })).toEqual(
      hmac(algorithm, extracted, new Uint8Array([0x69, 1])),
    );
  });
});

describe('before memory is allocated', () => {
  const salt = fromHex('00');
  test.each([
    ['maxMemory', () => scrypt('p', salt, { cost: 2 ** 40 })],
    ['maxMemory', () => scrypt('p', salt, { cost: 2 ** 20, blockSize: 2 ** 20 })],
    ['maxMemory', () => scrypt('p', salt, { cost: 2 ** 15, maxMemory: 2 ** 20 })],
    ['cost', () => scrypt('p', salt, { cost: 3 })],
    ['cost', () => scrypt('p', salt, { cost: 1 })],
    ['cost', () => scrypt('p', salt, { cost: 2 ** 60 })],
    ['cost', () => scrypt('p', salt, { cost: Number.NaN })],
    ['cost', () => scrypt('p', salt, { cost: 2 ** 17, blockSize: 1, maxMemory: 2 ** 31 - 1 })],
    ['blockSize', () => scrypt('p', salt, { blockSize: 0 })],
    ['parallelization', () => scrypt('p', salt, { parallelization: 2 ** 30 })],
    [
      'parallelization',
      () => scrypt('p', salt, { cost: 2 ** 20, blockSize: 2, parallelization: 1024, maxMemory: 2 ** 30 }),
    ],
    ['length', () => scrypt('p', salt, { length: 0 })],
    ['length', () => scrypt('p', salt, { length: 2 ** 31 })],
    ['maxMemory', () => scrypt('p', salt, { maxMemory: 2 ** 40 })],
    ['iterations', () => pbkdf2('p', salt, { iterations: 0 })],
    ['iterations', () => pbkdf2('p', salt, { iterations: 2 ** 31 })],
    ['iterations', () => pbkdf2('p', salt, { iterations: 1.5 })],
    ['length', () => pbkdf2('p', salt, { iterations: 1, length: 0 })],
    ['length', () => pbkdf2('p', salt, { iterations: 1, length: 2 ** 40 })],
    ['algorithm', () => pbkdf2('p', salt, { iterations: 1, algorithm: 'shake128' })],
    ['algorithm', () => hkdf('k', { algorithm: 'blake3' })],
    ['length', () => hkdf('k', { length: 0 })],
    ['key', () => hkdf('')],
    ['key', () => hkdf(new Uint8Array(0))],
    ['password', () => pbkdf2('', salt, { iterations: 1 })],
    ['password', () => scrypt(new Uint8Array(0), salt, { cost: 2 })],
    ['salt', () => pbkdf2('p', detached(), { iterations: 1 })],
  ])('rejects a wrong %s', async (argument, derive) => {
    await expect(derive()).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT', argument });
  });
});

function detached(): Uint8Array {
  const bytes = new Uint8Array(8);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
}

test.each([
  ['pbkdf2', (password: Uint8Array, salt: Uint8Array) => pbkdf2(password, salt, { iterations: 2 })],
  ['scrypt', (password: Uint8Array, salt: Uint8Array) => scrypt(password, salt, { cost: 2 })],
  ['hkdf', (key: Uint8Array, salt: Uint8Array) => hkdf(key, { salt, info: salt })],
] as const)('%s copies its bytes when it is called', async (_name, derive) => {
  const expected = await derive(new Uint8Array([1, 2]), new Uint8Array([3, 4]));
  const [secret, salt] = [new Uint8Array([1, 2]), new Uint8Array([3, 4])];
  const derived = derive(secret, salt);
  secret.fill(0);
  salt.fill(0);
  expect(await derived).toEqual(expected);
});
