import { identify, needsRehash, PasswordHasher } from '@countersign/password';
import fc from 'fast-check';
import { damagedText } from '../damage.ts';
import type { Target } from '../target.ts';
import { isCountersignError } from './typed.ts';

/** One of each kind, as cheap as that software makes them. */
const HASHES = [
  '$argon2id$v=19$m=16,t=1,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
  '$argon2id$v=19$m=16,t=1,p=1,keyid=YQ$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
  '$argon2i$m=16,t=1,p=1$c29tZXNhbHQ$/U3YPXYsSb3q9XxHvc0MLxur+GP960kN9j7emXX8zwY',
  '$scrypt$ln=4,r=1,p=1$c2FsdA$d9ZXYjhleyA7GcpCwYoEl/FrSETjB0ro39/6P+3iFEI',
  '$pbkdf2-sha256$12$4vjV83LKPjQzk31VI4E0Vw$hsYF68OiOUPdDZ1Fg.fJPeq1h/gXXY7acBp9/6c.tmQ',
  '{PBKDF2-SHA512}12$RHY0Fr3IDMSVO/RSZyb5ow$eNLfBK.eVozomMr.1gYa17k9B7KIK25NOEshvhrSX.esqY3s.FvWZViXz4KoLlQI.BzY/YTNJOiKc5gBYFYGww',
  '$2b$04$CCCCCCCCCCCCCCCCCCCCC.3TTwpC5Bwj7ds9p/UadWA7yfctaiUsS',
  '$2y$04$CCCCCCCCCCCCCCCCCCCCC.3TTwpC5Bwj7ds9p/UadWA7yfctaiUsS',
  '$bcrypt-sha256$v=2,t=2b,r=4$n79VH.0Q2TMWmt3Oqt9uke$vi2hc9svHPaURDhg4XfSqwmdIQ1ufy2',
  '$bcrypt-sha256$2b,4$n79VH.0Q2TMWmt3Oqt9uke$Br.4p49PZ4YmRfwbQ/jvaH8rIm5Wg36',
  'pbkdf2_sha256$12$seasalt$JgZryXe2Ga8ysg6XbzkLpTdyPQrHqsinbL9BnnhgX4A=',
  'argon2$argon2id$v=19$m=16,t=1,p=1$c2Vhc2FsdHNlYXNhbHQxMg$GRttext2ZeIvVe1uGolnqw',
  'bcrypt_sha256$$2b$04$CCCCCCCCCCCCCCCCCCCCC.3TTwpC5Bwj7ds9p/UadWA7yfctaiUsS',
  'scrypt$16$seasalt$1$1$ozpUt/qDR/QLBzi9csaWJofO252yHC+Oxl5cycNUQkna/BBjumDq5KMXPAq1Xi3sxxGWxqtAlQmEE+DSWNl+FQ==',
  'sha1$seasalt$cff36ea83f5706ce9aa7454e63e431fc726b2dc8',
  'md5$$88a434c88cca4e900f7874cd98123f43',
  'scrypt:16:1:1$abcdefghijklmnop$69bac26ddc03f089bf10ffba3931f376982aa7376aec6a859b90634de044e8a9e7a3b90ab039f68d3124fa6857823854672e3daf4f77d9962693590182081a66',
  'pbkdf2:sha256:12$abcdefghijklmnop$c6a5a2d018318b69cd438412fd505718c5c15ef312286b2f0d5082de96968666',
  '{bcrypt}$2a$04$CCCCCCCCCCCCCCCCCCCCC.3TTwpC5Bwj7ds9p/UadWA7yfctaiUsS',
  '{scrypt}$40101$8bWJaSu2IKSn9Z9kM+TPXQ==$OAOec05+bXxvuu/1qZ6NUR+xQYvYv7BeL1QxwRpY5Pc=',
  '{argon2}$argon2d$v=19$m=16,t=1,p=1$c29tZXNhbHQ$Li5eBf5XrCz0cuzQRe9oflYqmA/VAzmzichw4ZYrvEU',
  '{sha256}97cde38028ad898ebc02e690819fa220e88c62e0699403e94fff291cfffaf8410849f27605abcbc0',
  '{SSHA}bm90IHJlYWxseSBhIGRpZ2VzdHNhbHRzYWx0',
  'AQAAAAIAAAAMAAAAEAABAgMEBQYHCAkKCwwNDg/73hTTOMxvghBX8/SnisILxwGxHjepOzeQw1EOAZRz8w==',
  '$6$rounds=1000$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1',
  '$5$rounds=1000$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5',
  '$P$5IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0',
  '$7$2/..../....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D',
  '$wrapped$sha1$salt-before=00ff$argon2id$v=19$m=16,t=1,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
  '!unusable',
];
const WORDS = [
  '$',
  '$$',
  ':',
  ',',
  '=',
  'm=',
  't=4294967296',
  'p=0',
  'ln=63',
  'r=1',
  'v=16',
  'keyid=',
  'keyid=/w',
  'data=',
  '$argon2id',
  '$2b$',
  '$5$',
  '$6$',
  '$7$',
  '$P$',
  '{bcrypt}',
  '{SSHA}',
  'pbkdf2_sha256$',
  'scrypt:',
  'rounds=0',
  '0',
  '99999999999999999999',
  '-1',
  '\0',
  'é',
  'AAAA',
];

/** Verifying against anything that a database may hold; what a hash may cost is set low, so that a million are tried. */
const hasher = new PasswordHasher({
  acceptWeak: ['django-digests', 'spring-sha256', 'ldap-ssha', 'bare-digests'],
  legacyTruncation: 'truncate',
  peppers: { current: 'a', keys: { a: new Uint8Array(32).fill(7) } },
  limits: {
    argon2Memory: 19_456,
    argon2Passes: 2,
    argon2Parallelism: 4,
    argon2Work: 40_000,
    scryptMemory: 2 ** 20,
    scryptParallelization: 4,
    pbkdf2Iterations: 2000,
    bcryptCost: 5,
    digestRounds: 2000,
    scryptWork: 2 ** 22,
  },
});

interface Input {
  readonly encoded: string;
  readonly password: string;
}

export const storedHashes: Target<Input> = {
  name: 'stored hashes',
  inputs: fc.record({
    encoded: fc.oneof(
      { arbitrary: damagedText(HASHES, WORDS), weight: 8 },
      {
        arbitrary: fc.array(fc.constantFrom(...WORDS), { maxLength: 12 }).map((words) => words.join('')),
        weight: 1,
      },
      { arbitrary: fc.string({ unit: 'binary', maxLength: 200 }), weight: 1 },
    ),
    password: fc.oneof(
      fc.constantFrom('', 'secret', 'x'.repeat(80), 'a\0b', '\ud800'),
      fc.string({ unit: 'binary', maxLength: 20 }),
    ),
  }),
  async answer({ encoded, password }) {
    identify(encoded);
    needsRehash(encoded);
    await hasher.isValid(password, encoded);
  },
  isTyped: isCountersignError,
  // The limits above allow 500 ms, because SHA-crypt and phpass are computed in JavaScript.
  ceiling: () => 500,
};
