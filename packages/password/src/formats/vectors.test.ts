import { describe, expect, test } from 'vitest';
import { PasswordHasher } from '../hashing/hasher.ts';
import { readStoredHash, type WeakFormat } from './index.ts';

const ALL_WEAK: readonly WeakFormat[] = ['django-digests', 'spring-sha256', 'ldap-ssha', 'bare-digests'];
const hasher = new PasswordHasher({ acceptWeak: ALL_WEAK });
const abc123 = 'abc123'.repeat(12);

// Hashes that other software made, each with the password that it was made of.
const VECTORS: readonly (readonly [scheme: string, password: string, encoded: string])[] = [
  [
    'django-pbkdf2-sha256',
    'lètmein',
    'pbkdf2_sha256$390000$seasalt$8xBlGd3jVgvJ+92hWPxi5ww0uuAuAnKgC45eudxro7c=',
  ],
  [
    'django-pbkdf2-sha256',
    'not a password',
    'pbkdf2_sha256$10000$kjVJaVz6qsnJ$5yPHw3rwJGECpUf70daLGhOrQ5+AMxIJdz1c3bqK1Rs=',
  ],
  [
    'django-pbkdf2-sha256',
    'lètmein',
    'pbkdf2_sha256$1000$seasalt$JgZryXe2Ga8ysg6XbzkLpTdyPQrHqsinbL9BnnhgX4A=',
  ],
  ['django-pbkdf2-sha1', 'not a password', 'pbkdf2_sha1$10000$wz5B6WkasRoF$atJmJ1o+XfJxKq1+Nu1f1i57Z5I='],
  ['django-pbkdf2-sha1', 'lètmein', 'pbkdf2_sha1$1000$seasalt$ljleU4wBmTtz/MoG5YTwxpM0d7I='],
  [
    'django-argon2id',
    'secret',
    'argon2$argon2id$v=19$m=102400,t=2,p=8$Y041dExhNkljRUUy$TMa6A8fPJhCAUXRhJXCXdw',
  ],
  ['django-argon2i', 'secret', 'argon2$argon2i$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$YC9+jJCrQhs5R6db7LlN8Q'],
  [
    'django-argon2id',
    'lètmein',
    'argon2$argon2id$v=19$m=256,t=2,p=1$c2Vhc2FsdHNlYXNhbHQxMg$GRttext2ZeIvVe1uGolnqw',
  ],
  [
    'django-argon2i',
    'secret',
    'argon2$argon2i$m=8,t=1,p=1$c29tZXNhbHQ$gwQOXSNhxiOxPOA0+PY10P9QFO4NAYysnqRt1GSQLE55m+2GYDt9FEjPMHhP2Cuf0nOEXXMocVrsJAtNSsKyfg',
  ],
  ['django-bcrypt-sha256', '', 'bcrypt_sha256$$2a$06$/3OeRpbOf8/l6nPPRdZPp.nRiyYqPobEZGdNRBWihQhiFDh1ws1tu'],
  [
    'django-bcrypt-sha256',
    abc123,
    'bcrypt_sha256$$2a$06$Tg/oYyZTyAf.Nb3qSgN61OySmyXA8FoY4PjGizjE1QSDfuL5MXNni',
  ],
  [
    'django-bcrypt-sha256',
    'lètmein',
    'bcrypt_sha256$$2b$04$CCCCCCCCCCCCCCCCCCCCC.3TTwpC5Bwj7ds9p/UadWA7yfctaiUsS',
  ],
  [
    'django-bcrypt',
    'abcdefghijklmnopqrstuvwxyz',
    'bcrypt$$2a$10$fVH8e28OQRj9tqiDXs1e1uxpsjN0c7II7YPKXua2NAKYvM6iQk7dq',
  ],
  [
    'django-scrypt',
    'lètmein',
    'scrypt$16384$seasalt$8$1$Qj3+9PPyRjSJIebHnG81TMjsqtaIGxNQG/aEB/NYafTJ7tibgfYz71m0ldQESkXFRkdVCBhhY8mx7rQwite/Pw==',
  ],
  [
    'django-scrypt',
    'lètmein',
    'scrypt$1024$seasalt$8$5$ozpUt/qDR/QLBzi9csaWJofO252yHC+Oxl5cycNUQkna/BBjumDq5KMXPAq1Xi3sxxGWxqtAlQmEE+DSWNl+FQ==',
  ],
  ['django-sha1', 'lètmein', 'sha1$seasalt$cff36ea83f5706ce9aa7454e63e431fc726b2dc8'],
  ['django-md5', 'lètmein', 'md5$seasalt$3f86d0d3d465b7b458c231bf3555c0e3'],
  ['bare-md5', 'lètmein', '88a434c88cca4e900f7874cd98123f43'],
  [
    'werkzeug-scrypt',
    'secret',
    'scrypt:32768:8:1$abcdefghijklmnop$2098a7c25c0a0a626a77c6bb619c1cb62e3595cdd318877cfcae6f29f6bc3c0a96c382016c051a26f7f2071b3cb5f082a6fb7efcf6d61b466055c44fc47317b0',
  ],
  [
    'werkzeug-scrypt',
    'secret',
    'scrypt:1024:8:1$abcdefghijklmnop$69bac26ddc03f089bf10ffba3931f376982aa7376aec6a859b90634de044e8a9e7a3b90ab039f68d3124fa6857823854672e3daf4f77d9962693590182081a66',
  ],
  [
    'werkzeug-pbkdf2-sha256',
    'secret',
    'pbkdf2:sha256:1000$abcdefghijklmnop$c6a5a2d018318b69cd438412fd505718c5c15ef312286b2f0d5082de96968666',
  ],
  [
    'werkzeug-pbkdf2-sha512',
    'secret',
    'pbkdf2:sha512:1000$abcdefghijklmnop$e56720e38b3e180e84b0ec8c4864c587f36bdec525d255bce0a08cf30fd4237cd6be494c1b95d4bfcf7db97a7371b553a764a065bb6af5aa9a6ceed429013f0a',
  ],
  ['werkzeug-pbkdf2-sha1', 'secret', 'pbkdf2:sha1:1000$abcdefgh$549d4443ffde658889a6e87f5764634d591ee9a4'],
  ['pbkdf2-sha1', 'password', '$pbkdf2$1212$OB.dtnSEXZK8U5cgxU/GYQ$y5LKPOplRmok7CZp/aqVDVg8zGI'],
  [
    'pbkdf2-sha256',
    'password',
    '$pbkdf2-sha256$1212$4vjV83LKPjQzk31VI4E0Vw$hsYF68OiOUPdDZ1Fg.fJPeq1h/gXXY7acBp9/6c.tmQ',
  ],
  [
    'pbkdf2-sha256',
    'correct horse',
    '$pbkdf2-sha256$1000$c2FsdHNhbHRzYWx0c2FsdA$BBs.1.PaslLtBPULUr8/lQicvVuHiEPMz0i8MjLCbzM',
  ],
  [
    'pbkdf2-sha512',
    'password',
    '$pbkdf2-sha512$1212$RHY0Fr3IDMSVO/RSZyb5ow$eNLfBK.eVozomMr.1gYa17k9B7KIK25NOEshvhrSX.esqY3s.FvWZViXz4KoLlQI.BzY/YTNJOiKc5gBYFYGww',
  ],
  ['scrypt', 'password', '$scrypt$ln=10,r=8,p=16$TmFDbA$/bq+HJ00cgB4VucZDQHp/nxq18vII3gw53N2Y0s3MWI'],
  [
    'scrypt',
    'test',
    '$scrypt$ln=8,r=8,p=1$wlhLyXmP8b53bm1NKYVQqg$mTpvG8lzuuDk+DWz8HZIB6Vum6erDuUm0As5yU+VxWA',
  ],
  [
    'scrypt',
    'nacl',
    '$scrypt$ln=1,r=4,p=2$yhnD+J+Tci4lZCwFgHCuVQ$fAsEWmxSHuC0cHKMwKVFPzrQukgvK09Sj+NueTSxKds',
  ],
  ['bcrypt-sha256', 'password', '$bcrypt-sha256$2a,5$5Hg1DKFqPE8C2aflZ5vVoe$12BjNE0p7axMg55.Y/mHsYiVuFBDQyu'],
  ['bcrypt-sha256', 'password', '$bcrypt-sha256$2b,4$n79VH.0Q2TMWmt3Oqt9uke$Br.4p49PZ4YmRfwbQ/jvaH8rIm5Wg36'],
  [
    'bcrypt-sha256',
    'password',
    '$bcrypt-sha256$v=2,t=2b,r=4$n79VH.0Q2TMWmt3Oqt9uke$vi2hc9svHPaURDhg4XfSqwmdIQ1ufy2',
  ],
  [
    'pbkdf2-sha256',
    'password',
    '{PBKDF2-SHA256}1212$4vjV83LKPjQzk31VI4E0Vw$hsYF68OiOUPdDZ1Fg.fJPeq1h/gXXY7acBp9/6c.tmQ',
  ],
  [
    'argon2id',
    'password',
    '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
  ],
  [
    'argon2id',
    'password',
    '$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc',
  ],
  [
    'argon2id',
    'password',
    '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
  ],
  [
    'argon2i',
    'password',
    '$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8',
  ],
  ['argon2i', 'password', '$argon2i$m=256,t=2,p=1$c29tZXNhbHQ$/U3YPXYsSb3q9XxHvc0MLxur+GP960kN9j7emXX8zwY'],
  [
    'argon2d',
    'password',
    '$argon2d$v=19$m=1024,t=1,p=1$c29tZXNhbHQ$Li5eBf5XrCz0cuzQRe9oflYqmA/VAzmzichw4ZYrvEU',
  ],
  [
    'argon2id',
    'pässwörd',
    '$argon2id$v=19$m=1024,t=2,p=1$SmV1Vy43YWJyZGlwMEU1MA$mEULvD92p4fFWzTNO51ZRn/3JQLKEdHvGMPVRESctAM',
  ],
  [
    'argon2id',
    'password',
    '$argon2id$v=19$m=19456,t=2,p=1$AQEBAQEBAQEBAQEBAQEBAQ$FGlXh8itGiEPkJl4VLoHXFF7l5JO1RPiRKoFjEigPqM',
  ],
  [
    'argon2id',
    'password',
    '$argon2id$v=19$m=1024,p=1,t=2$aE2y3PyD+SuYlYv+CycnrA$P3WwKhiUrFv2KYZdeMwYs44CnI/mj4TO7UTvK0e11vQ',
  ],
  ['bcrypt', 'U*U', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['bcrypt', 'password', '$2a$10$dXJ3SW6G7P50lGmMkkmwe.20cQQubK3.HZWzG3YB1tlRy.fqvM/BG'],
  ['bcrypt', 'pässwörd', '$2b$04$CCCCCCCCCCCCCCCCCCCCC.r5gqJaIw/Et6H9KstP3pEKn0VB0g6zW'],
  ['bcrypt', 'pässwörd', '$2y$04$CCCCCCCCCCCCCCCCCCCCC.r5gqJaIw/Et6H9KstP3pEKn0VB0g6zW'],
  ['bcrypt', 'ё', '$2y$05$6bNw2HLQYeqHYyBfLMsv/OUcZd0LKP39b87nBw3.S2tVZSqiQX6eu'],
  ['bcrypt', 'Passw\0rd123', '$2b$05$CCCCCCCCCCCCCCCCCCCCC.VHy/kzL4sCcX3Ib3wN5rNGiRt.TpfxS'],
  ['bcrypt', 'test', '$2a$04$oaQbBqq8JnSM1NHRPQGXORY4Vw3bdHKLIXTecPDRAcJ98cz1ilveO'],
  ['bcrypt', 'test', '$2a$04$oaQbBqq8JnSM1NHRPQGXOOY4Vw3bdHKLIXTecPDRAcJ98cz1ilveO'],
  ['spring-bcrypt', 'password', '{bcrypt}$2a$10$dXJ3SW6G7P50lGmMkkmwe.20cQQubK3.HZWzG3YB1tlRy.fqvM/BG'],
  [
    'spring-pbkdf2-sha1',
    'password',
    '{pbkdf2}5d923b44a6d129f3ddf3e3c8d29412723dcbde72445e8ef6bf3b508fbf17fa4ed4d6b99ca763d8dc',
  ],
  [
    'spring-pbkdf2-sha256',
    'password',
    '{pbkdf2@SpringSecurity_v5_8}fefe5120467e5d4ccff442dbb2fa86d276262d97435c0c54e5eebced51ffd144fcb05eb53fea2677216c4f3250010006',
  ],
  [
    'spring-scrypt',
    'password',
    '{scrypt}$e0801$8bWJaSu2IKSn9Z9kM+TPXfOc/9bdYSrN1oD9qfVThWEwdRTnO7re7Ei+fUZRJ68k9lTyuTeUp4of4g24hHnazw==$OAOec05+bXxvuu/1qZ6NUR+xQYvYv7BeL1QxwRpY5Pc=',
  ],
  [
    'spring-scrypt',
    'password',
    '{scrypt@SpringSecurity_v5_8}$e0801$vSriIassJwvdNBF1vpSoCenqBxvpT4e+NcLKVsrOVpaZfyRfpUJ6KctkpmketuacWelLU5njpILXM9LLkMXLMw==$vIQQljL257HOcnumyiy1hJBGYHmoXgENIh+NkFvmrGY=',
  ],
  [
    'spring-argon2d',
    'password',
    '{argon2}$argon2d$v=19$m=1024,t=1,p=1$c29tZXNhbHQ$Li5eBf5XrCz0cuzQRe9oflYqmA/VAzmzichw4ZYrvEU',
  ],
  [
    'spring-sha256',
    'password',
    '{sha256}97cde38028ad898ebc02e690819fa220e88c62e0699403e94fff291cfffaf8410849f27605abcbc0',
  ],
  [
    'better-auth-scrypt',
    'password',
    '00112233445566778899aabbccddeeff:9a098760abf0e95230464650e1160ecd37c82de7f9aea0c41eee704c90daaac45ce13ec6c244f429e4e4ba505cde11131ed35ef08e55b31c226a2ba87069e3ae',
  ],
  [
    'aspnet-pbkdf2-sha512',
    'password',
    'AQAAAAIAAYagAAAAEAABAgMEBQYHCAkKCwwNDg/73hTTOMxvghBX8/SnisILxwGxHjepOzeQw1EOAZRz8w==',
  ],
  [
    'sha512-crypt',
    'Hello world!',
    '$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1',
  ],
  ['sha256-crypt', 'Hello world!', '$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5'],
  ['phpass', 'test12345', '$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0'],
  [
    'crypt-scrypt',
    'pleaseletmein',
    '$7$C6..../....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D',
  ],
];

describe.each(VECTORS)('%s of %j', (scheme, password, encoded) => {
  test('is read as that', () => {
    expect(readStoredHash(encoded, ALL_WEAK).scheme).toBe(scheme);
  });

  test('verifies and asks for a new hash, unless it is of the empty password, with which nobody may log in', async () => {
    if (password === '') return expect(await hasher.verify('', encoded)).toMatchObject({ valid: false });
    const isToday = encoded.startsWith('$argon2id$v=19$m=19456,t=2,p=1$AQ');
    const outcome = await hasher.verify(password, encoded);
    expect(outcome).toMatchObject({ valid: true, needsRehash: !isToday });
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
  '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ=$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
  '$argon2id$v=20$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
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

test('fast digests verify only for whoever asks for them by name', async () => {
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

  test('it is verified and hashed anew when the policy says so', async () => {
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

  test('a NUL does not end a password', async () => {
    expect(
      await hasher.verify('Passw', '$2b$05$CCCCCCCCCCCCCCCCCCCCC.VHy/kzL4sCcX3Ib3wN5rNGiRt.TpfxS'),
    ).toMatchObject({ valid: false });
  });
});
