import { fromBase64, hash, toHex, utf8 } from '@countersign/core';
import { describe, expect, test } from 'vitest';
import { identify, PasswordHasher } from '../index.ts';

const SSHA = toHex(fromBase64('ndJKNTVltc0N5SmGoEOTWcMfRiNzZWFzYWx0IQ==').subarray(0, 20));
const pepper = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);

describe('wrapping a table of old digests', () => {
  // Of 'lètmein', made with Python's hashlib.
  test.each([
    [{ digest: 'md5' }, '88a434c88cca4e900f7874cd98123f43'],
    [
      { digest: 'md5', salt: { place: 'before', bytes: utf8('seasalt') } },
      '3f86d0d3d465b7b458c231bf3555c0e3',
    ],
    [
      { digest: 'sha1', salt: { place: 'before', bytes: 'seasalt' } },
      'cff36ea83f5706ce9aa7454e63e431fc726b2dc8',
    ],
    [{ digest: 'sha1', salt: { place: 'after', bytes: 'seasalt!' } }, SSHA],
    [{ digest: 'sha256' }, hash('sha256', 'lètmein', { encoding: 'hex' })],
    [
      { digest: 'sha512', salt: { place: 'after', bytes: new Uint8Array(128) } },
      hash('sha512', `lètmein${'\0'.repeat(128)}`, { encoding: 'hex' }),
    ],
  ] as const)('hashes the digests of %j without the passwords, and verifies them', async (recipe, digest) => {
    const hasher = new PasswordHasher();
    const wrapped = await hasher.wrapDigest(digest, recipe);
    expect(wrapped).not.toContain(digest);
    expect(await hasher.verify('something else', wrapped)).toEqual({ valid: false, needsRehash: true });
    expect(await hasher.isValid('le\u0300tmein', wrapped)).toBe(false);
    const { valid, rehashed = '' } = await hasher.verify('lètmein', wrapped);
    expect({ valid, scheme: valid ? identify(rehashed)?.scheme : undefined }).toEqual({
      valid: true,
      scheme: 'argon2id',
    });
  });

  test('works with peppers', async () => {
    const peppered = new PasswordHasher({ peppers: { current: '2025', keys: { '2025': pepper(1) } } });
    const wrapped = await peppered.wrapDigest('88a434c88cca4e900f7874cd98123f43', { digest: 'md5' });
    expect(identify(wrapped)).toMatchObject({ scheme: 'wrapped-md5', pepperId: '2025' });
    expect(await peppered.isValid('lètmein', wrapped)).toBe(true);
    await expect(new PasswordHasher().verify('lètmein', wrapped)).rejects.toMatchObject({
      code: 'ERR_PEPPER_UNKNOWN',
    });
  });

  const digest = '88a434c88cca4e900f7874cd98123f43';
  test('rejects a digest of another length', async () => {
    await expect(new PasswordHasher().wrapDigest(digest, { digest: 'sha1' })).rejects.toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      argument: 'digest',
    });
  });

  test('needs Argon2id', async () => {
    const legacy = new PasswordHasher({ hash: { algorithm: 'bcrypt' } });
    await expect(legacy.wrapDigest(digest, { digest: 'md5' })).rejects.toMatchObject({
      argument: 'hash',
    });
  });
});
