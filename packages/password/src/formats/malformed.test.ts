import { describe, expect, test } from 'vitest';
import { ALL_WEAK } from '../../test/vectors.ts';
import { readStoredHash } from './read.ts';

const DIGEST = '000102030405060708090a0b0c0d0e0f';
const B64 = 'AAECAwQFBgcICQoLDA0ODw';
const SALT = 'somesalt';
const SALT_HEX = '736f6d6573616c74';
const SALT_B64 = 'c29tZXNhbHQ';
const BCRYPT = 'CCCCCCCCCCCCCCCCCCCCC.r5gqJaIw/Et6H9KstP3pEKn0VB0g6zW';
const LONG = DIGEST.repeat(4);
/** The fields of ASP.NET Core Identity: 1, the digest's number, the rounds, the salt's length, salt and digest. */
function aspnetOf(digest: number, saltLength: number, ...rest: readonly string[]): string {
  const fields = Buffer.alloc(13);
  fields[0] = 1;
  fields.writeUInt32BE(digest, 1);
  fields.writeUInt32BE(1000, 5);
  fields.writeUInt32BE(saltLength, 9);
  return Buffer.concat([fields, ...rest.map((part) => Buffer.from(part, 'hex'))]).toString('base64');
}

const argon2 = (version: string, parameters: string, salt = SALT_B64, digest = B64): string =>
  `$argon2id$${version}$${parameters}$${salt}$${digest}`;
const usual = 'm=256,t=2,p=1';
const bcryptParts = `${BCRYPT.slice(0, 22)}$${BCRYPT.slice(22)}`;

describe('a damaged or unknown hash', () => {
  test.each([
    ['$argon2'],
    ['$argon2idx$v=19$m=256,t=2,p=1$c29tZXNhbHQ$AAECAwQFBgcICQoLDA0ODw'],
    ['$ARGON2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$AAECAwQFBgcICQoLDA0ODw'],
    [`${argon2('v=19', usual)}\n`],
    [argon2('v=18', usual)],
    [argon2('v=019', usual)],
    [argon2('v=19', 'm=256,t=2')],
    [argon2('v=19', 'm=256,p=2')],
    [argon2('v=19', 't=256,p=2')],
    [argon2('v=19', 'm=0256,t=2,p=1')],
    [argon2('v=19', 'm=10000000000,t=2,p=1')],
    [argon2('v=19', 'm=256,t=2,p=1,x=1')],
    [argon2('v=19', 'm=256,t=2,p=1,t=2')],
    [argon2('v=19', 'm=256,t=2,p=1,')],
    [argon2('v=19', 'm,t=2,p=1')],
    [argon2('v=19', 'm=7,t=2,p=1')],
    [argon2('v=19', 'm=15,t=2,p=2')],
    [argon2('v=19', 'm=256,t=0,p=1')],
    [argon2('v=19', 'm=256,t=1,p=0')],
    [argon2('v=19', usual, 'AAECAwQFBg')],
    [argon2('v=19', usual, 'c29tZXNhbHR')],
    [argon2('v=19', usual, 'c29tZXNhb')],
    [argon2('v=19', usual, SALT_B64, B64.slice(0, 20))],
    [argon2('v=19', usual, SALT_B64, 'A'.repeat(1368))],
    [argon2('v=19', usual, SALT_B64, `${B64.slice(0, -1)}x`)],
    [argon2('v=19', `${usual},keyid=A`)],
    [argon2('v=19', `${usual},data=A`)],
    ['$scrypt$'],
    [`$scrypt$ln=4,r=8,p=1$${SALT_B64}$${B64}$`],
    [`$scrypt$ln=4,r=8,p=1,x=1$${SALT_B64}$${B64}`],
    [`$scrypt$r=8,p=1$${SALT_B64}$${B64}`],
    [`$scrypt$ln=4,p=1$${SALT_B64}$${B64}`],
    [`$scrypt$ln=4,r=8$${SALT_B64}$${B64}`],
    [`$scrypt$ln=0,r=8,p=1$${SALT_B64}$${B64}`],
    [`$scrypt$ln=16,r=1,p=1$${SALT_B64}$${B64}`],
    [`$scrypt$ln=64,r=8,p=1$${SALT_B64}$${B64}`],
    [`$scrypt$ln=4,r=0,p=1$${SALT_B64}$${B64}`],
    [`$scrypt$ln=4,r=8,p=0$${SALT_B64}$${B64}`],
    [`$scrypt$ln=4,r=32768,p=32768$${SALT_B64}$${B64}`],
    [`$scrypt$ln=4,r=8,p=1$A$${B64}`],
    [`$scrypt$ln=4,r=8,p=1$${SALT_B64}$A`],
    [`$pbkdf2-sha256$1000$${SALT_B64}`],
    [`$pbkdf2-md5$1000$${SALT_B64}$${B64}`],
    [`$pbkdf2-sha256$1000$${SALT_B64}$${B64} `],
    [`$pbkdf2-sha256$0$${SALT_B64}$${B64}`],
    [`$pbkdf2-sha256$x$${SALT_B64}$${B64}`],
    [`$pbkdf2-sha256$1000$A$${B64}`],
    [`$pbkdf2-sha256$1000$${SALT_B64}$A`],
    [`{PBKDF2-SHA256}1000$${SALT_B64}`],
    ['$2b$10$short'],
    [`$2$10$${BCRYPT}`],
    [`$2z$10$${BCRYPT}`],
    [`$2b$10$${BCRYPT}x`],
    [`$2b$1$${BCRYPT}`],
    [`$2x$10$${BCRYPT}`],
    [`$2b$03$${BCRYPT}`],
    [`$2b$32$${BCRYPT}`],
    ['$bcrypt-sha256$'],
    [`$bcrypt-sha256$v=2,t=2y,r=10$${bcryptParts}`],
    [`$bcrypt-sha256$v=1,t=2b,r=10$${bcryptParts}`],
    [`$bcrypt-sha256$t=2b,r=10$${bcryptParts}`],
    [`$bcrypt-sha256$v=2,t=2b$${bcryptParts}`],
    [`$bcrypt-sha256$v=2,r=10$${bcryptParts}`],
    [`$bcrypt-sha256$2c,10$${bcryptParts}`],
    [`$bcrypt-sha256$x2b,10$${bcryptParts}`],
    [`$bcrypt-sha256$2b,10x$${bcryptParts}`],
    [`$bcrypt-sha256$2b,100$${bcryptParts}`],
    [`$bcrypt-sha256$v=2,t=2b,r=3$${bcryptParts}`],
    [`$bcrypt-sha256$v=2,t=2b,r=100$${bcryptParts}`],
    [`$wp$2y$10$short`],
    ['pbkdf2_sha256$1000$salt'],
    [`pbkdf2_sha256$1000$${SALT}$${B64}==$`],
    [`pbkdf2_sha256$01000$${SALT}$${B64}==`],
    [`pbkdf2_sha256$1000$${SALT}$${B64}`],
    [`argon2$$argon2id$v=19$${usual}$${SALT_B64}$${B64}`],
    ['argon2$bcrypt'],
    ['bcrypt$2b'],
    ['bcrypt_sha256$2b'],
    ['scrypt$16$salt$8$1'],
    [`scrypt$15$${SALT}$8$2$${B64}==`],
    [`scrypt$1x$${SALT}$8$2$${B64}==`],
    [`scrypt$16$${SALT}$x$2$${B64}==`],
    [`scrypt$16$${SALT}$8$x$${B64}==`],
    [`scrypt$16$${SALT}$8$2$${B64}`],
    [`scrypt$16$${SALT}$8$2$${B64}==$`],
    [`scrypt:16:8:2$${SALT}$${DIGEST}0`],
    [`scrypt:15:8:2$${SALT}$${DIGEST}`],
    [`scrypt:x:8:2$${SALT}$${DIGEST}`],
    [`scrypt:16:x:2$${SALT}$${DIGEST}`],
    [`scrypt:16:8:x$${SALT}$${DIGEST}`],
    [`scrypt:16:8:2:1$${SALT}$${DIGEST}`],
    [`scrypt:16:8:2$${SALT}$${DIGEST.slice(2)}`],
    [`pbkdf2:sha256:1000:1$${SALT}$${DIGEST}`],
    [`pbkdf2:md4:1000$${SALT}$${DIGEST}`],
    [`pbkdf2:sha256:1e3$${SALT}$${DIGEST}`],
    [`pbkdf2:sha256:1000$${SALT}$${DIGEST}0`],
    [`pbkdf2:sha256:1000$${SALT}$xyz`],
    ['{bcrypt}x'],
    ['{argon2}x'],
    ['{scrypt}x'],
    [`{scrypt}$e0801$${SALT_B64}$${B64}==`],
    [`{scrypt}$e0801$${SALT_B64}=$${B64}`],
    [`{scrypt}$0801$${SALT_B64}=$${B64}==`],
    [`{scrypt}x$e0801$${SALT_B64}=$${B64}==`],
    [`{pbkdf2}g${SALT_HEX}${LONG.slice(0, 63)}`],
    ['{pbkdf2}zz'],
    [`{pbkdf2}${SALT_HEX}${LONG.slice(0, 62)}`],
    [`{pbkdf2}${SALT_HEX}${LONG.slice(0, 66)}`],
    [`{pbkdf2}${SALT_HEX}${LONG.slice(0, 63)}g`],
    [`AQ${'A'.repeat(42)}`],
    [`AQ${'A'.repeat(41)}`],
    ['AQAAAAMAAAPoAAAAEAABAgMEBQYHCAkKCwwNDg8DCeL+Tgvf59D+SCjUHCNEFuLZv7Yc3Y9kOhHPv9/BGQ=='],
    ['AQAAAAAAAAPoAAAAMAABAgMEBQYHCAkKCwwNDg8DCeL+Tgvf59D+SCjUHCNEFuLZv7Yc3Y9kOhHPv9/BGQ=='],
    [aspnetOf(3, 8, SALT_HEX, DIGEST)],
    [`${aspnetOf(1, 8, SALT_HEX, DIGEST)}~`],
    [aspnetOf(1, 9, SALT_HEX, DIGEST)],
    [aspnetOf(1, 2 ** 32 - 1, SALT_HEX, DIGEST)],
    ['$6$salt$'],
    [`$6$${'s'.repeat(17)}$${'.'.repeat(86)}`],
    [`$6$with:colon$${'.'.repeat(86)}`],
    [`$5$salt$${'.'.repeat(42)}`],
    [`$5$salt$${'.'.repeat(42)}z`],
    [`$6$salt$${'.'.repeat(43)}`],
    [`$6$rounds=999$salt$${'.'.repeat(86)}`],
    [`$6$rounds=05000$salt$${'.'.repeat(86)}`],
    ['$P$'],
    [`$P$4${SALT}${'.'.repeat(22)}`],
    [`$P$T${SALT}${'.'.repeat(22)}`],
    [`$P$5${SALT}${'.'.repeat(21)}z`],
    ['$7$'],
    [`$7$26..../....${SALT}$${'.'.repeat(42)}`],
    [`$7$26..../....${SALT}$${'.'.repeat(42)}z`],
    [`$7$.6..../....${SALT}$${'.'.repeat(43)}`],
    ['$wrapped$'],
    [`$wrapped$sha256$salt-before=0$argon2id$v=19$${usual}$${SALT_B64}$${B64}`],
    [`$wrapped$sha224$argon2id$v=19$${usual}$${SALT_B64}$${B64}`],
    [`$wrapped$md5$argon2i$v=19$${usual}$${SALT_B64}$${B64}`],
    [`$wrapped$md5$salt-within=00$argon2id$v=19$${usual}$${SALT_B64}$${B64}`],
    ['{noop}password'],
    ['{unknown}x'],
    [`${'g'.repeat(15)}:${LONG}`],
    [`${'g'.repeat(129)}:${LONG}`],
    [`${'g'.repeat(16)}:${LONG.slice(2)}`],
    [`md5$${SALT}$${DIGEST}0`],
    [`md5$${SALT}$${DIGEST}00112233`],
    [`sha1$${SALT}$${DIGEST}`],
    [`sha1$${SALT}$${DIGEST}0011223344`],
    [`md5$${SALT}$${DIGEST.slice(1)}g`],
    [`{sha256}${LONG.slice(0, 78)}`],
    ['{SSHA}AAECAwQFBgcICQoLDA0ODxAREhM='],
    ['{SSHA}AAE'],
    [`${DIGEST}0`],
    [`g${DIGEST.slice(1)}`],
    [`${DIGEST.slice(1)}g`],
    [`pbkdf2_sha256$1000$\ud800$${B64}==`],
    ['x'.repeat(4097)],
    ['x'.repeat(4096)],
  ])('%s is a typed error', (encoded) => {
    expect(() => readStoredHash(encoded, ALL_WEAK)).toThrow(
      expect.objectContaining({ code: 'ERR_HASH_MALFORMED' }),
    );
  });
});

test('a value that is not a string is an error of the caller', () => {
  // @ts-expect-error wrong on purpose
  expect(() => readStoredHash(undefined)).toThrow(
    expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument: 'encoded' }),
  );
});
