import { expect, test } from 'vitest';
import {
  algorithmsAvailable,
  algorithmsGuaranteed,
  choice,
  compareDigest,
  createHash,
  createHmac,
  fromHex,
  hash,
  hmac,
  pbkdf2,
  randomBelow,
  randomBits,
  resolveAlgorithm,
  toHex,
  tokenBytes,
  tokenHex,
  tokenUrlSafe,
  verifyHmac,
} from './index.ts';

// The examples of the chapter that this package serves, by their numbers.

test('1: the guaranteed digests are among the available ones, by every spelling', () => {
  expect([...algorithmsAvailable()]).toEqual(expect.arrayContaining([...algorithmsGuaranteed]));
  const python =
    'blake2b blake2s md5 sha1 sha224 sha256 sha384 sha512 sha3_224 sha3_256 sha3_384 sha3_512 shake_128 shake_256';
  const names = new Set<string>(algorithmsGuaranteed);
  expect(python.split(' ').filter((name) => !names.has(resolveAlgorithm(name).name))).toEqual([]);
});

test('2: an incremental BLAKE2b', () => {
  const digest =
    '56441b566db9aafcf8cdad3a4729fa4b2bfaab0ada36155ece29f52ff70e1e9d7f54cacfe44bc97c7e904cf79944357d023877929430bc58eb2dae168e73cedf';
  const incremental = createHash('blake2b').update('Hash me').update(' now!');
  expect(incremental).toMatchObject({ name: 'blake2b', digestSize: 64, blockSize: 128 });
  expect(incremental.digest('hex')).toBe(digest);
  expect(toHex(incremental.digest())).toBe(digest);
});

test('3: a one-shot SHA-256', () => {
  expect(hash('sha256', 'Hash me now!', { encoding: 'hex' })).toBe(
    '10d561fa94a89a25ea0c7aa47708bdb353bbb062a17820292cd905a3a60d6783',
  );
});

test.each([
  ['part-1', 'c06b9af95d5aa6307e7e3fd025a15646'],
  ['part-2', '9cb03be8f3114d0f06bddaedce2079c4'],
  [undefined, '7d35308ca3b042b5184728d2b1283d0d'],
])('4: BLAKE2b personalised with %j', (person, digest) => {
  const personalization = person === undefined ? {} : { personalization: person };
  expect(hash('blake2b', 'Important data', { length: 16, ...personalization, encoding: 'hex' })).toBe(digest);
});

test('5: PBKDF2 of a password', async () => {
  const salt = fromHex('000102030405060708090a0b0c0d0e0f');
  const key = await pbkdf2('Password123', salt, { algorithm: 'sha256', iterations: 100_000 });
  expect(toHex(key)).toBe('cd15a1ad56c17c1e6e47787342543cd0a9194cfd3b7ad3b7189fa3e1d26aaa80');
});

test('6: HMAC-SHA-256, made and verified', () => {
  const tag = '1db5d806d73d76e779b7fd31091e026362a64177368e82e0cab91e0c2fb6435e';
  expect(hmac('sha256', 'secret-key', 'Important Message', { encoding: 'hex' })).toBe(tag);
  expect(createHmac('sha256', 'secret-key').update('Important ').update('Message').digest('hex')).toBe(tag);
  expect(verifyHmac('sha256', 'secret-key', 'Important Message', fromHex(tag))).toBe(true);
  expect(verifyHmac('sha256', 'secret-key', 'Important message', fromHex(tag))).toBe(false);
});

test('7: a random element, a number below a million, 32 random bits', () => {
  expect(['apple', 'banana']).toContain(choice(['apple', 'banana']));
  expect(randomBelow(1_000_000)).toBeLessThan(1_000_000);
  expect(randomBits(32)).toBeLessThan(2n ** 32n);
});

test('8: random tokens', () => {
  expect(tokenBytes(16)).toHaveLength(16);
  expect(tokenHex(32)).toMatch(/^[0-9a-f]{64}$/);
  expect(tokenUrlSafe(32)).toMatch(/^[A-Za-z0-9_-]{43}$/);
});

test('11: digests compared', () => {
  const digest = hash('sha256', 'Hash me now!');
  expect(compareDigest(digest, hash('sha256', 'Hash me now!'))).toBe(true);
  expect(compareDigest(digest, hash('sha256', 'Hash me now?'))).toBe(false);
});
