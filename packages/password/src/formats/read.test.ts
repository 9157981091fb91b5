import { fromUtf8, hash, toHex, utf8 } from '@countersign/core';
import { describe, expect, test } from 'vitest';
import { ALL_WEAK, VECTORS } from '../../test/vectors.ts';
import type { StoredHash } from './derivation.ts';
import { isUnusable, readStoredHash } from './read.ts';

// Reads one string of each kind and computes no hash.

function summary({
  derivation,
  expected,
  input: _input,
  variants: _variants,
  alternatives: _alternatives,
  inputRounds: _inputRounds,
  isOldVersion: _isOldVersion,
  ...stored
}: StoredHash): unknown {
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
      { scheme: 'argon2id', parameters: { version: 19, ...usual }, derivation },
    ],
    [
      `$argon2id$v=19$m=256,p=1,t=2$${SALT_B64}$${B64}`,
      { scheme: 'argon2id', parameters: { version: 19, ...usual }, derivation },
    ],
    [
      `$argon2i$m=256,t=2,p=1$${SALT_B64}$${B64}`,
      {
        scheme: 'argon2i',
        parameters: { version: 16, ...usual },
        derivation: { ...derivation, variant: 'argon2i', version: 0x10 },
      },
    ],
    [
      `$argon2d$v=16$m=8,t=1,p=1$${SALT_B64}$${B64}`,
      {
        scheme: 'argon2d',
        parameters: { version: 16, memory: 8, passes: 1, parallelism: 1 },
        derivation: { ...derivation, variant: 'argon2d', version: 0x10, memory: 8, passes: 1 },
      },
    ],
    [
      `$argon2id$v=19$m=256,t=2,p=1,keyid=MjAyNQ$${SALT_B64}$${B64}`,
      {
        scheme: 'argon2id',
        parameters: { version: 19, ...usual },
        derivation,
        pepperId: '2025',
      },
    ],
    [
      `$argon2id$v=19$m=256,t=2,p=1,keyid=/wA$${SALT_B64}$${B64}`,
      {
        scheme: 'argon2id',
        parameters: { version: 19, ...usual },
        derivation,
        pepperId: 'hex:ff00',
      },
    ],
    [
      `$argon2id$v=19$m=256,t=2,p=1,data=AQID$${SALT_B64}$${B64}`,
      {
        scheme: 'argon2id',
        parameters: { version: 19, ...usual },
        derivation: { ...derivation, associatedData: new Uint8Array([1, 2, 3]) },
      },
    ],
    [
      `$argon2id$v=19$m=16,t=2,p=2$${SALT_B64}$${B64}`,
      {
        scheme: 'argon2id',
        parameters: { version: 19, memory: 16, passes: 2, parallelism: 2 },
        derivation: { ...derivation, memory: 16, parallelism: 2 },
      },
    ],
  ])('%s', (encoded, expected) => {
    expect(summary(readStoredHash(encoded))).toEqual({ ...expected, expected: DIGEST });
  });

  // Printable ASCII reads as text, and everything else as hexadecimal.
  test.each([
    ['A', 'A'],
    [' ~', ' ~'],
    ['A\x1f', 'hex:411f'],
    ['\x7fA', 'hex:7f41'],
    ['Aÿ', 'hex:41c3bf'],
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
const foreign = { normalizer: 'none' };
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
/** The fields of ASP.NET Core Identity: 1, the digest's number, the rounds, the salt's length, salt and digest. */
function aspnetOf(digest: number, saltLength: number, ...rest: readonly string[]): string {
  const fields = Buffer.alloc(13);
  fields[0] = 1;
  fields.writeUInt32BE(digest, 1);
  fields.writeUInt32BE(1000, 5);
  fields.writeUInt32BE(saltLength, 9);
  return Buffer.concat([fields, ...rest.map((part) => Buffer.from(part, 'hex'))]).toString('base64');
}

test.each<readonly [string, object]>([
  [`$scrypt$ln=4,r=8,p=2$${SALT_B64}$${B64}`, { scheme: 'scrypt', ...scryptOf(16, 8, 2) }],
  [`$scrypt$r=8,ln=4,p=2$${SALT_B64}$${B64}`, { scheme: 'scrypt', ...scryptOf(16, 8, 2) }],
  [`$scrypt$ln=1,r=8,p=2$${SALT_B64}$${B64}`, { scheme: 'scrypt', ...scryptOf(2, 8, 2) }],
  [`$scrypt$ln=63,r=8,p=2$${SALT_B64}$${B64}`, { scheme: 'scrypt', ...scryptOf(2 ** 63, 8, 2) }],
  [`$scrypt$ln=15,r=1,p=1$$${B64}`, { scheme: 'scrypt', ...scryptOf(2 ** 15, 1, 1, '') }],
  [`$pbkdf2-sha256$1000$${SALT_B64}$${B64}`, { scheme: 'pbkdf2-sha256', ...pbkdf2Of('sha256', 1000) }],
  [`$pbkdf2$1$${SALT_B64}$${B64}`, { scheme: 'pbkdf2-sha1', ...pbkdf2Of('sha1', 1) }],
  [`$pbkdf2-sha512$1000$/.AB$${B64}`, { scheme: 'pbkdf2-sha512', ...pbkdf2Of('sha512', 1000, 'ffe001') }],
  [`{PBKDF2-SHA512}1000$${SALT_B64}$${B64}`, { scheme: 'pbkdf2-sha512', ...pbkdf2Of('sha512', 1000) }],
  [`$pbkdf2-sha1$1000$${SALT_B64}$${B64}`, { scheme: 'pbkdf2-sha1', ...pbkdf2Of('sha1', 1000) }],
  [`{PBKDF2}1000$${SALT_B64}$${B64}`, { scheme: 'pbkdf2-sha1', ...pbkdf2Of('sha1', 1000) }],
  [`$2b$10$${BCRYPT}`, { scheme: 'bcrypt', ...bcryptOf(10), expected: '' }],
  [`$2a$04$${BCRYPT}`, { scheme: 'bcrypt', ...bcryptOf(4), expected: '' }],
  [`$2y$31$${BCRYPT}`, { scheme: 'bcrypt', ...bcryptOf(31), expected: '' }],
  [`$2b$10$${BCRYPT.replace('C.', 'C/')}`, { scheme: 'bcrypt', ...bcryptOf(10), expected: '' }],
  [
    `$bcrypt-sha256$v=2,t=2b,r=10$${BCRYPT.slice(0, 22)}$${BCRYPT.slice(22)}`,
    { scheme: 'bcrypt-sha256', ...bcryptOf(10), expected: '' },
  ],
  [
    `$bcrypt-sha256$v=2,t=2b,r=4$${BCRYPT.slice(0, 22)}$${BCRYPT.slice(22)}`,
    { scheme: 'bcrypt-sha256', ...bcryptOf(4), expected: '' },
  ],
  [
    `$bcrypt-sha256$v=2,r=10,t=2a$${BCRYPT.slice(0, 22)}$${BCRYPT.slice(22)}`,
    { scheme: 'bcrypt-sha256', ...bcryptOf(10), expected: '' },
  ],
  [
    `$bcrypt-sha256$2a,5$${BCRYPT.slice(0, 22)}$${BCRYPT.slice(22)}`,
    { scheme: 'bcrypt-sha256', ...bcryptOf(5), expected: '' },
  ],
  [
    `$bcrypt-sha256$2b,12$${BCRYPT.slice(0, 22)}$${BCRYPT.slice(22)}`,
    { scheme: 'bcrypt-sha256', ...bcryptOf(12), expected: '' },
  ],
  [
    `$bcrypt-sha256$v=2,r=10,t=2b$${BCRYPT.slice(0, 22)}$${BCRYPT.slice(22)}`,
    { scheme: 'bcrypt-sha256', ...bcryptOf(10), expected: '' },
  ],
  [
    `$bcrypt-sha256$v=2,t=2b,r=10$${BCRYPT.slice(0, 22).replace('C.', 'C/')}$${BCRYPT.slice(22)}`,
    { scheme: 'bcrypt-sha256', ...bcryptOf(10), expected: '' },
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
      expected: LONG,
    },
  ],
  [
    `s2:${'aB3d'.repeat(4)}:${LONG}`,
    {
      scheme: 'better-auth-scrypt',
      ...scryptOf(2 ** 14, 16, 1, '61423364'.repeat(4), 64),
      normalizer: 'nfkc',
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
])('reads the weak hash %s only if it is accepted', (encoded, scheme, iterations) => {
  expect(readStoredHash(encoded, ALL_WEAK)).toMatchObject({
    scheme,
    isWeak: true,
    normalizer: 'none',
    parameters: iterations === 1 ? {} : { iterations },
    derivation: { kind: 'digest', iterations },
  });
  expect(() => readStoredHash(encoded)).toThrow(expect.objectContaining({ code: 'ERR_HASH_MALFORMED' }));
  for (const name of ALL_WEAK.filter((weak) => !scheme.startsWith(weak.slice(0, 4))))
    expect(() => readStoredHash(encoded, [name])).toThrow(
      expect.objectContaining({ code: 'ERR_HASH_MALFORMED' }),
    );
});

describe('text around a hash', () => {
  const kinds = new Map([
    ...VECTORS.map(([scheme, , encoded]) => [`${scheme} ${encoded.slice(0, 6)}`, encoded] as const),
    ['wrapped', `$wrapped$md5$argon2id$v=19$m=256,t=2,p=1$${SALT_B64}$${B64}`],
    ['aspnet', aspnetOf(1, 8, SALT_HEX, DIGEST)],
  ]);
  test.each([...kinds])('rejects %s with text before or after it', (_kind, encoded) => {
    for (const other of [`${encoded}~`, `${encoded}\n`, `${encoded}$`])
      expect(() => readStoredHash(other, ALL_WEAK)).toThrow(
        expect.objectContaining({ code: 'ERR_HASH_MALFORMED' }),
      );
    for (const other of [`~${encoded}`, `\n${encoded}`])
      expect(() => readStoredHash(other, ALL_WEAK)).toThrow(
        expect.objectContaining({ code: 'ERR_HASH_MALFORMED' }),
      );
  });
});

test('a wrapped digest is read as the Argon2id around it', async () => {
  const inner = `$argon2id$v=19$m=256,t=2,p=1,keyid=MjAyNQ$${SALT_B64}$${B64}`;
  const read = readStoredHash(`$wrapped$sha1$salt-after=00ff${inner}`);
  expect(summary(read)).toEqual({
    ...Object(summary(readStoredHash(inner))),
    scheme: 'wrapped-sha1',
    ...foreign,
  });
  expect(fromUtf8((await read.input?.('password')) ?? new Uint8Array())).toMatch(/^[0-9a-f]{40}$/);
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
  ])('%s', async (encoded, expected) => {
    const { input } = readStoredHash(encoded);
    expect(fromUtf8((await input?.('lètmein')) ?? new Uint8Array())).toBe(expected);
  });
});

test.each([
  ['lètmein', ['lètmein']],
  [" it's ", [" it's ", "it's", "it\\'s"]],
  ['a"b\\c\0', ['a"b\\c\0', 'a"b\\c', 'a\\"b\\\\c\\0']],
  ['\u00a0lètmein\f', ['\u00a0lètmein\f']],
  ['   ', ['   ']],
])('WordPress may have hashed %j as %j', (password, expected) => {
  for (const encoded of [`$wp$2y$10$${BCRYPT}`, `$P$9${SALT}${'.'.repeat(22)}`])
    expect(readStoredHash(encoded).variants?.(password)).toEqual(expected);
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
