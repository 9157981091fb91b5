import { fromHex, toHex, utf8 } from '@countersign/core';
import { describe, expect, test } from 'vitest';
import type { StoredHash } from '../hashing/derivation.ts';
import { readStoredHash, type WeakFormat } from './index.ts';

// What a stored hash says is read exactly; nothing is computed here but fast digests.

const ALL_WEAK: readonly WeakFormat[] = ['django-digests', 'spring-sha256', 'ldap-ssha', 'bare-digests'];
const read = (encoded: string): StoredHash => readStoredHash(encoded, ALL_WEAK);

/** Sixteen bytes, and thirty-two, in the spellings that formats have for them. */
const HEX16 = '00112233445566778899aabbccddeeff';
const B16 = fromHex(HEX16);
const HEX32 = HEX16 + HEX16;
const B32 = fromHex(HEX32);
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const bare64 = (bytes: Uint8Array): string => base64(bytes).replace(/=+$/, '');
const adapted64 = (bytes: Uint8Array): string => bare64(bytes).replaceAll('+', '.');
// With characters that tell the alphabets apart.
const ODD = fromHex('fbefbefbefbefbefbefbefbefbefbefb');

const argon2 = (over: object = {}) => ({
  kind: 'argon2',
  variant: 'argon2id',
  version: 0x13,
  memory: 256,
  passes: 2,
  parallelism: 3,
  salt: B16,
  length: 32,
  ...over,
});
const scrypt = (over: object = {}) => ({
  kind: 'scrypt',
  cost: 1024,
  blockSize: 8,
  parallelization: 3,
  salt: B16,
  length: 32,
  ...over,
});
const pbkdf2 = (over: object = {}) => ({
  kind: 'pbkdf2',
  digest: 'sha256',
  iterations: 1212,
  salt: B16,
  length: 32,
  ...over,
});
const A = `m=256,t=2,p=3$${bare64(B16)}$${bare64(B32)}`;
const ARGON2_PARAMETERS = { version: 19, memory: 256, passes: 2, parallelism: 3 };
const SCRYPT_PARAMETERS = { cost: 1024, blockSize: 8, parallelization: 3 };

const crypt64 = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** crypt's Base64 of bytes, by its definition: six bits a character, least significant first. */
function cryptText(bytes: Uint8Array): string {
  const bits = [...bytes].flatMap((byte) => Array.from({ length: 8 }, (_, bit) => (byte >> bit) & 1));
  const groups = Array.from({ length: Math.ceil(bits.length / 6) }, (_, group) =>
    bits.slice(group * 6, group * 6 + 6),
  );
  return groups.map((group) => crypt64[group.reduce((sum, bit, place) => sum + (bit << place), 0)]).join('');
}

const werkzeugSalt = 'abcdefghijklmnop';
const aspnetBytes = (digest: number, saltLength = 16, rest: Uint8Array = B32): Uint8Array => {
  const head = new DataView(new ArrayBuffer(13));
  head.setUint8(0, 1);
  head.setUint32(1, digest);
  head.setUint32(5, 1212);
  head.setUint32(9, saltLength);
  return Uint8Array.from([...new Uint8Array(head.buffer), ...B16, ...rest]);
};

type Row = readonly [encoded: string, expected: Readonly<Record<string, unknown>>];

describe('is read:', () => {
  const rows: readonly Row[] = [
    [
      `$argon2id$v=19$${A}`,
      {
        scheme: 'argon2id',
        parameters: ARGON2_PARAMETERS,
        derivation: argon2(),
        expected: B32,
        isCanonical: true,
      },
    ],
    [
      `$argon2i$v=16$${A}`,
      { scheme: 'argon2i', derivation: argon2({ variant: 'argon2i', version: 0x10 }), isCanonical: true },
    ],
    [
      `$argon2d$${A}`,
      { scheme: 'argon2d', derivation: argon2({ variant: 'argon2d', version: 0x10 }), isCanonical: false },
    ],
    [
      `$argon2id$v=19$p=3,m=256,t=2$${bare64(B16)}$${bare64(B32)}`,
      { derivation: argon2(), isCanonical: false },
    ],
    [
      `$argon2id$v=19$m=256,t=2,p=3,keyid=${bare64(utf8('2026'))}$${bare64(B16)}$${bare64(B32)}`,
      { pepperId: '2026', derivation: argon2(), isCanonical: true },
    ],
    [
      `$argon2id$v=19$m=8,t=1,p=1$${bare64(B16.slice(0, 8))}$${bare64(B16)}`,
      { derivation: argon2({ memory: 8, passes: 1, parallelism: 1, salt: B16.slice(0, 8), length: 16 }) },
    ],
    [
      `argon2$argon2id$v=19$${A}`,
      { scheme: 'django-argon2id', normalizer: 'none', isCanonical: false, derivation: argon2() },
    ],
    [
      `{argon2}$argon2id$v=19$${A}`,
      { scheme: 'spring-argon2id', normalizer: 'none', isCanonical: false, derivation: argon2() },
    ],
    [`{argon2@SpringSecurity_v5_8}$argon2id$v=19$${A}`, { scheme: 'spring-argon2id', derivation: argon2() }],
    [
      `$scrypt$ln=10,r=8,p=3$${bare64(B16)}$${bare64(B32)}`,
      {
        scheme: 'scrypt',
        parameters: SCRYPT_PARAMETERS,
        derivation: scrypt(),
        expected: B32,
        isCanonical: true,
      },
    ],
    [`$scrypt$r=8,ln=10,p=3$${bare64(B16)}$${bare64(B32)}`, { derivation: scrypt(), isCanonical: false }],
    [
      `$scrypt$ln=1,r=1,p=1$$${bare64(B16)}`,
      {
        derivation: scrypt({ cost: 2, blockSize: 1, parallelization: 1, salt: new Uint8Array(), length: 16 }),
      },
    ],
    [
      `scrypt$1024$${werkzeugSalt}$8$3$${base64(B32)}`,
      { scheme: 'django-scrypt', normalizer: 'none', derivation: scrypt({ salt: utf8(werkzeugSalt) }) },
    ],
    [
      `scrypt:1024:8:3$${werkzeugSalt}$${HEX32}`,
      {
        scheme: 'werkzeug-scrypt',
        normalizer: 'none',
        isCanonical: false,
        derivation: scrypt({ salt: utf8(werkzeugSalt) }),
      },
    ],
    [
      `scrypt:1024$${werkzeugSalt}$${HEX32}`,
      {
        scheme: 'werkzeug-scrypt',
        derivation: scrypt({ parallelization: 1, salt: utf8(werkzeugSalt) }),
      },
    ],
    [
      `{scrypt}$a0803$${base64(B16)}$${base64(B32)}`,
      { scheme: 'spring-scrypt', normalizer: 'none', derivation: scrypt() },
    ],
    [
      `{scrypt@SpringSecurity_v5_8}$a0803$${base64(B16)}$${base64(B32)}`,
      { scheme: 'spring-scrypt', derivation: scrypt() },
    ],
    [
      `$7$8${cryptText(Uint8Array.of(8, 0, 0)).slice(0, 4)}.1....NaCl$${cryptText(B32)}`,
      {
        scheme: 'crypt-scrypt',
        normalizer: 'none',
        derivation: scrypt({ parallelization: 3, salt: utf8('NaCl') }),
        expected: B32,
      },
    ],
    [
      `${HEX16}:${HEX32}${HEX32}`,
      {
        scheme: 'better-auth-scrypt',
        normalizer: 'nfkc',
        derivation: scrypt({
          cost: 16_384,
          blockSize: 16,
          parallelization: 1,
          salt: utf8(HEX16),
          length: 64,
        }),
      },
    ],
    [`s2:${HEX16}:${HEX32}${HEX32}`, { scheme: 'better-auth-scrypt' }],
    [
      `$pbkdf2-sha256$1212$${adapted64(ODD)}$${adapted64(B32)}`,
      {
        scheme: 'pbkdf2-sha256',
        parameters: { digest: 'sha256', iterations: 1212 },
        derivation: pbkdf2({ salt: ODD }),
        expected: B32,
        isCanonical: true,
      },
    ],
    [
      `$pbkdf2-sha512$1212$${adapted64(B16)}$${adapted64(B32)}`,
      { scheme: 'pbkdf2-sha512', derivation: pbkdf2({ digest: 'sha512' }), isCanonical: true },
    ],
    [
      `$pbkdf2$1212$${adapted64(B16)}$${adapted64(B32)}`,
      { scheme: 'pbkdf2-sha1', derivation: pbkdf2({ digest: 'sha1' }), isCanonical: false },
    ],
    [
      `$pbkdf2-sha1$1$${adapted64(B16)}$${adapted64(B32)}`,
      { scheme: 'pbkdf2-sha1', derivation: pbkdf2({ digest: 'sha1', iterations: 1 }) },
    ],
    [`{PBKDF2}1212$${adapted64(B16)}$${adapted64(B32)}`, { scheme: 'pbkdf2-sha1', isCanonical: false }],
    [
      `{PBKDF2-SHA256}1212$${adapted64(B16)}$${adapted64(B32)}`,
      { scheme: 'pbkdf2-sha256', derivation: pbkdf2() },
    ],
    [`{PBKDF2-SHA512}1212$${adapted64(B16)}$${adapted64(B32)}`, { scheme: 'pbkdf2-sha512' }],
    [
      `pbkdf2_sha256$1212$seasalt$${base64(B32)}`,
      { scheme: 'django-pbkdf2-sha256', normalizer: 'none', derivation: pbkdf2({ salt: utf8('seasalt') }) },
    ],
    [
      `pbkdf2_sha1$1212$seasalt$${base64(B32)}`,
      { scheme: 'django-pbkdf2-sha1', derivation: pbkdf2({ digest: 'sha1', salt: utf8('seasalt') }) },
    ],
    [
      `pbkdf2:sha512:1212$seasalt$${HEX32}`,
      {
        scheme: 'werkzeug-pbkdf2-sha512',
        normalizer: 'none',
        derivation: pbkdf2({ digest: 'sha512', salt: utf8('seasalt') }),
      },
    ],
    [
      `pbkdf2:sha384$seasalt$${HEX32}`,
      {
        scheme: 'werkzeug-pbkdf2-sha384',
        derivation: pbkdf2({ digest: 'sha384', iterations: 1_000_000, salt: utf8('seasalt') }),
      },
    ],
    [
      `pbkdf2$seasalt$${HEX32}`,
      {
        scheme: 'werkzeug-pbkdf2-sha256',
        derivation: pbkdf2({ iterations: 1_000_000, salt: utf8('seasalt') }),
      },
    ],
    [
      `pbkdf2:sha224:7$seasalt$${HEX32}`,
      { derivation: pbkdf2({ digest: 'sha224', iterations: 7, salt: utf8('seasalt') }) },
    ],
    [
      `pbkdf2:sha1:7$seasalt$${HEX32}`,
      { derivation: pbkdf2({ digest: 'sha1', iterations: 7, salt: utf8('seasalt') }) },
    ],
    [
      `{pbkdf2}${HEX16.slice(0, 16)}${HEX32}`,
      {
        scheme: 'spring-pbkdf2-sha1',
        normalizer: 'none',
        derivation: pbkdf2({ digest: 'sha1', iterations: 185_000, salt: B16.slice(0, 8) }),
        expected: B32,
      },
    ],
    [
      `{pbkdf2@SpringSecurity_v5_8}${HEX16}${HEX32}`,
      { scheme: 'spring-pbkdf2-sha256', derivation: pbkdf2({ iterations: 310_000 }), expected: B32 },
    ],
    [
      base64(aspnetBytes(1)),
      { scheme: 'aspnet-pbkdf2-sha256', normalizer: 'none', derivation: pbkdf2(), expected: B32 },
    ],
    [base64(aspnetBytes(0)), { scheme: 'aspnet-pbkdf2-sha1', derivation: pbkdf2({ digest: 'sha1' }) }],
    [
      base64(aspnetBytes(2, 16, B16)),
      { scheme: 'aspnet-pbkdf2-sha512', derivation: pbkdf2({ digest: 'sha512', length: 16 }), expected: B16 },
    ],
    [
      '$2b$04$CCCCCCCCCCCCCCCCCCCCC.3TTwpC5Bwj7ds9p/UadWA7yfctaiUsS',
      {
        scheme: 'bcrypt',
        parameters: { cost: 4 },
        isCanonical: true,
        derivation: {
          kind: 'bcrypt',
          cost: 4,
          encoded: '$2b$04$CCCCCCCCCCCCCCCCCCCCC.3TTwpC5Bwj7ds9p/UadWA7yfctaiUsS',
        },
      },
    ],
    [
      '$2y$31$CCCCCCCCCCCCCCCCCCCCC.3TTwpC5Bwj7ds9p/UadWA7yfctaiUsS',
      { parameters: { cost: 31 }, isCanonical: false },
    ],
    ['$2a$10$CCCCCCCCCCCCCCCCCCCCC.3TTwpC5Bwj7ds9p/UadWA7yfctaiUsS', { isCanonical: false }],
    [
      // Bits that no byte has: set by some software, and cleared here.
      '$2b$05$CCCCCCCCCCCCCCCCCCCCCx3TTwpC5Bwj7ds9p/UadWA7yfctaiUsS',
      {
        isCanonical: false,
        derivation: {
          kind: 'bcrypt',
          cost: 5,
          encoded: '$2b$05$CCCCCCCCCCCCCCCCCCCCCu3TTwpC5Bwj7ds9p/UadWA7yfctaiUsS',
        },
      },
    ],
    [
      'bcrypt$$2b$04$CCCCCCCCCCCCCCCCCCCCC.3TTwpC5Bwj7ds9p/UadWA7yfctaiUsS',
      { scheme: 'django-bcrypt', normalizer: 'none', isCanonical: false },
    ],
    [
      '{bcrypt}$2a$10$CCCCCCCCCCCCCCCCCCCCC.3TTwpC5Bwj7ds9p/UadWA7yfctaiUsS',
      { scheme: 'spring-bcrypt', normalizer: 'none' },
    ],
    [
      '$bcrypt-sha256$v=2,t=2b,r=12$n79VH.0Q2TMWmt3Oqt9uke$vi2hc9svHPaURDhg4XfSqwmdIQ1ufy2',
      { scheme: 'bcrypt-sha256', parameters: { cost: 12 }, isCanonical: true },
    ],
    [
      '$bcrypt-sha256$v=2,t=2a,r=12$n79VH.0Q2TMWmt3Oqt9uke$vi2hc9svHPaURDhg4XfSqwmdIQ1ufy2',
      { isCanonical: false },
    ],
    [
      '$bcrypt-sha256$t=2b,v=2,r=12$n79VH.0Q2TMWmt3Oqt9uke$vi2hc9svHPaURDhg4XfSqwmdIQ1ufy2',
      { isCanonical: false },
    ],
    [
      '$bcrypt-sha256$2a,5$n79VH.0Q2TMWmt3Oqt9uke$vi2hc9svHPaURDhg4XfSqwmdIQ1ufy2',
      { scheme: 'bcrypt-sha256', parameters: { cost: 5 }, isCanonical: false },
    ],
    [
      `$5$salt$${'a'.repeat(43)}`,
      {
        scheme: 'sha256-crypt',
        normalizer: 'none',
        isCanonical: false,
        parameters: { rounds: 5000 },
        derivation: { kind: 'sha-crypt', rounds: 5000, encoded: `$5$salt$${'a'.repeat(43)}` },
      },
    ],
    [`$6$rounds=1000$$${'a'.repeat(86)}`, { scheme: 'sha512-crypt', parameters: { rounds: 1000 } }],
    [
      `$P$9saltsalt${cryptText(B16)}`,
      {
        scheme: 'phpass',
        normalizer: 'none',
        isCanonical: false,
        parameters: { iterations: 2048 },
        expected: B16,
      },
    ],
    [`$H$5saltsalt${cryptText(B16)}`, { scheme: 'phpass', parameters: { iterations: 128 } }],
    [`$P$Ssaltsalt${cryptText(B16)}`, { parameters: { iterations: 2 ** 30 } }],
    [
      `$wrapped$sha1$argon2id$v=19$${A}`,
      { scheme: 'wrapped-sha1', normalizer: 'none', isCanonical: false, derivation: argon2() },
    ],
    [`$wrapped$md5$salt-before=00ff$argon2id$v=19$${A}`, { scheme: 'wrapped-md5' }],
    [`$wrapped$sha256$salt-after=$argon2id$v=19$${A}`, { scheme: 'wrapped-sha256' }],
    [`$wrapped$sha512$argon2id$v=19$${A}`, { scheme: 'wrapped-sha512' }],
  ];
  test.each(rows)('%s', (encoded, expected) => {
    expect(read(encoded)).toMatchObject(expected);
    expect(read(encoded).isWeak ?? false).toBe(false);
  });
});

const SHA1_HEX = 'a'.repeat(40);

describe('is read, when asked for by name, and called weak:', () => {
  const rows: readonly (readonly [encoded: string, scheme: string, format: WeakFormat])[] = [
    [`md5$seasalt$${HEX16}`, 'django-md5', 'django-digests'],
    [`sha1$seasalt$${SHA1_HEX}`, 'django-sha1', 'django-digests'],
    [`{sha256}${HEX16.slice(0, 16)}${HEX32}`, 'spring-sha256', 'spring-sha256'],
    [`{SSHA}${base64(Uint8Array.from([...B16, 1, 2, 3, 4, 5]))}`, 'ldap-ssha', 'ldap-ssha'],
    [HEX16, 'bare-md5', 'bare-digests'],
    [HEX16.toUpperCase(), 'bare-md5', 'bare-digests'],
    [SHA1_HEX, 'bare-sha1', 'bare-digests'],
    [HEX32, 'bare-sha256', 'bare-digests'],
    [HEX32 + HEX32, 'bare-sha512', 'bare-digests'],
    [`md5$$${HEX16}`, 'django-md5', 'django-digests'],
    [`sha1$$${SHA1_HEX}`, 'bare-sha1', 'bare-digests'],
  ];
  test.each(rows)('%s', (encoded, scheme, format) => {
    expect(readStoredHash(encoded, [format])).toMatchObject({ scheme, isWeak: true, isCanonical: false });
    expect(() => readStoredHash(encoded)).toThrow(
      expect.objectContaining({
        code: 'ERR_HASH_MALFORMED',
        message: expect.stringContaining('no kind that is known'),
      }),
    );
  });
});

// Computed with Python's hashlib.
describe('is the digest of a password:', () => {
  const rows: readonly (readonly [name: string, encoded: string, hex: string])[] = [
    ['md5 with salt', `md5$salt$${HEX16}`, '67a1e09bb1f83f5007dc119c14d663aa'],
    ['sha1 with salt', `sha1$salt$${SHA1_HEX}`, '59b3e8d637cf97edbe2384cf59cb7453dfe30789'],
    ['bare sha1', SHA1_HEX, '5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8'],
    [
      'LDAP, the salt behind',
      `{SSHA}${base64(Uint8Array.from([...new Uint8Array(20), ...utf8('salt')]))}`,
      'c88e9c67041a74e0357befdff93f87dde0904214',
    ],
  ];
  test.each(rows)('%s', (_name, encoded, hex) => {
    const { derivation } = read(encoded);
    if (derivation.kind !== 'digest') throw new Error('It is a digest.');
    expect(derivation.iterations).toBe(1);
    expect(toHex(derivation.compute(utf8('password')))).toBe(hex);
  });
});

describe('the input of', () => {
  test.each([
    [`$wrapped$md5$argon2id$v=19$${A}`, '5f4dcc3b5aa765d61d8327deb882cf99'],
    [`$wrapped$md5$salt-before=73616c74$argon2id$v=19$${A}`, '67a1e09bb1f83f5007dc119c14d663aa'],
    [`$wrapped$sha1$salt-after=73616c74$argon2id$v=19$${A}`, 'c88e9c67041a74e0357befdff93f87dde0904214'],
    [
      'bcrypt_sha256$$2b$04$CCCCCCCCCCCCCCCCCCCCC.3TTwpC5Bwj7ds9p/UadWA7yfctaiUsS',
      '5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8',
    ],
  ])('%s is the old digest in hexadecimal', (encoded, text) => {
    const bytes = read(encoded).input?.('password');
    expect(Buffer.from(bytes ?? []).toString()).toBe(text);
  });
});

describe('is refused:', () => {
  const digest = bare64(B32);
  const salt = bare64(B16);
  const rows: readonly (readonly [encoded: string, reason: string])[] = [
    [`$argon2x$v=19$${A}`, 'not an Argon2 PHC string'],
    [`$argon2id$v=19$${A}$`, 'not an Argon2 PHC string'],
    [`$ARGON2id$v=19$${A}`, 'no kind that is known'],
    [`$argon2Id$v=19$${A}`, 'not an Argon2 PHC string'],
    [`x$argon2id$v=19$${A}`, 'no kind that is known'],
    [`$argon2id$v=18$${A}`, 'neither 16 nor 19'],
    [`$argon2id$v=19$m=256,t=2,p=3,data=AAAA$${salt}$${digest}`, 'associated data'],
    [`$argon2id$v=19$m=256,t=2,p=3,x=1$${salt}$${digest}`, 'not the known ones'],
    [`$argon2id$v=19$m=256,t=2$${salt}$${digest}`, 'p is not a plain decimal number'],
    [`$argon2id$v=19$t=2,p=1$${salt}$${digest}`, 'm is not a plain decimal number'],
    [`$argon2id$v=19$m=256,p=1$${salt}$${digest}`, 't is not a plain decimal number'],
    [`$argon2id$v=19$m=256,t=0,p=1$${salt}$${digest}`, 'below what Argon2 allows'],
    [`$argon2id$v=19$m=256,t=1,p=0$${salt}$${digest}`, 'below what Argon2 allows'],
    [`$argon2id$v=19$m=23,t=1,p=3$${salt}$${digest}`, 'below what Argon2 allows'],
    [`$argon2id$v=19$m=256,t=2,p=3$${bare64(B16.slice(0, 7))}$${digest}`, 'fewer than 8 bytes'],
    [`$argon2id$v=19$m=256,t=2,p=3$AAAAA$${digest}`, 'its salt is not canonical Base64'],
    [`$argon2id$v=19$m=256,t=2,p=3$${salt}$AAAAA`, 'its digest is not canonical Base64'],
    [`$argon2id$v=19$m=256,t=2,p=3$${salt}$${bare64(B16.slice(0, 15))}`, '15 bytes, and 16 to 1024'],
    [`$argon2id$v=19$m=256,t=2,p=3,keyid=AAAAA$${salt}$${digest}`, 'its keyid is not canonical Base64'],
    [`$argon2id$v=19$m=256,t=2,p=3,keyid=/w$${salt}$${digest}`, 'its keyid is not UTF-8'],
    [`argon2$x$v=19$${A}`, 'Django writes for Argon2'],
    [`{argon2}argon2id$v=19$${A}`, 'Spring Security writes for Argon2'],
    [`{argon2}$argon2x$v=19$${A}`, 'not an Argon2 PHC string'],
    [`$scrypt$ln=10,r=8,p=1$${salt}$${digest}$`, 'scrypt'],
    [`$scrypt$ln=0,r=8,p=1$${salt}$${digest}`, 'not possible for scrypt'],
    [`$scrypt$ln=64,r=8,p=1$${salt}$${digest}`, 'not possible for scrypt'],
    [`$scrypt$ln=10,r=0,p=1$${salt}$${digest}`, 'not possible for scrypt'],
    [`$scrypt$ln=10,r=8,p=0$${salt}$${digest}`, 'not possible for scrypt'],
    [`$scrypt$ln=10,r=32768,p=32768$${salt}$${digest}`, 'not possible for scrypt'],
    [`scrypt$1023$salt$8$1$${base64(B32)}`, 'its N is not a power of two'],
    [`scrypt$1024$salt$8$1`, 'Django writes for scrypt'],
    [`scrypt$1024$salt$x$1$${base64(B32)}`, 'its r is not'],
    [`scrypt$1024$salt$8$x$${base64(B32)}`, 'its p is not'],
    [`scrypt$1024$salt$8$1$${digest}`, 'its digest is not canonical Base64'],
    [`scrypt:1023:8:1$salt$${HEX32}`, 'its N is not a power of two'],
    [`scrypt:x:8:1$salt$${HEX32}`, 'its N is not a plain'],
    [`scrypt:1024:x:1$salt$${HEX32}`, 'its r is not'],
    [`scrypt:1024:8:x$salt$${HEX32}`, 'its p is not'],
    [`scrypt:1024:8:1$salt$${HEX32}a`, 'its digest is not hexadecimal'],
    [`pbkdf2:sha256:1:2$salt$${HEX32}`, 'not what Werkzeug writes'],
    [`pbkdf2:md5:1$salt$${HEX32}`, 'its digest algorithm is not supported'],
    [`pbkdf2:sha256:0$salt$${HEX32}`, 'its number of rounds is 0'],
    [`pbkdf2:sha256:1$salt$xyz`, 'not what Werkzeug writes'],
    [`{scrypt}$a0803$${base64(B16)}`, 'Spring Security writes for scrypt'],
    [`{scrypt}$a0803$${salt}$${base64(B32)}`, 'its salt is not canonical Base64'],
    [`{scrypt}$a0803$${base64(B16)}$${digest}`, 'its digest is not canonical Base64'],
    [`{pbkdf2}${HEX32}`, 'Spring Security writes for PBKDF2'],
    [`{pbkdf2}${'x'.repeat(80)}`, 'Spring Security writes for PBKDF2'],
    [`{pbkdf2@SpringSecurity_v5_8}${HEX32}`, 'Spring Security writes for PBKDF2'],
    [`$7$C6..../....salt$short`, 'not a $7$ scrypt string'],
    [`$7$C6..../....$salt$${cryptText(B32)}`, 'not a $7$ scrypt string'],
    [`${HEX16}:${HEX32}`, 'no kind that is known'],
    [`$pbkdf2-sha224$1$${salt}$${digest}`, 'not a PBKDF2 string'],
    [`$pbkdf2-sha256$01$AAAA$${adapted64(B32)}`, 'its number of rounds is not'],
    [`$pbkdf2-sha256$0$AAAA$${adapted64(B32)}`, 'its number of rounds is 0'],
    [`$pbkdf2-sha256$1$AAAAA$${adapted64(B32)}`, 'its salt is not'],
    [`$pbkdf2-sha256$1$AAAA$AAAAA`, 'its digest is not'],
    [`pbkdf2_sha256$1$salt$${base64(B32)}$x`, 'Django writes for PBKDF2'],
    ['pbkdf2_sha256$1$salt', 'Django writes for PBKDF2'],
    [`pbkdf2_sha256$x$salt$${base64(B32)}`, 'its number of rounds is not'],
    [`pbkdf2_sha256$1$salt$${digest}`, 'its digest is not'],
    [base64(aspnetBytes(3)), 'ASP.NET Core Identity'],
    [base64(aspnetBytes(1, 17, B16)), 'ASP.NET Core Identity'],
    [`AQ${'A'.repeat(41)}`, 'it is not canonical Base64'],
    ['$2b$03$CCCCCCCCCCCCCCCCCCCCC.3TTwpC5Bwj7ds9p/UadWA7yfctaiUsS', 'from 04 to 31'],
    ['$2b$32$CCCCCCCCCCCCCCCCCCCCC.3TTwpC5Bwj7ds9p/UadWA7yfctaiUsS', 'from 04 to 31'],
    ['$2x$05$CCCCCCCCCCCCCCCCCCCCC.3TTwpC5Bwj7ds9p/UadWA7yfctaiUsS', 'broken bcrypt'],
    ['$2$05$CCCCCCCCCCCCCCCCCCCCC.3TTwpC5Bwj7ds9p/UadWA7yfctaiUsS', 'not a bcrypt string'],
    ['$2b$05$CCCCCCCCCCCCCCCCCCCCC.3TTwpC5Bwj7ds9p/UadWA7yfctaiUsSx', 'not a bcrypt string'],
    ['{bcrypt}x$2b$05$CCCCCCCCCCCCCCCCCCCCC.3TTwpC5Bwj7ds9p/UadWA7yfctaiUsS', 'not a bcrypt string'],
    [
      '$bcrypt-sha256$v=1,t=2b,r=12$n79VH.0Q2TMWmt3Oqt9uke$vi2hc9svHPaURDhg4XfSqwmdIQ1ufy2',
      'not a bcrypt-sha256 string',
    ],
    [
      '$bcrypt-sha256$v=2,t=2y,r=12$n79VH.0Q2TMWmt3Oqt9uke$vi2hc9svHPaURDhg4XfSqwmdIQ1ufy2',
      'not a bcrypt-sha256 string',
    ],
    [
      '$bcrypt-sha256$v=2,t=2b$n79VH.0Q2TMWmt3Oqt9uke$vi2hc9svHPaURDhg4XfSqwmdIQ1ufy2',
      'not a bcrypt-sha256 string',
    ],
    ['$bcrypt-sha256$2y,12$n79VH.0Q2TMWmt3Oqt9uke$vi2hc9svHPaURDhg4XfSqwmdIQ1ufy2', 'not the known ones'],
    ['$bcrypt-sha256$v=2,t=2b,r=12$n79VH.0Q2TMWmt3Oqt9uke$short', 'not a bcrypt-sha256 string'],
    [`$5$salt$${'a'.repeat(42)}`, 'not a sha-crypt string'],
    [`$6$salt$${'a'.repeat(43)}`, 'not a sha-crypt string'],
    [`$5$${'s'.repeat(17)}$${'a'.repeat(43)}`, 'not a sha-crypt string'],
    [`$5$rounds=01000$salt$${'a'.repeat(43)}`, 'its number of rounds is not'],
    [`$5$rounds=999$salt$${'a'.repeat(43)}`, 'its number of rounds is below 1000'],
    [`$P$4saltsalt${cryptText(B16)}`, 'not a phpass string'],
    [`$P$Tsaltsalt${cryptText(B16)}`, 'not a phpass string'],
    [`$P$9saltsalt${cryptText(B16)}x`, 'not a phpass string'],
    [`$P$9salt${cryptText(B16)}`, 'not a phpass string'],
    [`$wrapped$sha224$argon2id$v=19$${A}`, 'not a wrapped digest'],
    [`$wrapped$sha1$salt-before=0$argon2id$v=19$${A}`, 'not a wrapped digest'],
    [`$wrapped$sha1$salt-beside=00$argon2id$v=19$${A}`, 'not a wrapped digest'],
    [`$wrapped$sha1$argon2i$v=19$${A}`, 'not a wrapped digest'],
    [`{SSHA}${base64(new Uint8Array(20))}`, 'it has no salt'],
    [`{SSHA}${digest}`, 'it is not canonical Base64'],
    [`{sha256}${HEX32}`, 'no kind that is known'],
    [`sha256$salt$${HEX32}`, 'no kind that is known'],
    [`md5$salt$${HEX32}`, 'no kind that is known'],
    [`sha1$$${HEX16}`, 'no kind that is known'],
    ['a'.repeat(33), 'no kind that is known'],
    ['{noop}password', 'no kind that is known'],
    ['unknown$1$2', 'no kind that is known'],
    ['$unknown$1$2', 'no kind that is known'],
    ['x'.repeat(4097), 'more than 4096 characters'],
  ];
  test.each(rows)('%s', (encoded, reason) => {
    expect(() => read(encoded)).toThrow(
      expect.objectContaining({
        code: 'ERR_HASH_MALFORMED',
        name: 'MalformedHashError',
        message: expect.stringMatching(/^The stored hash cannot be read: .+\.$/),
      }),
    );
    expect(() => read(encoded)).toThrow(reason);
  });
});
