import { describe, expect, test } from 'vitest';
import { readStoredHash } from '../src/formats/read.ts';
import { PasswordHasher } from '../src/index.ts';
import { runtime as nodeRuntime } from '../src/runtime/node.ts';
import { runtime as webRuntime } from '../src/runtime/web.ts';
import { ALL_WEAK, VECTORS } from './vectors.ts';

const hasher = new PasswordHasher({ acceptWeak: ALL_WEAK });

describe.each(VECTORS)('%s of %j', (scheme, password, encoded) => {
  test('is recognised', () => {
    expect(readStoredHash(encoded, ALL_WEAK).scheme).toBe(scheme);
  });

  test('verifies and is replaced, unless the password is empty', async () => {
    if (password === '') return expect(await hasher.verify('', encoded)).toMatchObject({ valid: false });
    const isStrong = /^\$argon2id\$v=19\$m=(19456|65536),t=2,/.test(encoded);
    const outcome = await hasher.verify(password, encoded);
    expect(outcome).toMatchObject({ valid: true, needsRehash: !isStrong });
    if (outcome.rehashed !== undefined)
      expect(await hasher.verify(password, outcome.rehashed)).toEqual({ valid: true, needsRehash: false });
  });

  test('does not verify another password', async () => {
    expect(await hasher.verify(`${password}x`, encoded)).toMatchObject({ valid: false });
    expect(await hasher.verify('', encoded)).toMatchObject({ valid: false });
  });
});

test.each(['', '!', '!kZ9f', '*', '*LK*'])(
  '%j stands for no password: it never verifies and never throws',
  async (encoded) => {
    expect(await hasher.verify('password', encoded)).toEqual({ valid: false, needsRehash: false });
  },
);

test.each([
  '$scrypt$ln=0,r=8,p=1$c2FsdHNhbHQ$/bq+HJ00cgB4VucZDQHp/nxq18vII3gw53N2Y0s3MWI',
  '$scrypt$ln=10,r=A,p=1$c2FsdHNhbHQ$/bq+HJ00cgB4VucZDQHp/nxq18vII3gw53N2Y0s3MWI',
  '$scrypt$ln=10,r=134217728,p=8$c2FsdHNhbHQ$/bq+HJ00cgB4VucZDQHp/nxq18vII3gw53N2Y0s3MWI',
  '$scrypt$ln=10,r=8$c2FsdHNhbHQ$/bq+HJ00cgB4VucZDQHp/nxq18vII3gw53N2Y0s3MWI',
  '$pbkdf2$01212$OB.dtnSEXZK8U5cgxU/GYQ$y5LKPOplRmok7CZp/aqVDVg8zGI',
  '$pbkdf2$$OB.dtnSEXZK8U5cgxU/GYQ$y5LKPOplRmok7CZp/aqVDVg8zGI',
  '$2a$6$DCq7YPn5Rq63x1Lad4cll.TV4S6ytwfsfvkgY8jIucDrjc8deX1s.',
  '$2x$05$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCq',
  '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$',
  '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$AA',
  '$argon2id$v=19$m=256,m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
  '$argon2id$v=19$m=+256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
  '$argon2id$v=20$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
  '$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc55',
  '$6$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5',
  '$5$rounds=999$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5',
  '$5$sältstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5',
  '{noop}password',
  'plain$$password',
  'password',
  'x'.repeat(10_000),
])('refuses the damaged or unknown %j with a typed error', async (encoded) => {
  await expect(hasher.verify('password', encoded)).rejects.toMatchObject({ code: 'ERR_HASH_MALFORMED' });
});

test.each([
  '$scrypt$ln=40,r=8,p=1$c2FsdHNhbHQ$/bq+HJ00cgB4VucZDQHp/nxq18vII3gw53N2Y0s3MWI',
  '$argon2id$v=19$m=4194304,t=1,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
  '$argon2id$v=19$m=256,t=4000000,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
  'pbkdf2_sha256$999999999$seasalt$8xBlGd3jVgvJ+92hWPxi5ww0uuAuAnKgC45eudxro7c=',
  '$2b$31$CCCCCCCCCCCCCCCCCCCCC.r5gqJaIw/Et6H9KstP3pEKn0VB0g6zW',
  '$6$rounds=999999999$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1',
])('refuses %j, which asks for too much, before any work', async (encoded) => {
  await expect(hasher.verify('password', encoded)).rejects.toMatchObject({ code: 'ERR_HASH_LIMIT' });
});

test('verifies fast digests only if their names are accepted', async () => {
  const strict = new PasswordHasher();
  await expect(
    strict.verify('lètmein', 'md5$seasalt$3f86d0d3d465b7b458c231bf3555c0e3'),
  ).rejects.toMatchObject({ code: 'ERR_HASH_MALFORMED' });
});

describe('bcrypt and passwords that it cannot take whole', () => {
  const cut =
    '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789chars after 72 are ignored';
  const encoded = '$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui';

  test('a hash that other software cut is not verified by default', async () => {
    expect(await hasher.verify(cut, encoded)).toMatchObject({ valid: false });
  });

  test('verifies and rehashes a cut password if the policy allows it', async () => {
    const lenient = new PasswordHasher({ legacyTruncation: 'truncate' });
    const { valid, rehashed = '' } = await lenient.verify(cut, encoded);
    expect(valid).toBe(true);
    expect(await lenient.verify(cut, rehashed)).toMatchObject({ valid: true, needsRehash: false });
    expect(await lenient.verify(cut.slice(0, 72), rehashed)).toMatchObject({ valid: false });
  });

  test.each([`${'x'.repeat(73)}`, 'a\0b'])('a new hash of %j is refused', async (password) => {
    const legacy = new PasswordHasher({ hash: { algorithm: 'bcrypt', cost: 10 } });
    await expect(legacy.hash(password)).rejects.toMatchObject({ code: 'ERR_PASSWORD_UNUSABLE' });
  });

  test('the wrap-around of long lengths does not verify', async () => {
    const lenient = new PasswordHasher({ legacyTruncation: 'truncate' });
    const wrapped = '$2a$04$R1lJ2gkNaoPGdafE.H.16.1MKHPvmKwryeulRe225LKProWYwt9Oi';
    expect(await lenient.verify('0123456789'.repeat(26).slice(0, 255), wrapped)).toMatchObject({
      valid: true,
    });
    expect(await lenient.verify('012345678', wrapped)).toMatchObject({ valid: false });
  });

  test('Symfony’s passwords of more than 72 bytes verify when the policy says so', async () => {
    const symfony = '$2y$04$CCCCCCCCCCCCCCCCCCCCC.YX1yJQRx0Mi8S2LDuWitAfa5v5fqkXy';
    const lenient = new PasswordHasher({ legacyTruncation: 'sha512' });
    expect(await lenient.verify('a'.repeat(73), symfony)).toMatchObject({ valid: true, needsRehash: true });
    expect(await lenient.isValid('a'.repeat(74), symfony)).toBe(false);
    expect(await hasher.isValid('a'.repeat(73), symfony)).toBe(false);
    expect(
      await lenient.isValid('pässwörd', '$2b$04$CCCCCCCCCCCCCCCCCCCCC.r5gqJaIw/Et6H9KstP3pEKn0VB0g6zW'),
    ).toBe(true);
  });

  test('72 bytes are whole, and 73 are not', async () => {
    const bcrypt = new PasswordHasher({ hash: { algorithm: 'bcrypt', cost: 10 } });
    const stored = await bcrypt.hash('x'.repeat(72));
    expect(await bcrypt.verify('x'.repeat(72), stored)).toEqual({ valid: true, needsRehash: false });
    expect(await bcrypt.verify('x'.repeat(73), stored)).toEqual({ valid: false, needsRehash: false });
    const lenient = new PasswordHasher({
      hash: { algorithm: 'bcrypt', cost: 10 },
      legacyTruncation: 'truncate',
    });
    // Right, and old; bcrypt cannot take it whole, so that there is no better hash either.
    expect(await lenient.verify('x'.repeat(73), stored)).toEqual({ valid: true, needsRehash: true });
  });

  test('a password that was cut at its NUL verifies when the policy says so', async () => {
    const cutAtNul = '$2b$04$CCCCCCCCCCCCCCCCCCCCC.r5gqJaIw/Et6H9KstP3pEKn0VB0g6zW';
    const lenient = new PasswordHasher({ legacyTruncation: 'truncate' });
    expect(await hasher.isValid('pässwörd\0 and more', cutAtNul)).toBe(false);
    expect(await lenient.verify('pässwörd\0 and more', cutAtNul)).toMatchObject({
      valid: true,
      needsRehash: true,
    });
    const empty = '$2a$06$DCq7YPn5Rq63x1Lad4cll.TV4S6ytwfsfvkgY8jIucDrjc8deX1s.';
    expect(await lenient.isValid('\0anything', empty)).toBe(false);
  });

  test('bytes beyond ASCII count as they are, in every engine', async () => {
    const encoded = '$2b$05$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCq';
    for (const runtime of [nodeRuntime, webRuntime]) {
      expect(await runtime.bcryptVerify(Uint8Array.of(0xa3), encoded)).toBe(true);
      expect(await runtime.bcryptVerify(Uint8Array.of(0xa4), encoded)).toBe(false);
    }
  });

  test('a NUL does not end a password', async () => {
    expect(
      await hasher.verify('Passw', '$2b$05$CCCCCCCCCCCCCCCCCCCCC.VHy/kzL4sCcX3Ib3wN5rNGiRt.TpfxS'),
    ).toMatchObject({ valid: false });
  });
});
