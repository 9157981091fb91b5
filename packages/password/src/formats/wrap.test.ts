import { fromUtf8, hash, hmac } from '@countersign/core';
import { expect, test } from 'vitest';
import { readStoredHash } from './read.ts';
import { readDigest, type WrapOptions } from './wrap.ts';

const ARGON2ID = '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$AAECAwQFBgcICQoLDA0ODw';
const MD5 = '88a434c88cca4e900f7874cd98123f43';
const hex = { encoding: 'hex' } as const;

test.each([
  [MD5, { digest: 'sha1' }, 'digest'],
  [MD5.repeat(2), { digest: 'sha512' }, 'digest'],
  [`${MD5.slice(1)}g`, { digest: 'md5' }, 'digest'],
  [5, { digest: 'md5' }, 'digest'],
  ['x'.repeat(513), { digest: 'md5' }, 'digest'],
  [MD5, { digest: 'md5', encoding: 'base64' }, 'digest'],
  ['$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r', { digest: 'phpass' }, 'digest'],
  [MD5, { digest: 'md4' }, 'digest'],
  [MD5, { digest: 'toString' }, 'digest'],
  [MD5, {}, 'digest'],
  [MD5, undefined, 'options'],
  [MD5, { digest: 'md5', rounds: 2 }, 'rounds'],
  [MD5, { digest: 'md5', salt: 'seasalt' }, 'salt'],
  [MD5, { digest: 'md5', salt: { place: 'within', bytes: 'x' } }, 'place'],
  [MD5, { digest: 'md5', salt: { place: 'after', bytes: 'x'.repeat(129) } }, 'bytes'],
  [MD5, { digest: 'md5', salt: { place: 'after', bytes: 5 } }, 'bytes'],
  [MD5, { digest: 'md5', salt: { place: 'after', bytes: '', x: 1 } }, 'x'],
  [MD5, { digest: 'md5', salt: { place: 'key', bytes: '' } }, 'salt'],
  [MD5, { digest: 'md5', iterations: 0 }, 'iterations'],
  [MD5, { digest: 'md5', iterations: 100_001 }, 'iterations'],
  [MD5, { digest: 'md5', inner: { digest: 'md5', encoding: 'hex' } }, 'encoding'],
])('rejects the digest %j with %j', (digest, options, argument) => {
  expect(() => readDigest(digest, options)).toThrow(
    expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument }),
  );
});

test('rejects more than four nested digests', () => {
  let options: WrapOptions = { digest: 'md5' };
  for (let depth = 1; depth < 4; depth++) options = { digest: 'md5', inner: options };
  expect(() => readDigest(MD5, options)).not.toThrow();
  expect(() => readDigest(MD5, { digest: 'md5', inner: options })).toThrow(
    expect.objectContaining({ argument: 'inner' }),
  );
});

const thousand = (step: (state: string) => string, first: string): string => {
  let state = first;
  for (let round = 1; round < 1000; round++) state = step(state);
  return state;
};

// Each digest is computed from the password 'lètmein' with core's functions, or is a published vector.
test.each<readonly [string, WrapOptions, string]>([
  [MD5, { digest: 'md5' }, '$wrapped$md5'],
  [MD5.toUpperCase(), { digest: 'md5' }, '$wrapped$md5'],
  ['iKQ0yIzKTpAPeHTNmBI/Qw==', { digest: 'md5', encoding: 'base64' }, '$wrapped$md5'],
  [
    'cff36ea83f5706ce9aa7454e63e431fc726b2dc8',
    { digest: 'sha1', salt: { place: 'before', bytes: 'seasalt' } },
    '$wrapped$sha1$salt-before=73656173616c74',
  ],
  [
    hash('sha512', 'lètmein\0', hex),
    { digest: 'sha512', salt: { place: 'after', bytes: Uint8Array.of(0) } },
    '$wrapped$sha512$salt-after=00',
  ],
  [
    hash('sha1', 'lètmein', hex),
    { digest: 'sha1', salt: { place: 'after', bytes: '' } },
    '$wrapped$sha1$salt-after=',
  ],
  [
    hmac('sha256', 'seasalt', 'lètmein', hex),
    { digest: 'sha256', salt: { place: 'key', bytes: 'seasalt' } },
    '$wrapped$sha256$key=73656173616c74',
  ],
  [
    hash('sha1', hash('md5', 'lètmein', hex), hex),
    { digest: 'sha1', inner: { digest: 'md5' } },
    '$wrapped$md5$sha1',
  ],
  [
    hash('md5', `${hash('md5', 'lètmein', hex)}sea`, hex),
    { digest: 'md5', salt: { place: 'after', bytes: 'sea' }, inner: { digest: 'md5' } },
    '$wrapped$md5$md5$salt-after=736561',
  ],
  [
    thousand((state) => hash('sha256', Buffer.from(state, 'hex'), hex), hash('sha256', 'lètmein', hex)),
    { digest: 'sha256', iterations: 1000 },
    '$wrapped$sha256$rounds=1000',
  ],
  [
    thousand((state) => hash('sha1', state, hex), hash('sha1', 'lètmein', hex)),
    { digest: 'sha1', iterations: 1000, iterateOver: 'hex' },
    '$wrapped$sha1$rounds-hex=1000',
  ],
])('the digest %s with %j gives what a password gives again', async (digest, options, prefix) => {
  const wrapped = readDigest(digest, options);
  expect(wrapped.prefix).toBe(prefix);
  const { input } = readStoredHash(prefix + ARGON2ID);
  expect(fromUtf8((await input?.('lètmein')) ?? new Uint8Array())).toBe(fromUtf8(wrapped.input));
  expect(await input?.('lètmeim')).not.toEqual(wrapped.input);
});

test('a phpass string gives what a password gives again', async () => {
  const wrapped = readDigest('$H$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0', { digest: 'phpass' });
  expect(wrapped.prefix).toBe('$wrapped$phpass=9IQRaTwmf');
  const { input, inputRounds } = readStoredHash(wrapped.prefix + ARGON2ID);
  expect(fromUtf8((await input?.('test12345')) ?? new Uint8Array())).toBe(fromUtf8(wrapped.input));
  expect(inputRounds).toBe(2048);
});
