import type { WeakFormat } from '../src/formats/weak.ts';

export const ALL_WEAK: readonly WeakFormat[] = [
  'django-digests',
  'spring-sha256',
  'ldap-ssha',
  'bare-digests',
];

const abc123 = 'abc123'.repeat(12);

/** Hashes that other software made, each with the password that it was made of. */
export const VECTORS: readonly (readonly [scheme: string, password: string, encoded: string])[] = [
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
  ['bcrypt', '', '$2a$06$DCq7YPn5Rq63x1Lad4cll.TV4S6ytwfsfvkgY8jIucDrjc8deX1s.'],
  ['scrypt', '', '$scrypt$ln=4,r=1,p=1$$d9ZXYjhleyA7GcpCwYoEl/FrSETjB0ro39/6P+3iFEI'],
  ['ldap-ssha', 'lètmein', '{SSHA}ndJKNTVltc0N5SmGoEOTWcMfRiNzZWFzYWx0IQ=='],
  ['bare-sha1', 'password', '5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8'],
  ['bare-sha256', 'password', '5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8'],
  [
    'bare-sha512',
    'password',
    'b109f3bbbc244eb82441917ed06d618b9008dd09b3befd1b5e07394c706a8bb980b1d7785e5976ec049b46df5f1326af5a2ea6d103fd07c95385ffab0cacbc86',
  ],
  ['django-sha1', 'password', 'sha1$$5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8'],
  ['django-md5', 'lètmein', 'md5$$88a434c88cca4e900f7874cd98123f43'],
  [
    'sha256-crypt',
    'Hello world!',
    '$5$rounds=10000$saltstringsaltst$3xv.VbSHBb41AL9AvLeujZkZRBAwqFMz2.opqey6IcA',
  ],
  [
    'sha256-crypt',
    'we have a short salt string but not a short password',
    '$5$rounds=77777$short$JiO1O3ZpDAxGJeaDIuqCoEFysAe1mZNJRs3pw0KQRd/',
  ],
  [
    'sha512-crypt',
    'Hello world!',
    '$6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.',
  ],
  [
    'sha512-crypt',
    'lètmein',
    '$6$rounds=1400$anotherlongsalts$941XtGnUU5n3aSkx7Fj/mOQ.09ppGWKfOV0Tf6dWH279q.CZiecbSufTeVVgaHEaqGvWlmRUY0es0EnBvXe9Y/',
  ],
  [
    'aspnet-pbkdf2-sha1',
    'password',
    'AQAAAAAAAAPoAAAAEAABAgMEBQYHCAkKCwwNDg8DCeL+Tgvf59D+SCjUHCNEFuLZv7Yc3Y9kOhHPv9/BGQ==',
  ],
  [
    'aspnet-pbkdf2-sha256',
    'password',
    'AQAAAAEAAAPoAAAAEAABAgMEBQYHCAkKCwwNDg8l64asx25DAY8Yuaj5DC/tRi0ceZ6D1Irj18aQRqYLZw==',
  ],
  [
    'better-auth-scrypt',
    'password',
    's2:somesaltsomesalt:784224fe3e9b44d62ae819e38faa6b5af2e9eb43aa1dcd364c4fa7b2110335a1886ae06deede45949b6bd381c351a7e7c2c7e06b1ae0c8cf373ce0201da9f990',
  ],
  [
    'pbkdf2-sha512',
    'password',
    '{PBKDF2-SHA512}1000$c2FsdHNhbHQ$Q6v4xwJ8a9nWPp2BeEoAYYhHSo2xRmPWART17vTpSxt2q6iNp7BOozW557qqa95eNjUO4gKs0CyvJbYGGku1tA',
  ],
  ['pbkdf2-sha1', 'password', '{PBKDF2}1000$c2FsdHNhbHQ$6f6/9Uv85mj94wGsyFVjzJ3HHvY'],
  [
    'werkzeug-pbkdf2-sha224',
    'secret',
    'pbkdf2:sha224:1000$seasalt$a2126b57776321670732f29dc23ad57bfafbe7974a3537ef974ac2f0',
  ],
  [
    'werkzeug-pbkdf2-sha384',
    'secret',
    'pbkdf2:sha384:1000$seasalt$19d91dac93144fdfbad5987c577431b44eb46a05d37eea49c6907bac710bac92faa5c9ed2719573e4e6d4634791dc88b',
  ],
  ['wordpress-bcrypt', 'lètmein', '$wp$2y$05$i2X9N5ogrgW0i47p2uyDMu3y3EA3u0ICN3RtRLO.Csql5Eo7ItU4m'],
  ['wordpress-bcrypt', '\t lètmein ', '$wp$2y$05$i2X9N5ogrgW0i47p2uyDMu3y3EA3u0ICN3RtRLO.Csql5Eo7ItU4m'],
  // Passwords as long as the digest, or twice: crypt of glibc.
  ['sha256-crypt', 'a'.repeat(32), '$5$saltstring$rjMPH2qyAsLvASQeJUKQQdHLfa3DC3Q9NLllO3sQ6m2'],
  ['sha256-crypt', 'a'.repeat(64), '$5$rounds=1000$saltstring$fsLJTUHVT2mb1h7V79hnxHBRjBpZXnWNnp02SEPvsFA'],
  [
    'sha512-crypt',
    'a'.repeat(64),
    '$6$saltstring$xNfEGWEsbTgq/Y30XyIRNcZdD2drPqzAwh6fXDj7D6WVE0OazIpLhya3Bird/wrtzcCJhM8Es.wueUOoZXbEi/',
  ],
  [
    'sha512-crypt',
    'a'.repeat(128),
    '$6$rounds=1000$$ezz8aVlPNg4iz8lm3t3KtSBM/aVMqV5UBwbRaZ/yiRBI9jXvTQZCYWj0f.3Pp6cQ3lLsXrRp1qMK2RgUwCx9k/',
  ],
];
