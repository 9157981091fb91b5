import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { engine } from '#signature';
import { importKey } from '../index.ts';
import { b64 } from '../testing/forge.ts';
import { algorithms, checkAlgorithm, checkAlgorithms, findAlgorithm } from './algorithms.ts';
import {
  isDerStructure,
  largestParameter,
  pkcs1PrivateJwk,
  pkcs1PublicJwk,
  pointJwk,
  sec1PrivateJwk,
  wrappedRsaJwk,
} from './formats/der.ts';
import {
  isOpenSshPublicLine,
  openSshPrivateFile,
  openSshPrivateJwk,
  openSshPublicJwk,
} from './formats/openssh.ts';
import { findPem } from './formats/pem.ts';
import { fromInteger, toInteger } from './integers.ts';
import { checkJwkUse, isJwk, isSameAlgorithm, jwkMaterial, publicHalf } from './jwk.ts';
import type { Jwk } from './key.ts';
import { secretMaterial } from './secret.ts';

// The parts of key files, one by one: what each accepts, and what it says of what it refuses. Files of real tools are in
// files.test.ts. The keys are new each time: the names of tests must not have them, or nobody finds a test again.

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const rsaJwk: Jwk = { kty: '', ...rsa.privateKey.export({ format: 'jwk' }) };
const ec: Jwk = {
  kty: '',
  ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
};
const ed: Jwk = { kty: '', ...generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }) };
const bytesOf = (text: string | undefined): Buffer => Buffer.from(text ?? '', 'base64url');

/** DER, by hand: tag, length, content. */
function der(tag: number, ...content: readonly (Uint8Array | number[])[]): Buffer {
  const body = Buffer.concat(content.map((part) => Buffer.from(part)));
  const size = body.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}
const integer = (bytes: Uint8Array): Buffer => der(2, (bytes[0] ?? 0) >= 0x80 ? [0, ...bytes] : bytes);
const PRIVATE = ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'] as const;
const pkcs1Public = der(0x30, integer(bytesOf(rsaJwk.n)), integer(bytesOf(rsaJwk.e)));
const pkcs1Private = der(
  0x30,
  integer(Buffer.of(0)),
  ...PRIVATE.map((name) => integer(bytesOf(rsaJwk[name]))),
);
const RSA_ID = der(0x30, der(6, [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01]), der(5));
const MALFORMED = 'The key inside the PEM is damaged: its DER encoding does not add up.';
const parts = (names: readonly string[]): Jwk => ({
  kty: 'RSA',
  ...Object.fromEntries(names.map((name) => [name, rsaJwk[name]])),
});

describe('DER', () => {
  test('of PKCS#1, alone and wrapped, is read into the parts of a JWK', () => {
    expect(pkcs1PublicJwk(pkcs1Public)).toEqual(parts(['n', 'e']));
    expect(pkcs1PrivateJwk(pkcs1Private)).toEqual(parts(PRIVATE));
    expect(wrappedRsaJwk(der(0x30, RSA_ID, der(3, [0], pkcs1Public)))).toEqual(parts(['n', 'e']));
    expect(wrappedRsaJwk(der(0x30, der(2, [0]), RSA_ID, der(4, pkcs1Private)))).toEqual(parts(PRIVATE));
    const spki = rsa.publicKey.export({ format: 'der', type: 'spki' });
    expect(wrappedRsaJwk(spki)).toEqual(parts(['n', 'e']));
  });

  test.each([
    ['another algorithm', der(0x30, der(0x30, der(6, [1, 2, 3])), der(3, [0], pkcs1Public))],
    ['no identifier', der(0x30, der(0x30), der(3, [0], pkcs1Public))],
    ['an identifier of another tag', der(0x30, der(0x30, der(4, [1])), der(3, [0], pkcs1Public))],
    ['no content', der(0x30, RSA_ID)],
    ['nothing', der(0x30)],
    ['a version alone', der(0x30, der(2, [0]))],
    ['content that is no bit string', der(0x30, RSA_ID, der(4, [0], pkcs1Public))],
  ])('with %s holds no RSA key', (_name, bytes) => {
    expect(wrappedRsaJwk(bytes)).toBeUndefined();
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['another tag', der(0x31, integer(Buffer.of(1)), integer(Buffer.of(3)))],
    ['more behind', Buffer.concat([pkcs1Public, Buffer.of(5, 0)])],
    ['one integer', der(0x30, integer(Buffer.of(1)))],
    ['three integers', der(0x30, integer(Buffer.of(1)), integer(Buffer.of(3)), integer(Buffer.of(5)))],
    ['a string for an integer', der(0x30, integer(Buffer.of(1)), der(4, [3]))],
    ['an endless length', Buffer.from([0x30, 0x80, 2, 1, 1, 2, 1, 3, 0, 0])],
    ['a length of four bytes', Buffer.from([0x30, 0x84, 0, 0, 0, 6, 2, 1, 1, 2, 1, 3])],
    ['a length beyond the end', Buffer.from([0x30, 7, 2, 1, 1, 2, 1, 3])],
    ['an inner length beyond the end', Buffer.from([0x30, 6, 2, 1, 1, 2, 2, 3])],
    ['a tag alone', Buffer.from([0x30])],
    [
      'an endless length that might be 128',
      Buffer.concat([Buffer.of(0x30, 0x80), integer(Buffer.alloc(123, 1)), integer(Buffer.of(3))]),
    ],
    ['a modulus that is zero', der(0x30, integer(Buffer.of(0)), integer(Buffer.of(3)))],
    ['an exponent that is zero', der(0x30, integer(Buffer.of(5)), integer(Buffer.of(0)))],
    ['an exponent of no bytes', der(0x30, integer(Buffer.of(5)), der(2))],
  ])('of %s is no public key', (_name, bytes) => {
    expect(() => pkcs1PublicJwk(bytes)).toThrow(
      expect.objectContaining({ code: 'ERR_KEY_INVALID', message: MALFORMED }),
    );
  });

  test('of lengths of one, two and three bytes is read', () => {
    for (const size of [1, 0x7f, 0x80, 0xff, 0x100]) {
      const n = Buffer.alloc(size, 0x41);
      expect(pkcs1PublicJwk(der(0x30, integer(n), integer(Buffer.of(3)))).n).toBe(n.toString('base64url'));
    }
    const long = Buffer.concat([Buffer.from([0x30, 0x83, 0, 0, 6, 2, 1, 0x41, 2, 1, 3])]);
    expect(pkcs1PublicJwk(long).n).toBe('QQ');
  });

  test('of a private key lacks no part, and has none too many', () => {
    const integers = PRIVATE.map((name) => integer(bytesOf(rsaJwk[name])));
    for (let left = 0; left < integers.length; left++)
      expect(() => pkcs1PrivateJwk(der(0x30, integer(Buffer.of(0)), ...integers.slice(0, left)))).toThrow(
        MALFORMED,
      );
    for (const place of integers.keys())
      expect(() =>
        pkcs1PrivateJwk(der(0x30, integer(Buffer.of(0)), ...integers.with(place, integer(Buffer.of(0))))),
      ).toThrow(MALFORMED);
    expect(() =>
      pkcs1PrivateJwk(der(0x30, integer(Buffer.of(0)), ...integers, integer(Buffer.of(1)))),
    ).toThrow(MALFORMED);
  });

  const scalar = der(4, bytesOf(ec.d));
  const P256 = der(0xa0, der(6, [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07]));
  const point = Buffer.concat([Buffer.of(4), bytesOf(ec.x), bytesOf(ec.y)]);
  const publicPoint = der(0xa1, der(3, [0], point));
  const one = integer(Buffer.of(1));

  test('of SEC1 is read, with its curve and point in either order', () => {
    const { kty, crv, x, y, d } = ec;
    expect(sec1PrivateJwk(der(0x30, one, scalar, P256, publicPoint))).toEqual({ kty, crv, x, y, d });
    expect(sec1PrivateJwk(der(0x30, one, scalar, publicPoint, P256))).toEqual({ kty, crv, x, y, d });
    expect(pointJwk('P-256', point)).toEqual({ kty, crv, x, y });
  });

  test.each([
    ['nothing', der(0x30), MALFORMED],
    ['no scalar', der(0x30, one, integer(Buffer.of(1)), P256, publicPoint), MALFORMED],
    ['no curve', der(0x30, one, scalar, publicPoint), MALFORMED],
    ['a curve that is no object id', der(0x30, one, scalar, der(0xa0, der(4, [1])), publicPoint), MALFORMED],
    ['no point', der(0x30, one, scalar, P256), MALFORMED],
    [
      'another curve',
      der(0x30, one, scalar, der(0xa0, der(6, [0x2b, 0x81, 0x04, 0x00, 0x0a])), publicPoint),
      'The EC key is on a curve other than P-256, P-384 and P-521.',
    ],
    [
      'a compressed point',
      der(0x30, one, scalar, P256, der(0xa1, der(3, [0], [2], bytesOf(ec.x)))),
      'The EC key has no uncompressed public point.',
    ],
    [
      'a point of another form',
      der(0x30, one, scalar, P256, der(0xa1, der(3, [0, 6], point.subarray(1)))),
      'The EC key has no uncompressed public point.',
    ],
    [
      'a point of another length',
      der(0x30, one, scalar, P256, der(0xa1, der(3, [0], point, [0]))),
      'The EC key has no uncompressed public point.',
    ],
  ])('of SEC1 with %s is refused', (_name, bytes, message) => {
    expect(() => sec1PrivateJwk(bytes)).toThrow(message);
  });

  test('of a point on an unknown curve is refused', () => {
    expect(() => pointJwk('P-192', point)).toThrow('The EC key has no uncompressed public point.');
    expect(() => pointJwk('P-192', Buffer.of(4))).not.toThrow();
  });

  test.each([
    ['2b81040022', 'P-384', 48],
    ['2b81040023', 'P-521', 66],
  ])('of the curve %s is %s', (id, crv, length) => {
    const bytes = der(
      0x30,
      one,
      der(4, Buffer.alloc(length, 1)),
      der(0xa0, der(6, Buffer.from(id, 'hex'))),
      der(0xa1, der(3, [0, 4], Buffer.alloc(2 * length, 2))),
    );
    expect(sec1PrivateJwk(bytes)).toMatchObject({ crv, x: Buffer.alloc(length, 2).toString('base64url') });
  });

  test.each([
    [pkcs1Public, true],
    [pkcs1Private, true],
    [der(0x30, one, scalar, P256, publicPoint), true],
    [der(0x30, RSA_ID, der(3, [0], pkcs1Public)), true],
    [der(0x31, one, one, Buffer.alloc(30)), false],
    [der(0x30, der(2, Buffer.alloc(40, 1))), false],
    [der(0x30, der(4, Buffer.alloc(20, 1)), der(2, [1])), false],
    [der(0x30, der(2, Buffer.alloc(20, 1)), der(0x0c, [1])), false],
    [der(0x30, der(2, [1]), der(2, [1])), false],
    [der(0x30, der(2, Buffer.alloc(20, 1)), der(2, [1]), der(0x0c, [1])), false],
    [der(0x30, Buffer.of(2, 0x80), der(2, Buffer.alloc(20, 1))), false],
    [der(0x30), false],
    [Buffer.concat([der(0x30), Buffer.alloc(30)]), false],
    [Buffer.concat([der(0x30, der(2, Buffer.alloc(20, 1)), der(2, [1])), Buffer.of(1, 1)]), false],
    [der(0x30, der(2, Buffer.alloc(17, 1)), der(2, [1])), true],
    [der(0x30, der(2, Buffer.alloc(16, 1)), der(2, [1])), false],
  ])('%#: is told from random bytes', (bytes, is) => {
    expect(isDerStructure(bytes)).toBe(is);
  });
});

/** An encrypted key (RFC 5958, RFC 8018) that asks for so many rounds of PBKDF2. */
function encryptedKey(rounds: Uint8Array): Buffer {
  const pbkdf2 = der(
    0x30,
    der(6, Buffer.from('2a864886f70d01050c', 'hex')),
    der(0x30, der(4, Buffer.alloc(8)), der(2, rounds)),
  );
  const cipher = der(0x30, der(6, Buffer.from('60864801650304012a', 'hex')), der(4, Buffer.alloc(16)));
  const pbes2 = der(0x30, der(6, Buffer.from('2a864886f70d01050d', 'hex')), der(0x30, pbkdf2, cipher));
  return der(0x30, pbes2, der(4, Buffer.alloc(48)));
}

/** An encrypted OpenSSH file that asks for so many rounds of bcrypt. */
function encryptedOpenSsh(
  rounds: number,
  saltBytes: number,
  [cipher, kdf, privateBytes]: readonly [string, string, number],
): Buffer {
  const options = Buffer.concat([wire(Buffer.alloc(saltBytes, 1)), uint32(rounds)]);
  return Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    wire(cipher, kdf, options),
    uint32(1),
    wire('public', Buffer.alloc(privateBytes)),
  ]);
}

const pem = (label: string, body: Buffer): string =>
  `-----BEGIN ${label}-----\n${body.toString('base64')}\n-----END ${label}-----`;

describe('an encrypted key', () => {
  test.each([
    [[8, 0], 2048],
    [[0x7f, 0xff, 0xff, 0xff], 2 ** 31 - 1],
  ])('says how many rounds it takes: %j', (rounds, number) => {
    expect(largestParameter(encryptedKey(Uint8Array.from(rounds)))).toBe(number);
  });

  test('of no parameters takes none', () => {
    expect(largestParameter(der(0x30))).toBe(0);
    expect(largestParameter(der(0x30, der(0x30, der(6, [1]), der(0x30, der(4, [9])))))).toBe(0);
  });

  // Two thousand million rounds of PBKDF2 would take a quarter of an hour, and a thousand of bcrypt a quarter of a minute.
  const tooMany = (rounds: number, most: number): string =>
    `The encrypted key asks for ${rounds} rounds of key derivation; at most ${most} are run. If you trust it, raise maxRounds.`;
  const unreadable = 'The key cannot be read. The passphrase is wrong, or the PEM is damaged.';
  const undecryptable =
    'The OpenSSH private key cannot be decrypted: the passphrase is wrong or the file is damaged.';
  const noSense = 'The OpenSSH key is damaged: its key derivation has no rounds, or no usual salt.';
  const pkcs8 = (...rounds: readonly number[]): string =>
    pem('ENCRYPTED PRIVATE KEY', encryptedKey(Uint8Array.from(rounds)));
  const openSsh = (
    rounds: number,
    salt = 16,
    cipher = 'aes256-ctr',
    kdf = 'bcrypt',
    privateBytes = 64,
  ): string => pem('OPENSSH PRIVATE KEY', encryptedOpenSsh(rounds, salt, [cipher, kdf, privateBytes]));
  const unsupported =
    'The OpenSSH key is encrypted in a way that is not supported. `ssh-keygen -p -Z aes256-ctr -f KEYFILE` converts it.';

  // Only Node.js opens encrypted keys.
  test.runIf(engine.name === 'node').each([
    [pkcs8(0x7f, 0xff, 0xff, 0xff), {}, tooMany(2 ** 31 - 1, 10_000_000)],
    [pkcs8(1, 0), {}, unreadable],
    [pkcs8(1, 0), { maxRounds: 255 }, tooMany(256, 255)],
    [pkcs8(1, 0), { maxRounds: 256 }, unreadable],
    [openSsh(2 ** 32 - 1), {}, tooMany(2 ** 32 - 1, 128)],
    [openSsh(129), {}, tooMany(129, 128)],
    [openSsh(4), { maxRounds: 3 }, tooMany(4, 3)],
    [openSsh(4), { maxRounds: 4 }, undecryptable],
    [openSsh(1), { maxRounds: 2 ** 32 - 1 }, undecryptable],
    [openSsh(1, 16, 'aes256-gcm@openssh.com'), {}, unsupported],
    [openSsh(1, 16, 'aes256-ctr', 'argon2'), {}, unsupported],
    [
      openSsh(1, 16, 'aes256-cbc', 'bcrypt', 63),
      {},
      'The OpenSSH key cannot be decrypted: the file is damaged.',
    ],
    [openSsh(0), {}, noSense],
    [openSsh(1, 0), {}, noSense],
    [openSsh(1, 65), {}, noSense],
    [openSsh(1, 64), {}, undecryptable],
  ])(
    'is opened in as many rounds as were allowed, and what asks for more is refused before any: %#',
    async (...row) => {
      const [text, options, message] = row;
      await expect(
        importKey(text, { algorithm: 'RS256', passphrase: 'x', ...options }),
      ).rejects.toMatchObject({
        code: 'ERR_KEY_INVALID',
        message,
      });
    },
  );

  test('needs a passphrase', async () => {
    await expect(importKey(openSsh(1), { algorithm: 'RS256' })).rejects.toMatchObject({
      code: 'ERR_KEY_INVALID',
      message: 'The private key is encrypted. Pass its passphrase to importKey.',
    });
  });

  test.each([0, -1, 1.5, 2 ** 32, Number.NaN, '100'])('maxRounds cannot be %j', async (maxRounds) => {
    // @ts-expect-error wrong on purpose
    await expect(importKey('x'.repeat(32), { algorithm: 'HS256', maxRounds })).rejects.toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
      argument: 'maxRounds',
    });
  });
});

describe('integers', () => {
  test.each([
    ['', 0n],
    ['AA', 0n],
    ['AQAB', 65_537n],
    ['_w', 255n],
  ])('%j is %d', (text, value) => {
    expect(toInteger(text)).toBe(value);
  });
  test.each([
    [1n, 'AQ'],
    [255n, '_w'],
    [256n, 'AQA'],
    [4095n, 'D_8'],
  ])('%d is %j', (value, text) => {
    expect(fromInteger(value)).toBe(text);
  });
  test('of more than 2048 bytes are not looked at', () => {
    expect(toInteger(b64(new Uint8Array(2048).fill(1)))).toBeGreaterThan(1n);
    expect(() => toInteger(b64(new Uint8Array(2049).fill(1)))).toThrow(
      'The key has a number of more than 2048 bytes.',
    );
  });
});

describe('a JWK is refused:', () => {
  const n = rsaJwk.n ?? '';
  const x32 = b64(new Uint8Array(32).fill(1));
  const rows: readonly (readonly [Jwk, string])[] = [
    [{ kty: 'XXX' }, 'The JWK has no known key type (kty must be oct, RSA, EC, OKP or AKP).'],
    [{ kty: 'oct' }, 'The JWK has no k, which oct keys need.'],
    [{ kty: 'oct', k: 'A' }, "The JWK's k is not canonical base64url."],
    [{ kty: 'RSA', e: 'AQAB' }, 'The JWK has no n, which RSA keys need.'],
    [{ kty: 'RSA', n }, 'The JWK has no e, which RSA keys need.'],
    [
      { kty: 'RSA', n: '', e: 'AQAB' },
      "The JWK's n is empty or has leading zeros (RFC 7518 section 6.3.1.1).",
    ],
    [{ kty: 'RSA', n: b64(Uint8Array.of(0, 1)), e: 'AQAB' }, "The JWK's n is empty or has leading zeros"],
    [
      { kty: 'RSA', n: b64(new Uint8Array(2049).fill(0x81)), e: 'AQAB' },
      'The RSA key has 16392 bits; at most 16384 are accepted.',
    ],
    ...['', 'AQ', 'Ag', 'BA', b64(new Uint8Array(9).fill(1))].map(
      (e) =>
        [
          { kty: 'RSA', n, e },
          "The RSA key's public exponent must be odd, at least 3, and at most 64 bits.",
        ] as const,
    ),
    [{ kty: 'RSA', n, e: 'AQAB', oth: [] }, 'RSA keys of more than two primes are not supported.'],
    ...(['p', 'q', 'dp', 'dq', 'qi'] as const).map(
      (name) => [{ ...rsaJwk, [name]: undefined }, `The JWK has no ${name}, which RSA keys need.`] as const,
    ),
    [{ ...rsaJwk, d: 'AQ' }, 'The parts of the private RSA key do not belong together.'],
    [{ kty: 'EC', crv: 'P-192' }, "The JWK's curve (crv) must be P-256, P-384 or P-521."],
    [{ kty: 'EC', crv: 'P-256', y: x32 }, 'The JWK has no x, which EC keys need.'],
    [{ kty: 'EC', crv: 'P-256', x: 'AQ', y: x32 }, "The JWK's x must be 32 bytes."],
    [{ kty: 'EC', crv: 'P-256', x: x32, y: 'AQ' }, "The JWK's y must be 32 bytes."],
    [{ kty: 'EC', crv: 'P-384', x: x32, y: x32 }, "The JWK's x must be 48 bytes."],
    [{ kty: 'EC', crv: 'P-521', x: x32, y: x32 }, "The JWK's x must be 66 bytes."],
    [{ kty: 'EC', crv: 'P-256', x: x32, y: x32, d: 'AQ' }, "The JWK's d must be 32 bytes."],
    [{ kty: 'OKP', crv: 'X25519', x: x32 }, "The JWK's curve (crv) must be Ed25519."],
    [{ kty: 'OKP', crv: 'Ed25519', x: 'AQ' }, "The JWK's x must be 32 bytes."],
    [{ kty: 'OKP', crv: 'Ed25519', x: x32, d: 'AQ' }, "The JWK's d must be 32 bytes."],
    [{ kty: 'AKP', alg: 'ML-DSA-45' }, "The JWK's alg must be ML-DSA-44, ML-DSA-65 or ML-DSA-87 (RFC 9964)."],
    [{ kty: 'AKP', alg: 'ML-DSA-44', pub: x32 }, "The JWK's pub must be 1312 bytes."],
    [{ kty: 'AKP', alg: 'ML-DSA-65', pub: x32 }, "The JWK's pub must be 1952 bytes."],
    [{ kty: 'AKP', alg: 'ML-DSA-87', pub: x32 }, "The JWK's pub must be 2592 bytes."],
    [
      { kty: 'AKP', alg: 'ML-DSA-44', pub: b64(new Uint8Array(1312)), priv: 'AQ' },
      "The JWK's priv must be 32 bytes.",
    ],
  ];
  test.each(rows)('%#', (jwk, message) => {
    expect(() => jwkMaterial(jwk)).toThrow(
      expect.objectContaining({ name: 'InvalidKeyError', code: 'ERR_KEY_INVALID' }),
    );
    expect(() => jwkMaterial(jwk)).toThrow(message);
  });
});

describe('a JWK is read:', () => {
  const { kty: _kty, ...rsaParts } = rsaJwk;
  const extra = { alg: 'RS256', kid: 'k', use: 'sig', key_ops: ['sign'], x5c: [], ext: true };
  test('its parts, and nothing that is not of the key', () => {
    expect(jwkMaterial({ ...rsaJwk, ...extra })).toEqual({
      kind: 'private',
      type: 'RSA',
      modulusBits: 2048,
      jwk: { kty: 'RSA', ...rsaParts },
    });
    expect(jwkMaterial({ kty: 'RSA', n: rsaJwk.n ?? '', e: 'AQAB', p: 'x' })).toEqual({
      kind: 'public',
      type: 'RSA',
      modulusBits: 2048,
      jwk: { kty: 'RSA', n: rsaJwk.n, e: 'AQAB' },
    });
    expect(jwkMaterial({ ...ec, ...extra })).toEqual({
      kind: 'private',
      type: 'EC',
      curve: 'P-256',
      jwk: ec,
    });
    expect(jwkMaterial({ ...ed, ...extra })).toEqual({
      kind: 'private',
      type: 'OKP',
      curve: 'Ed25519',
      jwk: ed,
    });
    const pub = b64(new Uint8Array(1312));
    expect(jwkMaterial({ kty: 'AKP', alg: 'ML-DSA-44', pub })).toEqual({
      kind: 'public',
      type: 'AKP',
      curve: 'ML-DSA-44',
      jwk: { kty: 'AKP', alg: 'ML-DSA-44', pub },
    });
    const priv = b64(new Uint8Array(32));
    expect(jwkMaterial({ kty: 'AKP', alg: 'ML-DSA-44', pub, priv })).toEqual({
      kind: 'private',
      type: 'AKP',
      curve: 'ML-DSA-44',
      jwk: { kty: 'AKP', alg: 'ML-DSA-44', pub, priv },
    });
    for (const { d: _, ...half } of [ec, ed])
      expect(jwkMaterial(half)).toMatchObject({ kind: 'public', jwk: half });
    expect(jwkMaterial({ kty: 'oct', k: b64(new Uint8Array(32).fill(9)) })).toEqual({
      kind: 'secret',
      type: 'oct',
      secret: new Uint8Array(32).fill(9),
    });
  });

  test.each([
    [b64(Uint8Array.of(0x40)), 7],
    [b64(Uint8Array.of(0x7f, 0)), 15],
    [b64(Uint8Array.of(0x80, 0)), 16],
    [b64(new Uint8Array(2048).fill(0x81)), 16_384],
  ])('the modulus %s has %d bits', (n, modulusBits) => {
    for (const e of ['Aw', b64(new Uint8Array(8).fill(1))])
      expect(jwkMaterial({ kty: 'RSA', n, e })).toMatchObject({ modulusBits });
  });

  test('its public half, without what is private', () => {
    expect(publicHalf(jwkMaterial(rsaJwk))).toMatchObject({
      kind: 'public',
      jwk: { kty: 'RSA', n: rsaJwk.n, e: rsaJwk.e },
    });
    expect(Object.keys(publicHalf(jwkMaterial(rsaJwk)).jwk ?? {}).sort()).toEqual(['e', 'kty', 'n']);
    expect(Object.keys(publicHalf(jwkMaterial(ec)).jwk ?? {}).sort()).toEqual(['crv', 'kty', 'x', 'y']);
    expect(() => publicHalf(jwkMaterial({ kty: 'oct', k: b64(new Uint8Array(32).fill(9)) }))).toThrow(
      'The key has no public half that can be read: it is a secret, or held by the platform.',
    );
  });

  test.each([
    [{ kty: 'RSA' }, true],
    [{ kty: 1 }, false],
    [{}, false],
    [null, false],
    ['kty', false],
  ])('%j is one: %s', (value, is) => {
    expect(isJwk(value)).toBe(is);
  });
});

describe('what a JWK is for', () => {
  test.each([
    [{ use: 'enc' }, 'The JWK is not for signatures (use is not "sig").'],
    [{ key_ops: ['sign'] }, 'The JWK is not for this (key_ops does not have "verify").'],
    [{ key_ops: 'verify' }, 'The JWK is not for this (key_ops does not have "verify").'],
    [{ alg: 'RS512' }, 'The JWK is for RS512 (alg), not for RS256.'],
    [{ alg: { toString: 1, valueOf: 1 } }, "The JWK's alg must be a string."],
    [{ alg: null }, "The JWK's alg must be a string."],
    [{ alg: 'x'.repeat(30) }, `The JWK is for ${'x'.repeat(20)} (alg), not for RS256.`],
  ])('%j is something else', (members, message) => {
    // @ts-expect-error as somebody else may write it
    expect(() => checkJwkUse({ kty: 'RSA', ...members }, 'verify', 'RS256')).toThrow(message);
  });

  test('is what it says, or anything when it says nothing', () => {
    expect(() => checkJwkUse({ kty: 'RSA' }, 'sign', 'RS256')).not.toThrow();
    expect(() =>
      checkJwkUse({ kty: 'RSA', use: 'sig', key_ops: ['verify', 'sign'], alg: 'RS256' }, 'sign', 'RS256'),
    ).not.toThrow();
    expect(() => checkJwkUse({ kty: 'OKP', alg: 'EdDSA' }, 'sign', 'Ed25519')).not.toThrow();
    expect([
      isSameAlgorithm('EdDSA', 'Ed25519'),
      isSameAlgorithm('Ed25519', 'EdDSA'),
      isSameAlgorithm('RS256', 'Ed25519'),
    ]).toEqual([true, true, false]);
  });
});

describe('a PEM', () => {
  const pem = (label: string, body = 'AAAA'): string =>
    `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----`;
  const CUT = 'The PEM is cut off, or its BEGIN and END lines do not belong together.';

  test.each([
    'PRIVATE KEY',
    'ENCRYPTED PRIVATE KEY',
    'PUBLIC KEY',
    'RSA PRIVATE KEY',
    'RSA PUBLIC KEY',
    'EC PRIVATE KEY',
    'CERTIFICATE',
    'OPENSSH PRIVATE KEY',
  ])('of a %s is found in other text', (label) => {
    expect(findPem(`before\n${pem(label, 'AA\r\n AA')}\nafter`)).toEqual({
      label,
      text: pem(label, 'AA\r\n AA'),
      isLegacyEncrypted: false,
      der: new Uint8Array(3),
    });
  });

  test('beside parameters, and the first of a chain', () => {
    expect(findPem(`${pem('EC PARAMETERS')}\n${pem('DH PARAMETERS')}\n${pem('EC PRIVATE KEY')}`).label).toBe(
      'EC PRIVATE KEY',
    );
    expect(findPem(`${pem('CERTIFICATE', 'AAAA')}\n${pem('CERTIFICATE', 'BBBB')}`).der).toEqual(
      new Uint8Array(3),
    );
  });

  test.each([
    ['Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nxx', true],
    ['Proc-Type:4,ENCRYPTED\nxx', true],
  ])('that is encrypted the old way: %j', (body, isLegacyEncrypted) => {
    expect(findPem(pem('RSA PRIVATE KEY', body))).toEqual({
      label: 'RSA PRIVATE KEY',
      text: pem('RSA PRIVATE KEY', body),
      isLegacyEncrypted,
    });
  });

  test.each([
    ['', CUT],
    [pem('EC PARAMETERS'), CUT],
    ['-----BEGIN PUBLIC KEY-----\nAAAA', CUT],
    ['-----BEGIN PUBLIC KEY\nAAAA', CUT],
    ['-----END FO-----\n-----BEGIN FOX', CUT],
    ['-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PRIVATE KEY-----', CUT],
    [pem('public key'), CUT],
    [pem('X'.repeat(41)), CUT],
    [`-----BEGIN PUBLIC KEY-----\n${pem('PUBLIC KEY')}`, CUT],
    [pem('DSA PRIVATE KEY'), 'The PEM holds a DSA PRIVATE KEY, which is no key of a JWS algorithm.'],
    [pem('X'.repeat(40)), `The PEM holds a ${'X'.repeat(40)}, which is no key of a JWS algorithm.`],
    [`${pem('PUBLIC KEY')}${pem('PUBLIC KEY')}`, 'The PEM holds several keys. Pass the one you mean.'],
    [`${pem('CERTIFICATE')}${pem('PUBLIC KEY')}`, 'The PEM holds several keys. Pass the one you mean.'],
    [`${pem('PUBLIC KEY')}${pem('CERTIFICATE')}`, 'The PEM holds several keys. Pass the one you mean.'],
    [pem('PUBLIC KEY', 'AAA'), 'The PEM is damaged: what stands between its lines is not Base64.'],
    [
      pem('PUBLIC KEY', 'x Proc-Type: 4,ENCRYPTED'),
      'The PEM is damaged: what stands between its lines is not Base64.',
    ],
  ])('%j is refused', (text, message) => {
    expect(() => findPem(text)).toThrow(expect.objectContaining({ code: 'ERR_KEY_INVALID', message }));
  });
});

/** OpenSSH's wire format. */
const wire = (...fields: readonly (string | Uint8Array)[]): Buffer =>
  Buffer.concat(
    fields.flatMap((field) => {
      const bytes = Buffer.from(field);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );
const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const signed = (text: string | undefined): Buffer => {
  const bytes = bytesOf(text);
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
};
const line = (type: string, blob: Buffer, rest = ''): string => `${type} ${blob.toString('base64')}${rest}`;
const rsaBlob = wire('ssh-rsa', signed(rsaJwk.e), signed(rsaJwk.n));
const edBlob = wire('ssh-ed25519', bytesOf(ed.x));
const point = Buffer.concat([Buffer.of(4), bytesOf(ec.x), bytesOf(ec.y)]);
const ecBlob = wire('ecdsa-sha2-nistp256', 'nistp256', point);

describe('an OpenSSH public key', () => {
  test.each<readonly [string, object]>([
    [line('ssh-rsa', rsaBlob), { kty: 'RSA', n: rsaJwk.n, e: rsaJwk.e }],
    [line('ssh-ed25519', edBlob, ' me@host'), { kty: 'OKP', crv: 'Ed25519', x: ed.x }],
    [
      line('ecdsa-sha2-nistp256', ecBlob, '\tcomment with words'),
      { kty: 'EC', crv: 'P-256', x: ec.x, y: ec.y },
    ],
    ...(
      [
        ['nistp384', 'P-384', 48],
        ['nistp521', 'P-521', 66],
      ] as const
    ).map(([name, crv, length]) => {
      const [x, y] = [Buffer.alloc(length, 1), Buffer.alloc(length, 2)];
      const type = `ecdsa-sha2-${name}`;
      return [
        line(type, wire(type, name, Buffer.concat([Buffer.of(4), x, y]))),
        { kty: 'EC', crv, x: b64(x), y: b64(y) },
      ] as const;
    }),
  ])('%# is read', (text, jwk) => {
    expect(isOpenSshPublicLine(text)).toBe(true);
    expect(openSshPublicJwk(text)).toEqual(jwk);
  });

  test.each([
    ['x ssh-rsa AAAA', false],
    ['ssh-dss AAAA', false],
    ['ssh-rsa AAAA\nmore', false],
    ['ssh-rsaAAAA', false],
    ['ssh-rsa A*AA', false],
    ['ecdsa-sha2-nistp384 AAAA', true],
    ['ecdsa-sha2-nistp521 AAAA==', true],
    ['ecdsa-sha2-nistp224 AAAA', false],
  ])('%j is a line of one: %s', (text, is) => {
    expect(isOpenSshPublicLine(text)).toBe(is);
  });

  const OTHER_TYPE =
    'The OpenSSH key is of a type that no JWS algorithm uses; RSA, ECDSA and Ed25519 keys are.';
  test.each([
    ['ssh-rsa AAAAA', 'The OpenSSH public key is not canonical Base64.'],
    [line('ssh-rsa', edBlob), 'The OpenSSH public key names two types.'],
    [line('ssh-rsa', rsaBlob.subarray(0, -3)), 'The OpenSSH key is cut off.'],
    [
      line('ssh-ed25519', Buffer.concat([edBlob, Buffer.alloc(3)])),
      'The OpenSSH public key has something behind its end.',
    ],
    [line('ecdsa-sha2-nistp256', wire('ecdsa-sha2-nistp256', 'nistp384', point)), OTHER_TYPE],
    [
      line('ecdsa-sha2-nistp384', wire('ecdsa-sha2-nistp384', 'nistp384', point)),
      'The EC key has no uncompressed public point.',
    ],
  ])('%# is refused', (text, message) => {
    expect(() => openSshPublicJwk(text)).toThrow(
      expect.objectContaining({ code: 'ERR_KEY_INVALID', message }),
    );
  });
});

describe('an OpenSSH private key file', () => {
  const MAGIC = Buffer.from('openssh-key-v1\0');
  const plain = (inner: Uint8Array, keys = 1): Uint8Array<ArrayBuffer> =>
    new Uint8Array(Buffer.concat([MAGIC, wire('none', 'none', ''), uint32(keys), wire(edBlob, inner)]));

  test('is taken apart', () => {
    expect(openSshPrivateFile(plain(Buffer.of(1, 2)))).toEqual({
      cipher: 'none',
      kdf: 'none',
      salt: new Uint8Array(),
      rounds: 0,
      privatePart: new Uint8Array([1, 2]),
    });
    const options = Buffer.concat([wire('salt'), uint32(24)]);
    const encrypted = Buffer.concat([
      MAGIC,
      wire('aes256-ctr', 'bcrypt', options),
      uint32(1),
      wire(edBlob, Buffer.of(9)),
    ]);
    expect(openSshPrivateFile(new Uint8Array(encrypted))).toMatchObject({
      cipher: 'aes256-ctr',
      kdf: 'bcrypt',
      rounds: 24,
    });
    expect(Buffer.from(openSshPrivateFile(new Uint8Array(encrypted)).salt).toString()).toBe('salt');
  });

  test.each([
    [Buffer.from('openssh-key-v2\0'), 'The OpenSSH private key has no valid beginning.'],
    [Buffer.from('short'), 'The OpenSSH key is cut off.'],
    [plain(Buffer.alloc(0), 2), 'The OpenSSH file must hold exactly one key.'],
    [plain(Buffer.of(1, 2)).subarray(0, -1), 'The OpenSSH key is cut off.'],
  ])('%# is refused', (bytes, message) => {
    expect(() => openSshPrivateFile(new Uint8Array(bytes))).toThrow(message);
  });

  const inner = (...fields: readonly (string | Uint8Array)[]): Buffer =>
    Buffer.concat([uint32(7), uint32(7), wire(...fields)]);
  const LACKING = 'The OpenSSH RSA key lacks a part.';
  const rsaNumbers = (['n', 'e', 'd', 'qi', 'p', 'q'] as const).map((name) => signed(rsaJwk[name]));
  const rsaInner = inner('ssh-rsa', ...rsaNumbers);

  test('is read without a passphrase where it needs none', async () => {
    const text = pem('OPENSSH PRIVATE KEY', Buffer.from(plain(rsaInner)));
    expect(await importKey(text, { algorithm: 'RS256' })).toMatchObject({ kind: 'private', type: 'RSA' });
  });

  test('has keys of each kind', () => {
    expect(openSshPrivateJwk(rsaInner)).toEqual(rsaJwk);
    expect(
      openSshPrivateJwk(inner('ssh-ed25519', bytesOf(ed.x), Buffer.concat([bytesOf(ed.d), bytesOf(ed.x)]))),
    ).toEqual(ed);
    expect(openSshPrivateJwk(inner('ecdsa-sha2-nistp256', 'nistp256', point, signed(ec.d)))).toEqual(ec);
    const short = openSshPrivateJwk(inner('ecdsa-sha2-nistp256', 'nistp256', point, Buffer.of(0, 0xff)));
    const two = openSshPrivateJwk(inner('ssh-rsa', ...rsaNumbers.with(4, Buffer.of(2))));
    expect(two).toEqual({ ...rsaJwk, p: 'Ag', dp: 'AA' });
    expect(short.d).toBe(b64(Uint8Array.from({ length: 32 }, (_, index) => (index === 31 ? 255 : 0))));
  });

  test.each<readonly [Buffer, string]>([
    [
      Buffer.concat([uint32(7), uint32(8), wire('ssh-rsa')]),
      'The OpenSSH private key cannot be decrypted: the passphrase is wrong or the file is damaged.',
    ],
    [
      inner('ssh-dss', 'x'),
      'The OpenSSH key is of a type that no JWS algorithm uses; RSA, ECDSA and Ed25519 keys are.',
    ],
    [
      inner('ecdsa-sha2-nistp256', 'nistp256', point, Buffer.alloc(33, 1)),
      'The OpenSSH EC key has a number that is too long for its curve.',
    ],
    ...rsaNumbers.map(
      (_, place) => [inner('ssh-rsa', ...rsaNumbers.with(place, Buffer.alloc(0))), LACKING] as const,
    ),
    [inner('ssh-rsa', ...rsaNumbers.with(4, Buffer.of(1))), 'The OpenSSH RSA key has a prime that is none.'],
    [rsaInner.subarray(0, -4), 'The OpenSSH key is cut off.'],
  ])('%# is refused', (bytes, message) => {
    expect(() => openSshPrivateJwk(bytes)).toThrow(
      expect.objectContaining({ code: 'ERR_KEY_INVALID', message }),
    );
  });
});

describe('algorithms', () => {
  test.each([
    ['HS256', { keyType: 'oct', digest: 'sha256', minSecretBytes: 32, signatureBytes: 32 }],
    ['HS384', { keyType: 'oct', digest: 'sha384', minSecretBytes: 48, signatureBytes: 48 }],
    ['HS512', { keyType: 'oct', digest: 'sha512', minSecretBytes: 64, signatureBytes: 64 }],
    ['RS256', { keyType: 'RSA', digest: 'sha256', padding: 'pkcs1' }],
    ['RS384', { keyType: 'RSA', digest: 'sha384', padding: 'pkcs1' }],
    ['RS512', { keyType: 'RSA', digest: 'sha512', padding: 'pkcs1' }],
    ['PS256', { keyType: 'RSA', digest: 'sha256', padding: 'pss' }],
    ['PS384', { keyType: 'RSA', digest: 'sha384', padding: 'pss' }],
    ['PS512', { keyType: 'RSA', digest: 'sha512', padding: 'pss' }],
    ['ES256', { keyType: 'EC', digest: 'sha256', curve: 'P-256', signatureBytes: 64 }],
    ['ES384', { keyType: 'EC', digest: 'sha384', curve: 'P-384', signatureBytes: 96 }],
    ['ES512', { keyType: 'EC', digest: 'sha512', curve: 'P-521', signatureBytes: 132 }],
    ['Ed25519', { keyType: 'OKP', curve: 'Ed25519', signatureBytes: 64 }],
    ['EdDSA', { keyType: 'OKP', curve: 'Ed25519', signatureBytes: 64 }],
    ['ML-DSA-44', { keyType: 'AKP', curve: 'ML-DSA-44', signatureBytes: 2420 }],
    ['ML-DSA-65', { keyType: 'AKP', curve: 'ML-DSA-65', signatureBytes: 3309 }],
    ['ML-DSA-87', { keyType: 'AKP', curve: 'ML-DSA-87', signatureBytes: 4627 }],
  ] as const)('%s', (name, info) => {
    expect(findAlgorithm(name)).toMatchObject({ name, ...info });
    expect(checkAlgorithm(name).name).toBe(name);
  });

  test('are seventeen, and no other text, list or absence is one', () => {
    expect(algorithms).toHaveLength(17);
    expect(algorithms).toEqual(expect.arrayContaining(['HS256', 'PS512', 'ES256', 'EdDSA', 'ML-DSA-87']));
    for (const name of ['none', 'hs256', '', 7, null, ['HS256']]) expect(findAlgorithm(name)).toBeUndefined();
    // @ts-expect-error none
    expect(() => checkAlgorithm('none')).toThrow(
      expect.objectContaining({
        argument: 'algorithm',
        message: `algorithm must be one of ${algorithms.join(', ')}.`,
      }),
    );
  });

  test.each([
    [
      'HS256',
      "algorithms must be an array of the algorithms you accept, for example ['ES256']. The token must not choose.",
    ],
    [
      [],
      "algorithms must be an array of the algorithms you accept, for example ['ES256']. The token must not choose.",
    ],
    [['ES256', 'none'], `algorithms must be one of ${algorithms.join(', ')}.`],
    [
      ['HS256', 'RS256'],
      'algorithms must be all HMAC (HS…) or none: mixing them lets a public key be taken for a secret.',
    ],
  ])('%j are not accepted', (names, message) => {
    // @ts-expect-error as a caller without types may
    expect(() => checkAlgorithms(names)).toThrow(
      expect.objectContaining({ argument: 'algorithms', message }),
    );
  });

  test.each([[['HS256', 'HS512']], [['RS256', 'ES256', 'Ed25519']]] as const)('%j are', (names) => {
    expect([...checkAlgorithms(names).keys()]).toEqual(names);
  });
});

test.each([
  [new Uint8Array(), 'The secret is empty.'],
  [new Uint8Array(65_537), 'The secret has more than 65536 bytes.'],
  [pkcs1Public, 'The secret looks like a key or certificate of an asymmetric algorithm. If it is one'],
])('a secret is refused: %#', (bytes, message) => {
  expect(() => secretMaterial(bytes)).toThrow(message);
});
