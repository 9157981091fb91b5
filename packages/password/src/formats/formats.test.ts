import { fromUtf8, hash, toHex, utf8 } from '@countersign/core';
import { describe, expect, test } from 'vitest';
import type { StoredHash } from '../hashing/derivation.ts';
import { ALL_WEAK, VECTORS } from '../testing/vectors.ts';
import { checkWeakFormats, isUnusable, readStoredHash } from './index.ts';

// What is read of each kind of string, without computing anything.

function summary({ derivation, expected, input: _, ...stored }: StoredHash): unknown {
  const salt = 'salt' in derivation ? toHex(derivation.salt) : undefined;
  const rest = { ...derivation, ...(salt !== undefined && { salt }) };
  if ('compute' in rest) return { ...stored, derivation: { ...rest, compute: 0 }, expected: toHex(expected) };
  return { ...stored, derivation: rest, expected: toHex(expected) };
}

const DIGEST = '000102030405060708090a0b0c0d0e0f';
const B64 = 'AAECAwQFBgcICQoLDA0ODw';
const SALT = 'somesalt';
const SALT_HEX = '736f6d6573616c74';
const SALT_B64 = 'c29tZXNhbHQ';

describe('Argon2', () => {
  const usual = { memory: 256, passes: 2, parallelism: 1 };
  const derivation = {
    kind: 'argon2',
    variant: 'argon2id',
    version: 0x13,
    ...usual,
    salt: SALT_HEX,
    length: 16,
  };

  test.each([
    [
      `$argon2id$v=19$m=256,t=2,p=1$${SALT_B64}$${B64}`,
      { scheme: 'argon2id', parameters: { version: 19, ...usual }, derivation, isCanonical: true },
    ],
    [
      `$argon2id$v=19$m=256,p=1,t=2$${SALT_B64}$${B64}`,
      { scheme: 'argon2id', parameters: { version: 19, ...usual }, derivation, isCanonical: false },
    ],
    [
      `$argon2i$m=256,t=2,p=1$${SALT_B64}$${B64}`,
      {
        scheme: 'argon2i',
        parameters: { version: 16, ...usual },
        derivation: { ...derivation, variant: 'argon2i', version: 0x10 },
        isCanonical: false,
      },
    ],
    [
      `$argon2d$v=16$m=8,t=1,p=1$${SALT_B64}$${B64}`,
      {
        scheme: 'argon2d',
        parameters: { version: 16, memory: 8, passes: 1, parallelism: 1 },
        derivation: { ...derivation, variant: 'argon2d', version: 0x10, memory: 8, passes: 1 },
        isCanonical: true,
      },
    ],
    [
      `$argon2id$v=19$m=256,t=2,p=1,keyid=MjAyNQ$${SALT_B64}$${B64}`,
      {
        scheme: 'argon2id',
        parameters: { version: 19, ...usual },
        derivation,
        isCanonical: true,
        pepperId: '2025',
      },
    ],
    [
      `$argon2id$v=19$m=256,t=2,p=1,keyid=/wA$${SALT_B64}$${B64}`,
      {
        scheme: 'argon2id',
        parameters: { version: 19, ...usual },
        derivation,
        isCanonical: false,
        pepperId: 'ff00',
      },
    ],
    [
      `$argon2id$v=19$m=256,t=2,p=1,data=AQID$${SALT_B64}$${B64}`,
      {
        scheme: 'argon2id',
        parameters: { version: 19, ...usual },
        derivation: { ...derivation, associatedData: new Uint8Array([1, 2, 3]) },
        isCanonical: false,
      },
    ],
    [
      `$argon2id$v=19$m=16,t=2,p=2$${SALT_B64}$${B64}`,
      {
        scheme: 'argon2id',
        parameters: { version: 19, memory: 16, passes: 2, parallelism: 2 },
        derivation: { ...derivation, memory: 16, parallelism: 2 },
        isCanonical: true,
      },
    ],
  ])('%s', (encoded, expected) => {
    expect(summary(readStoredHash(encoded))).toStrictEqual({ ...expected, expected: DIGEST });
  });

  // Printable ASCII reads as text, and everything else as hexadecimal.
  test.each([
    ['A', 'A'],
    [' ~', ' ~'],
    ['A\x1f', '411f'],
    ['\x7fA', '7f41'],
    ['Aÿ', '41c3bf'],
  ])('a keyid of %j is %j', (bytes, pepperId) => {
    const keyid = Buffer.from(bytes).toString('base64').replace(/=+$/, '');
    const encoded = `$argon2id$v=19$m=256,t=2,p=1,keyid=${keyid}$${SALT_B64}$${B64}`;
    expect(readStoredHash(encoded)).toMatchObject({ pepperId });
  });
});

const scryptOf = (
  cost: number,
  blockSize: number,
  parallelization: number,
  salt = SALT_HEX,
  length = 16,
) => ({
  parameters: { cost, blockSize, parallelization },
  derivation: { kind: 'scrypt', cost, blockSize, parallelization, salt, length },
});
const pbkdf2Of = (digest: string, iterations: number, salt = SALT_HEX, length = 16) => ({
  parameters: { digest, iterations },
  derivation: { kind: 'pbkdf2', digest, iterations, salt, length },
});
const bcryptOf = (cost: number) => ({
  parameters: { cost },
  derivation: {
    kind: 'bcrypt',
    cost,
    encoded: `$2b$${String(cost).padStart(2, '0')}$CCCCCCCCCCCCCCCCCCCCC.r5gqJaIw/Et6H9KstP3pEKn0VB0g6zW`,
  },
});
const BCRYPT = 'CCCCCCCCCCCCCCCCCCCCC.r5gqJaIw/Et6H9KstP3pEKn0VB0g6zW';
const LONG = DIGEST.repeat(4);
const foreign = { normalizer: 'none', isCanonical: false };
const argon2Of = (variant: string) => ({
  parameters: { version: 19, memory: 256, passes: 2, parallelism: 1 },
  derivation: {
    kind: 'argon2',
    variant,
    version: 0x13,
    memory: 256,
    passes: 2,
    parallelism: 1,
    salt: SALT_HEX,
    length: 16,
  },
});
const ARGON2I = `$argon2i$v=19$m=256,t=2,p=1$${SALT_B64}$${B64}`;
/** What ASP.NET Core Identity writes: 1, the digest's number, the rounds, the salt's length, salt and digest. */
function aspnetOf(digest: number, saltLength: number, ...rest: readonly string[]): string {
  const fields = Buffer.alloc(13);
  fields[0] = 1;
  fields.writeUInt32BE(digest, 1);
  fields.writeUInt32BE(1000, 5);
  fields.writeUInt32BE(saltLength, 9);
  return Buffer.concat([fields, ...rest.map((part) => Buffer.from(part, 'hex'))]).toString('base64');
}

test.each<readonly [string, object]>([
  [`$scrypt$ln=4,r=8,p=2$${SALT_B64}$${B64}`, { scheme: 'scrypt', ...scryptOf(16, 8, 2), isCanonical: true }],
  [
    `$scrypt$r=8,ln=4,p=2$${SALT_B64}$${B64}`,
    { scheme: 'scrypt', ...scryptOf(16, 8, 2), isCanonical: false },
  ],
  [`$scrypt$ln=1,r=8,p=2$${SALT_B64}$${B64}`, { scheme: 'scrypt', ...scryptOf(2, 8, 2), isCanonical: true }],
  [
    `$scrypt$ln=63,r=8,p=2$${SALT_B64}$${B64}`,
    { scheme: 'scrypt', ...scryptOf(2 ** 63, 8, 2), isCanonical: true },
  ],
  [`$scrypt$ln=15,r=1,p=1$$${B64}`, { scheme: 'scrypt', ...scryptOf(2 ** 15, 1, 1, ''), isCanonical: true }],
  [
    `$pbkdf2-sha256$1000$${SALT_B64}$${B64}`,
    { scheme: 'pbkdf2-sha256', ...pbkdf2Of('sha256', 1000), isCanonical: true },
  ],
  [`$pbkdf2$1$${SALT_B64}$${B64}`, { scheme: 'pbkdf2-sha1', ...pbkdf2Of('sha1', 1), isCanonical: false }],
  [
    `$pbkdf2-sha512$1000$/.AB$${B64}`,
    { scheme: 'pbkdf2-sha512', ...pbkdf2Of('sha512', 1000, 'ffe001'), isCanonical: true },
  ],
  [
    `{PBKDF2-SHA512}1000$${SALT_B64}$${B64}`,
    { scheme: 'pbkdf2-sha512', ...pbkdf2Of('sha512', 1000), isCanonical: false },
  ],
  [
    `$pbkdf2-sha1$1000$${SALT_B64}$${B64}`,
    { scheme: 'pbkdf2-sha1', ...pbkdf2Of('sha1', 1000), isCanonical: true },
  ],
  [
    `{PBKDF2}1000$${SALT_B64}$${B64}`,
    { scheme: 'pbkdf2-sha1', ...pbkdf2Of('sha1', 1000), isCanonical: false },
  ],
  [`$2b$10$${BCRYPT}`, { scheme: 'bcrypt', ...bcryptOf(10), isCanonical: true, expected: '' }],
  [`$2a$04$${BCRYPT}`, { scheme: 'bcrypt', ...bcryptOf(4), isCanonical: false, expected: '' }],
  [`$2y$31$${BCRYPT}`, { scheme: 'bcrypt', ...bcryptOf(31), isCanonical: false, expected: '' }],
  [
    `$2b$10$${BCRYPT.replace('C.', 'C/')}`,
    { scheme: 'bcrypt', ...bcryptOf(10), isCanonical: false, expected: '' },
  ],
  [
    `$bcrypt-sha256$v=2,t=2b,r=10$${BCRYPT.slice(0, 22)}$${BCRYPT.slice(22)}`,
    { scheme: 'bcrypt-sha256', ...bcryptOf(10), isCanonical: true, expected: '' },
  ],
  [
    `$bcrypt-sha256$v=2,t=2b,r=4$${BCRYPT.slice(0, 22)}$${BCRYPT.slice(22)}`,
    { scheme: 'bcrypt-sha256', ...bcryptOf(4), isCanonical: true, expected: '' },
  ],
  [
    `$bcrypt-sha256$v=2,r=10,t=2a$${BCRYPT.slice(0, 22)}$${BCRYPT.slice(22)}`,
    { scheme: 'bcrypt-sha256', ...bcryptOf(10), isCanonical: false, expected: '' },
  ],
  [
    `$bcrypt-sha256$2a,5$${BCRYPT.slice(0, 22)}$${BCRYPT.slice(22)}`,
    { scheme: 'bcrypt-sha256', ...bcryptOf(5), isCanonical: false, expected: '' },
  ],
  [
    `$bcrypt-sha256$2b,12$${BCRYPT.slice(0, 22)}$${BCRYPT.slice(22)}`,
    { scheme: 'bcrypt-sha256', ...bcryptOf(12), isCanonical: false, expected: '' },
  ],
  [
    `$bcrypt-sha256$v=2,r=10,t=2b$${BCRYPT.slice(0, 22)}$${BCRYPT.slice(22)}`,
    { scheme: 'bcrypt-sha256', ...bcryptOf(10), isCanonical: false, expected: '' },
  ],
  [
    `$bcrypt-sha256$v=2,t=2b,r=10$${BCRYPT.slice(0, 22).replace('C.', 'C/')}$${BCRYPT.slice(22)}`,
    { scheme: 'bcrypt-sha256', ...bcryptOf(10), isCanonical: false, expected: '' },
  ],
  [`argon2${ARGON2I}`, { scheme: 'django-argon2i', ...argon2Of('argon2i'), ...foreign }],
  [`{argon2}${ARGON2I}`, { scheme: 'spring-argon2i', ...argon2Of('argon2i'), ...foreign }],
  [
    `{argon2@SpringSecurity_v5_8}${ARGON2I}`,
    { scheme: 'spring-argon2i', ...argon2Of('argon2i'), ...foreign },
  ],
  ...(['sha1', 'sha256', 'sha512'] as const).map(
    (digest, number) =>
      [
        aspnetOf(number, 8, SALT_HEX, DIGEST),
        { scheme: `aspnet-pbkdf2-${digest}`, ...pbkdf2Of(digest, 1000), ...foreign },
      ] as const,
  ),
  ...(['sha1', 'sha224', 'sha256', 'sha384', 'sha512'] as const).map(
    (digest) =>
      [
        `pbkdf2:${digest}:1000$${SALT}$${DIGEST}`,
        { scheme: `werkzeug-pbkdf2-${digest}`, ...pbkdf2Of(digest, 1000), ...foreign },
      ] as const,
  ),
  [`scrypt:16:16:12$${SALT}$${DIGEST}`, { scheme: 'werkzeug-scrypt', ...scryptOf(16, 16, 12), ...foreign }],
  [
    `$7$2.1.../....${SALT}$${'.'.repeat(43)}`,
    {
      scheme: 'crypt-scrypt',
      ...scryptOf(16, 192, 1, SALT_HEX, 32),
      ...foreign,
      expected: '00'.repeat(32),
    },
  ],
  [`$wp$2y$10$${BCRYPT}`, { scheme: 'wordpress-bcrypt', ...bcryptOf(10), ...foreign, expected: '' }],
  [
    `pbkdf2_sha256$1000$${SALT}$${B64}==`,
    { scheme: 'django-pbkdf2-sha256', ...pbkdf2Of('sha256', 1000), ...foreign },
  ],
  [
    `pbkdf2_sha1$1000$${SALT}$${B64}==`,
    { scheme: 'django-pbkdf2-sha1', ...pbkdf2Of('sha1', 1000), ...foreign },
  ],
  [`scrypt$16$${SALT}$8$2$${B64}==`, { scheme: 'django-scrypt', ...scryptOf(16, 8, 2), ...foreign }],
  [`bcrypt$$2b$10$${BCRYPT}`, { scheme: 'django-bcrypt', ...bcryptOf(10), ...foreign, expected: '' }],
  [
    `bcrypt_sha256$$2b$10$${BCRYPT}`,
    { scheme: 'django-bcrypt-sha256', ...bcryptOf(10), ...foreign, expected: '' },
  ],
  [`scrypt:16:8:2$${SALT}$${DIGEST}`, { scheme: 'werkzeug-scrypt', ...scryptOf(16, 8, 2), ...foreign }],
  [
    `pbkdf2:sha512:1000$${SALT}$${DIGEST}`,
    { scheme: 'werkzeug-pbkdf2-sha512', ...pbkdf2Of('sha512', 1000), ...foreign },
  ],
  [`{bcrypt}$2a$10$${BCRYPT}`, { scheme: 'spring-bcrypt', ...bcryptOf(10), ...foreign, expected: '' }],
  [
    `{pbkdf2}${SALT_HEX}${LONG.slice(0, 64)}`,
    {
      scheme: 'spring-pbkdf2-sha1',
      ...pbkdf2Of('sha1', 185_000, SALT_HEX, 32),
      ...foreign,
      expected: LONG.slice(0, 64),
    },
  ],
  [
    `{pbkdf2@SpringSecurity_v5_8}${SALT_HEX.repeat(2)}${LONG.slice(0, 64)}`,
    {
      scheme: 'spring-pbkdf2-sha256',
      ...pbkdf2Of('sha256', 310_000, SALT_HEX.repeat(2), 32),
      ...foreign,
      expected: LONG.slice(0, 64),
    },
  ],
  [
    `{scrypt}$e0801$${SALT_B64}=$${B64}==`,
    { scheme: 'spring-scrypt', ...scryptOf(2 ** 14, 8, 1), ...foreign },
  ],
  [
    `{scrypt@SpringSecurity_v5_8}$100802$${SALT_B64}=$${B64}==`,
    { scheme: 'spring-scrypt', ...scryptOf(2 ** 16, 8, 2), ...foreign },
  ],
  [
    `${'ab'.repeat(16)}:${LONG}`,
    {
      scheme: 'better-auth-scrypt',
      ...scryptOf(2 ** 14, 16, 1, '6162'.repeat(16), 64),
      normalizer: 'nfkc',
      isCanonical: false,
      expected: LONG,
    },
  ],
  [
    `s2:${'aB3d'.repeat(4)}:${LONG}`,
    {
      scheme: 'better-auth-scrypt',
      ...scryptOf(2 ** 14, 16, 1, '61423364'.repeat(4), 64),
      normalizer: 'nfkc',
      isCanonical: false,
      expected: LONG,
    },
  ],
  [
    `$7$26..../....${SALT}$${'.'.repeat(43)}`,
    {
      scheme: 'crypt-scrypt',
      ...scryptOf(16, 8, 1, SALT_HEX, 32),
      ...foreign,
      expected: '00'.repeat(32),
    },
  ],
  [
    `$5$rounds=1000$${SALT}$${'.'.repeat(43)}`,
    {
      scheme: 'sha256-crypt',
      parameters: { rounds: 1000 },
      derivation: { kind: 'digest', iterations: 1000, compute: 0 },
      ...foreign,
      expected: '00'.repeat(32),
    },
  ],
  [
    `$6$$${'.'.repeat(86)}`,
    {
      scheme: 'sha512-crypt',
      parameters: { rounds: 5000 },
      derivation: { kind: 'digest', iterations: 5000, compute: 0 },
      ...foreign,
      expected: '00'.repeat(64),
    },
  ],
  [
    `$H$5${SALT}${'/'.repeat(21)}.`,
    {
      scheme: 'phpass',
      parameters: { iterations: 128 },
      derivation: { kind: 'digest', iterations: 128, compute: 0 },
      ...foreign,
      expected: '411004411004411004411004411004'.concat('01'),
    },
  ],
  [
    `$P$S${SALT}${'.'.repeat(22)}`,
    {
      scheme: 'phpass',
      parameters: { iterations: 2 ** 30 },
      derivation: { kind: 'digest', iterations: 2 ** 30, compute: 0 },
      ...foreign,
      expected: '00'.repeat(16),
    },
  ],
])('%s', (encoded, expected) => {
  expect(summary(readStoredHash(encoded))).toEqual({ expected: DIGEST, ...expected });
});

test.each([
  [`md5$${SALT}$${DIGEST}`, 'django-md5', 1],
  [`sha1$${SALT}$${DIGEST}00112233`, 'django-sha1', 1],
  [`{sha256}${LONG.slice(0, 80)}`, 'spring-sha256', 1024],
  ['{SSHA}ndJKNTVltc0N5SmGoEOTWcMfRiNzZWFzYWx0IQ==', 'ldap-ssha', 1],
  [DIGEST, 'bare-md5', 1],
  [DIGEST.toUpperCase(), 'bare-md5', 1],
])('%s is weak, and read only by whoever accepts that', (encoded, scheme, iterations) => {
  expect(readStoredHash(encoded, ALL_WEAK)).toMatchObject({
    scheme,
    isWeak: true,
    normalizer: 'none',
    isCanonical: false,
    parameters: iterations === 1 ? {} : { iterations },
    derivation: { kind: 'digest', iterations },
  });
  expect(() => readStoredHash(encoded)).toThrow('it is of no kind that is known or accepted here');
  for (const name of ALL_WEAK.filter((weak) => !scheme.startsWith(weak.slice(0, 4))))
    expect(() => readStoredHash(encoded, [name])).toThrow('it is of no kind that is known or accepted here');
});

describe('a hash stands alone', () => {
  const kinds = new Map([
    ...VECTORS.map(([scheme, , encoded]) => [`${scheme} ${encoded.slice(0, 6)}`, encoded] as const),
    ['wrapped', `$wrapped$md5$argon2id$v=19$m=256,t=2,p=1$${SALT_B64}$${B64}`],
    ['aspnet', aspnetOf(1, 8, SALT_HEX, DIGEST)],
  ]);
  test.each([...kinds])('%s, with anything before or behind it', (_kind, encoded) => {
    for (const other of [`${encoded}~`, `${encoded}\n`, `${encoded}$`])
      expect(() => readStoredHash(other, ALL_WEAK)).toThrow(
        expect.objectContaining({ code: 'ERR_HASH_MALFORMED' }),
      );
    for (const other of [`~${encoded}`, `\n${encoded}`])
      expect(() => readStoredHash(other, ALL_WEAK)).toThrow(
        'it is of no kind that is known or accepted here',
      );
  });
});

describe('damage is told', () => {
  const argon2 = (version: string, parameters: string, salt = SALT_B64, digest = B64): string =>
    `$argon2id$${version}$${parameters}$${salt}$${digest}`;
  const usual = 'm=256,t=2,p=1';
  const bcryptParts = `${BCRYPT.slice(0, 22)}$${BCRYPT.slice(22)}`;

  test.each([
    ['$argon2', 'it is not an Argon2 PHC string'],
    ['$argon2idx$v=19$m=256,t=2,p=1$c29tZXNhbHQ$AAECAwQFBgcICQoLDA0ODw', 'it is not an Argon2 PHC string'],
    ['$ARGON2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$AAECAwQFBgcICQoLDA0ODw', 'it is of no kind that is known'],
    [`${argon2('v=19', usual)}\n`, 'it is not an Argon2 PHC string'],
    [argon2('v=18', usual), 'its version is neither 16 nor 19'],
    [argon2('v=019', usual), 'its version is neither 16 nor 19'],
    [argon2('v=19', 'm=256,t=2'), 'p is not a plain decimal number'],
    [argon2('v=19', 'm=256,p=2'), 't is not a plain decimal number'],
    [argon2('v=19', 't=256,p=2'), 'm is not a plain decimal number'],
    [argon2('v=19', 'm=0256,t=2,p=1'), 'm is not a plain decimal number'],
    [argon2('v=19', 'm=10000000000,t=2,p=1'), 'm is not a plain decimal number'],
    [argon2('v=19', 'm=256,t=2,p=1,x=1'), 'its parameters are not the known ones, each once'],
    [argon2('v=19', 'm=256,t=2,p=1,t=2'), 'its parameters are not the known ones, each once'],
    [argon2('v=19', 'm=256,t=2,p=1,'), 'its parameters are not the known ones, each once'],
    [argon2('v=19', 'm,t=2,p=1'), 'its parameters are not the known ones, each once'],
    [argon2('v=19', 'm=7,t=2,p=1'), 'its parameters are below what Argon2 allows'],
    [argon2('v=19', 'm=15,t=2,p=2'), 'its parameters are below what Argon2 allows'],
    [argon2('v=19', 'm=256,t=0,p=1'), 'its parameters are below what Argon2 allows'],
    [argon2('v=19', 'm=256,t=1,p=0'), 'its parameters are below what Argon2 allows'],
    [argon2('v=19', usual, 'AAECAwQFBg'), 'its salt has fewer than 8 bytes'],
    [argon2('v=19', usual, 'c29tZXNhbHR'), 'its salt is not canonical Base64'],
    [argon2('v=19', usual, 'c29tZXNhb'), 'its salt is not canonical Base64'],
    [
      argon2('v=19', usual, SALT_B64, B64.slice(0, 20)),
      'its digest has 15 bytes, and 16 to 1024 are expected',
    ],
    [argon2('v=19', usual, SALT_B64, 'A'.repeat(1368)), 'its digest has 1026 bytes, and 16 to 1024'],
    [argon2('v=19', usual, SALT_B64, `${B64.slice(0, -1)}x`), 'its digest is not canonical Base64'],
    [argon2('v=19', `${usual},keyid=A`), 'its keyid is not canonical Base64'],
    [argon2('v=19', `${usual},data=A`), 'its associated data is not canonical Base64'],
    ['$scrypt$', 'it is not a scrypt PHC string'],
    [`$scrypt$ln=4,r=8,p=1$${SALT_B64}$${B64}$`, 'it is not a scrypt PHC string'],
    [`$scrypt$ln=4,r=8,p=1,x=1$${SALT_B64}$${B64}`, 'its parameters are not the known ones, each once'],
    [`$scrypt$r=8,p=1$${SALT_B64}$${B64}`, 'ln is not a plain decimal number'],
    [`$scrypt$ln=4,p=1$${SALT_B64}$${B64}`, 'r is not a plain decimal number'],
    [`$scrypt$ln=4,r=8$${SALT_B64}$${B64}`, 'p is not a plain decimal number'],
    [`$scrypt$ln=0,r=8,p=1$${SALT_B64}$${B64}`, 'its parameters are not possible for scrypt'],
    [`$scrypt$ln=16,r=1,p=1$${SALT_B64}$${B64}`, 'its parameters are not possible for scrypt'],
    [`$scrypt$ln=64,r=8,p=1$${SALT_B64}$${B64}`, 'its parameters are not possible for scrypt'],
    [`$scrypt$ln=4,r=0,p=1$${SALT_B64}$${B64}`, 'its parameters are not possible for scrypt'],
    [`$scrypt$ln=4,r=8,p=0$${SALT_B64}$${B64}`, 'its parameters are not possible for scrypt'],
    [`$scrypt$ln=4,r=32768,p=32768$${SALT_B64}$${B64}`, 'its parameters are not possible for scrypt'],
    [`$scrypt$ln=4,r=8,p=1$A$${B64}`, 'its salt is not canonical Base64'],
    [`$scrypt$ln=4,r=8,p=1$${SALT_B64}$A`, 'its digest is not canonical Base64'],
    [`$pbkdf2-sha256$1000$${SALT_B64}`, 'it is not a PBKDF2 string'],
    [`$pbkdf2-md5$1000$${SALT_B64}$${B64}`, 'it is not a PBKDF2 string'],
    [`$pbkdf2-sha256$1000$${SALT_B64}$${B64} `, 'it is not a PBKDF2 string'],
    [`$pbkdf2-sha256$0$${SALT_B64}$${B64}`, 'its number of rounds is 0'],
    [`$pbkdf2-sha256$x$${SALT_B64}$${B64}`, 'its number of rounds is not a plain decimal number'],
    [`$pbkdf2-sha256$1000$A$${B64}`, 'its salt is not canonical Base64'],
    [`$pbkdf2-sha256$1000$${SALT_B64}$A`, 'its digest is not canonical Base64'],
    [`{PBKDF2-SHA256}1000$${SALT_B64}`, 'it is not a PBKDF2 string'],
    ['$2b$10$short', 'it is not a bcrypt string'],
    [`$2$10$${BCRYPT}`, 'it is not a bcrypt string'],
    [`$2z$10$${BCRYPT}`, 'it is not a bcrypt string'],
    [`$2b$10$${BCRYPT}x`, 'it is not a bcrypt string'],
    [`$2b$1$${BCRYPT}`, 'it is not a bcrypt string'],
    [`$2x$10$${BCRYPT}`, 'it was made by the broken bcrypt that $2x$ marks'],
    [`$2b$03$${BCRYPT}`, 'its cost is not from 04 to 31'],
    [`$2b$32$${BCRYPT}`, 'its cost is not from 04 to 31'],
    ['$bcrypt-sha256$', 'it is not a bcrypt-sha256 string'],
    [`$bcrypt-sha256$v=2,t=2y,r=10$${bcryptParts}`, 'it is not a bcrypt-sha256 string'],
    [`$bcrypt-sha256$v=1,t=2b,r=10$${bcryptParts}`, 'it is not a bcrypt-sha256 string'],
    [`$bcrypt-sha256$t=2b,r=10$${bcryptParts}`, 'it is not a bcrypt-sha256 string'],
    [`$bcrypt-sha256$v=2,t=2b$${bcryptParts}`, 'it is not a bcrypt-sha256 string'],
    [`$bcrypt-sha256$v=2,r=10$${bcryptParts}`, 'it is not a bcrypt-sha256 string'],
    [`$bcrypt-sha256$2c,10$${bcryptParts}`, 'its parameters are not the known ones, each once'],
    [`$bcrypt-sha256$x2b,10$${bcryptParts}`, 'its parameters are not the known ones, each once'],
    [`$bcrypt-sha256$2b,10x$${bcryptParts}`, 'its parameters are not the known ones, each once'],
    [`$bcrypt-sha256$2b,100$${bcryptParts}`, 'its parameters are not the known ones, each once'],
    [`$bcrypt-sha256$v=2,t=2b,r=3$${bcryptParts}`, 'its cost is not from 04 to 31'],
    [`$bcrypt-sha256$v=2,t=2b,r=100$${bcryptParts}`, 'it is not a bcrypt string'],
    [`$wp$2y$10$short`, 'it is not a bcrypt string'],
    ['pbkdf2_sha256$1000$salt', 'it is not what Django writes for PBKDF2'],
    [`pbkdf2_sha256$1000$${SALT}$${B64}==$`, 'it is not what Django writes for PBKDF2'],
    [`pbkdf2_sha256$01000$${SALT}$${B64}==`, 'its number of rounds is not a plain decimal number'],
    [`pbkdf2_sha256$1000$${SALT}$${B64}`, 'its digest is not canonical Base64'],
    [`argon2$$argon2id$v=19$${usual}$${SALT_B64}$${B64}`, 'it is not what Django writes for Argon2'],
    ['argon2$bcrypt', 'it is not what Django writes for Argon2'],
    ['bcrypt$2b', 'it is not a bcrypt string'],
    ['bcrypt_sha256$2b', 'it is not a bcrypt string'],
    ['scrypt$16$salt$8$1', 'it is not what Django writes for scrypt'],
    [`scrypt$15$${SALT}$8$2$${B64}==`, 'its N is not a power of two'],
    [`scrypt$1x$${SALT}$8$2$${B64}==`, 'its N is not a plain decimal number'],
    [`scrypt$16$${SALT}$x$2$${B64}==`, 'its r is not a plain decimal number'],
    [`scrypt$16$${SALT}$8$x$${B64}==`, 'its p is not a plain decimal number'],
    [`scrypt$16$${SALT}$8$2$${B64}`, 'its digest is not canonical Base64'],
    [`scrypt$16$${SALT}$8$2$${B64}==$`, 'it is not what Django writes for scrypt'],
    [`scrypt:16:8:2$${SALT}$${DIGEST}0`, 'it is not what Werkzeug writes'],
    [`scrypt:15:8:2$${SALT}$${DIGEST}`, 'its N is not a power of two'],
    [`scrypt:x:8:2$${SALT}$${DIGEST}`, 'its N is not a plain decimal number'],
    [`scrypt:16:x:2$${SALT}$${DIGEST}`, 'its r is not a plain decimal number'],
    [`scrypt:16:8:x$${SALT}$${DIGEST}`, 'its p is not a plain decimal number'],
    [`scrypt:16:8:2:1$${SALT}$${DIGEST}`, 'it is not what Werkzeug writes'],
    [`scrypt:16:8:2$${SALT}$${DIGEST.slice(2)}`, 'its digest has 15 bytes'],
    [`pbkdf2:sha256:1000:1$${SALT}$${DIGEST}`, 'it is not what Werkzeug writes'],
    [`pbkdf2:md4:1000$${SALT}$${DIGEST}`, 'its digest algorithm is not supported'],
    [`pbkdf2:sha256:1e3$${SALT}$${DIGEST}`, 'its number of rounds is not a plain decimal number'],
    [`pbkdf2:sha256:1000$${SALT}$${DIGEST}0`, 'it is not what Werkzeug writes'],
    [`pbkdf2:sha256:1000$${SALT}$xyz`, 'it is not what Werkzeug writes'],
    ['{bcrypt}x', 'it is not a bcrypt string'],
    ['{argon2}x', 'it is not what Spring Security writes for Argon2'],
    ['{scrypt}x', 'it is not what Spring Security writes for scrypt'],
    [`{scrypt}$e0801$${SALT_B64}$${B64}==`, 'its salt is not canonical Base64'],
    [`{scrypt}$e0801$${SALT_B64}=$${B64}`, 'its digest is not canonical Base64'],
    [`{scrypt}$0801$${SALT_B64}=$${B64}==`, 'its parameters are not possible for scrypt'],
    [`{scrypt}x$e0801$${SALT_B64}=$${B64}==`, 'it is not what Spring Security writes for scrypt'],
    [`{pbkdf2}g${SALT_HEX}${LONG.slice(0, 63)}`, 'it is not what Spring Security writes for PBKDF2'],
    ['{pbkdf2}zz', 'it is not what Spring Security writes for PBKDF2'],
    [`{pbkdf2}${SALT_HEX}${LONG.slice(0, 62)}`, 'it is not what Spring Security writes for PBKDF2'],
    [`{pbkdf2}${SALT_HEX}${LONG.slice(0, 66)}`, 'it is not what Spring Security writes for PBKDF2'],
    [`{pbkdf2}${SALT_HEX}${LONG.slice(0, 63)}g`, 'it is not what Spring Security writes for PBKDF2'],
    [`AQ${'A'.repeat(42)}`, 'its number of rounds is 0'],
    [`AQ${'A'.repeat(41)}`, 'it is not canonical Base64'],
    [
      'AQAAAAMAAAPoAAAAEAABAgMEBQYHCAkKCwwNDg8DCeL+Tgvf59D+SCjUHCNEFuLZv7Yc3Y9kOhHPv9/BGQ==',
      'it is not what ASP.NET',
    ],
    [
      'AQAAAAAAAAPoAAAAMAABAgMEBQYHCAkKCwwNDg8DCeL+Tgvf59D+SCjUHCNEFuLZv7Yc3Y9kOhHPv9/BGQ==',
      'it is not what ASP.NET',
    ],
    [aspnetOf(3, 8, SALT_HEX, DIGEST), 'it is not what ASP.NET'],
    [`${aspnetOf(1, 8, SALT_HEX, DIGEST)}~`, 'it is of no kind that is known or accepted here'],
    [aspnetOf(1, 9, SALT_HEX, DIGEST), 'it is not what ASP.NET'],
    [aspnetOf(1, 2 ** 32 - 1, SALT_HEX, DIGEST), 'it is not what ASP.NET'],
    ['$6$salt$', 'it is not a sha-crypt string'],
    [`$6$${'s'.repeat(17)}$${'.'.repeat(86)}`, 'it is not a sha-crypt string'],
    [`$6$with:colon$${'.'.repeat(86)}`, 'it is not a sha-crypt string'],
    [`$5$salt$${'.'.repeat(42)}`, 'its digest is not 32 bytes in the Base64 of crypt(3)'],
    [`$5$salt$${'.'.repeat(42)}z`, 'its digest is not 32 bytes in the Base64 of crypt(3)'],
    [`$6$salt$${'.'.repeat(43)}`, 'its digest is not 64 bytes in the Base64 of crypt(3)'],
    [`$6$rounds=999$salt$${'.'.repeat(86)}`, 'it has fewer than 1000 rounds'],
    [`$6$rounds=05000$salt$${'.'.repeat(86)}`, 'its number of rounds is not a plain decimal number'],
    ['$P$', 'it is not a phpass string'],
    [`$P$4${SALT}${'.'.repeat(22)}`, 'it is not a phpass string'],
    [`$P$T${SALT}${'.'.repeat(22)}`, 'it is not a phpass string'],
    [`$P$5${SALT}${'.'.repeat(21)}z`, 'its digest is not 16 bytes in the Base64 of crypt(3)'],
    ['$7$', 'it is not a $7$ scrypt string'],
    [`$7$26..../....${SALT}$${'.'.repeat(42)}`, 'it is not a $7$ scrypt string'],
    [`$7$26..../....${SALT}$${'.'.repeat(42)}z`, 'its digest is not 32 bytes in the Base64 of crypt(3)'],
    [`$7$.6..../....${SALT}$${'.'.repeat(43)}`, 'its parameters are not possible for scrypt'],
    ['$wrapped$', 'it is not a wrapped digest'],
    [`$wrapped$sha256$salt-before=0$argon2id$v=19$${usual}$${SALT_B64}$${B64}`, 'it is not a wrapped digest'],
    [`$wrapped$sha224$argon2id$v=19$${usual}$${SALT_B64}$${B64}`, 'it is not a wrapped digest'],
    [`$wrapped$md5$argon2i$v=19$${usual}$${SALT_B64}$${B64}`, 'it is not a wrapped digest'],
    [`$wrapped$md5$salt-within=00$argon2id$v=19$${usual}$${SALT_B64}$${B64}`, 'it is not a wrapped digest'],
    ['{noop}password', 'it is of no kind that is known or accepted here'],
    ['{unknown}x', 'it is of no kind that is known or accepted here'],
    [`${'g'.repeat(15)}:${LONG}`, 'it is of no kind that is known or accepted here'],
    [`${'g'.repeat(65)}:${LONG}`, 'it is of no kind that is known or accepted here'],
    [`${'g'.repeat(16)}:${LONG.slice(2)}`, 'it is of no kind that is known or accepted here'],
    [`md5$${SALT}$${DIGEST}0`, 'it is of no kind that is known or accepted here'],
    [`md5$${SALT}$${DIGEST}00112233`, 'it is of no kind that is known or accepted here'],
    [`sha1$${SALT}$${DIGEST}`, 'it is of no kind that is known or accepted here'],
    [`sha1$${SALT}$${DIGEST}0011223344`, 'it is of no kind that is known or accepted here'],
    [`md5$${SALT}$${DIGEST.slice(1)}g`, 'it is of no kind that is known or accepted here'],
    [`{sha256}${LONG.slice(0, 78)}`, 'it is of no kind that is known or accepted here'],
    ['{SSHA}AAECAwQFBgcICQoLDA0ODxAREhM=', 'it has no salt'],
    ['{SSHA}AAE', 'it is not canonical Base64'],
    [`${DIGEST}0`, 'it is of no kind that is known or accepted here'],
    [`g${DIGEST.slice(1)}`, 'it is of no kind that is known or accepted here'],
    [`${DIGEST.slice(1)}g`, 'it is of no kind that is known or accepted here'],
    [`pbkdf2_sha256$1000$\ud800$${B64}==`, 'it holds half a character'],
    ['x'.repeat(4097), 'it has more than 4096 characters'],
    ['x'.repeat(4096), 'it is of no kind that is known or accepted here'],
  ])('%s: %s', (encoded, reason) => {
    expect(() => readStoredHash(encoded, ALL_WEAK)).toThrow(
      expect.objectContaining({
        code: 'ERR_HASH_MALFORMED',
        message: expect.stringContaining(`The stored hash cannot be read: ${reason}`),
      }),
    );
  });

  test('what is no text is a mistake of the caller', () => {
    // @ts-expect-error wrong on purpose
    expect(() => readStoredHash(undefined)).toThrow(
      expect.objectContaining({
        code: 'ERR_INVALID_ARGUMENT',
        argument: 'encoded',
        message: 'encoded must be a string.',
      }),
    );
  });
});

test('a wrapped digest is read as what is around it', () => {
  const inner = `$argon2id$v=19$m=256,t=2,p=1,keyid=MjAyNQ$${SALT_B64}$${B64}`;
  const read = readStoredHash(`$wrapped$sha1$salt-after=00ff${inner}`);
  expect(summary(read)).toEqual({
    ...Object(summary(readStoredHash(inner))),
    scheme: 'wrapped-sha1',
    ...foreign,
  });
  expect(fromUtf8(read.input?.('password') ?? new Uint8Array())).toMatch(/^[0-9a-f]{40}$/);
});

describe('what is computed of a password, where digests are all there is', () => {
  const DIGESTS = [
    'bare-md5',
    'bare-sha1',
    'bare-sha256',
    'bare-sha512',
    'django-md5',
    'django-sha1',
    'ldap-ssha',
    'phpass',
    'sha256-crypt',
    'sha512-crypt',
    'spring-sha256',
  ];
  const computed = VECTORS.filter(([scheme]) => DIGESTS.includes(scheme));

  test('there are vectors of each', () => {
    expect([...new Set(computed.map(([scheme]) => scheme))].sort()).toEqual(DIGESTS);
  });

  test.each(computed)('%s of %s: %s', async (_scheme, password, encoded) => {
    const { derivation, expected } = readStoredHash(encoded, ALL_WEAK);
    if (derivation.kind !== 'digest') throw new Error(`It is read as ${derivation.kind}.`);
    expect(toHex(await derivation.compute(utf8(password)))).toBe(toHex(expected));
    expect(toHex(await derivation.compute(utf8(`${password}x`)))).not.toBe(toHex(expected));
  });
});

describe('what bcrypt and Argon2 get in place of the password', () => {
  const parts = `${BCRYPT.slice(0, 22)}$${BCRYPT.slice(22)}`;
  const inner = `$argon2id$v=19$m=256,t=2,p=1$${SALT_B64}$${B64}`;
  // Of 'lètmein', computed with Python's hashlib, hmac and base64.
  test.each([
    [`bcrypt_sha256$$2b$10$${BCRYPT}`, hash('sha256', 'lètmein', { encoding: 'hex' })],
    [`$bcrypt-sha256$2b,10$${parts}`, hash('sha256', 'lètmein', { encoding: 'base64' })],
    [`$bcrypt-sha256$v=2,t=2b,r=10$${parts}`, 'U1K30hgzQnXPHoHD/mZoyH739YjuWgQDUdfWDS25haA='],
    [`$wp$2y$10$${BCRYPT}`, 'OERoeI1DRcLk3Hcej0cMU4zmjoTWFXYcaUhdFYLPtrB7RZAb02ZwlWFrXHVuCYXk'],
    [`$wrapped$md5${inner}`, '88a434c88cca4e900f7874cd98123f43'],
    [`$wrapped$md5$salt-before=${toHex(utf8('seasalt'))}${inner}`, '3f86d0d3d465b7b458c231bf3555c0e3'],
    [
      `$wrapped$sha1$salt-after=${toHex(utf8('seasalt!'))}${inner}`,
      '9dd24a353565b5cd0de52986a0439359c31f4623',
    ],
    [`$wrapped$sha1$salt-after=${inner}`, hash('sha1', 'lètmein', { encoding: 'hex' })],
  ])('%s', (encoded, expected) => {
    const { input } = readStoredHash(encoded);
    expect(input && fromUtf8(input('lètmein'))).toBe(expected);
  });

  test('WordPress trims as PHP does: at both ends, and no other spaces', () => {
    const { input } = readStoredHash(`$wp$2y$10$${BCRYPT}`);
    const of = (password: string): string | undefined => input && fromUtf8(input(password));
    expect(of(' \n\r\t\v\0lètmein\0\v\t\r\n ')).toBe(of('lètmein'));
    for (const other of ['lèt mein', '\u00a0lètmein', 'lètmein\u2003', '\flètmein'])
      expect(of(other)).not.toBe(of('lètmein'));
  });
});

test.each([
  ['', true],
  ['!', true],
  ['!xyz', true],
  ['*', true],
  ['*0', true],
  ['x!', false],
  [' ', false],
])('%j stands for no password: %j', (encoded, expected) => {
  expect(isUnusable(encoded)).toBe(expected);
});

test.each(['md5', 'toString', undefined, 5])('acceptWeak of %j is refused', (name) => {
  // @ts-expect-error wrong on purpose
  expect(() => checkWeakFormats([name])).toThrow(
    expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument: 'acceptWeak' }),
  );
});

test('acceptWeak must be an array', () => {
  // @ts-expect-error wrong on purpose
  expect(() => checkWeakFormats('ldap-ssha')).toThrow(
    /django-digests, spring-sha256, ldap-ssha, bare-digests/,
  );
  expect(checkWeakFormats()).toEqual([]);
  expect(checkWeakFormats(['ldap-ssha'])).toEqual(['ldap-ssha']);
});
