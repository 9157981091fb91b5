import { describe, expect, test } from 'vitest';
import { engine } from '#signature';
import { importKey } from '../index.ts';
import { der, derId, pemOf, uint32, wire } from '../testing/encodings.ts';

const isNode = engine.name === 'node';
const PBES2 = '2a864886f70d01050d';
const PBKDF2 = derId('2a864886f70d01050c');
const SCRYPT = derId('2b06010401da47040b');
const AES = der(0x30, derId('60864801650304012a'), der(4, Buffer.alloc(16)));

function encryptedKey(derivation: Buffer, cipher = AES, data = Buffer.alloc(48)): string {
  const scheme = der(0x30, derId(PBES2), der(0x30, derivation, cipher));
  return pemOf('ENCRYPTED PRIVATE KEY', der(0x30, scheme, der(4, data)));
}
const pbkdf2 = (...rounds: number[]): Buffer =>
  der(0x30, PBKDF2, der(0x30, der(4, Buffer.alloc(8)), der(2, rounds)));
const scrypt = (...parameters: readonly number[][]): Buffer =>
  der(0x30, SCRYPT, der(0x30, der(4, Buffer.alloc(8)), ...parameters.map((bytes) => der(2, bytes))));

function openSsh(
  rounds: number,
  salt = 16,
  cipher = 'aes256-ctr',
  kdf = 'bcrypt',
  privateBytes = 64,
): string {
  const options = Buffer.concat([wire(Buffer.alloc(salt, 1)), uint32(rounds)]);
  const file = [Buffer.from('openssh-key-v1\0'), wire(cipher, kdf, options), uint32(1)];
  return pemOf('OPENSSH PRIVATE KEY', Buffer.concat([...file, wire('public', Buffer.alloc(privateBytes))]));
}

const decrypt = (text: string, options: object = {}): Promise<unknown> =>
  importKey(text, { algorithm: 'RS256', passphrase: 'x', ...options });
const TOO_MANY = /rounds of key derivation/;
const UNDECRYPTABLE = /cannot be decrypted/;

// Two thousand million rounds of PBKDF2 would take a quarter of an hour.
describe('the rounds of an encrypted PKCS#8 key', () => {
  // The integer 2^31 − 1 in a length of three bytes.
  const longForm = der(
    0x30,
    PBKDF2,
    der(0x30, der(4, Buffer.alloc(8)), [2, 0x83, 0, 0, 4, 0x7f, 0xff, 0xff, 0xff]),
  );
  test.each([
    ['2^31 - 1 rounds', encryptedKey(pbkdf2(0x7f, 0xff, 0xff, 0xff)), {}, TOO_MANY],
    ['2^31 - 1 rounds in the long form', encryptedKey(longForm), {}, TOO_MANY],
    ['more rounds than a number holds', encryptedKey(pbkdf2(1, ...Array<number>(12).fill(0))), {}, TOO_MANY],
    ['more rounds than the caller allows', encryptedKey(pbkdf2(1, 0)), { maxRounds: 255 }, TOO_MANY],
    ['a large p of scrypt', encryptedKey(scrypt([0x40, 0], [8], [4, 0])), {}, TOO_MANY],
    ['a large r of scrypt', encryptedKey(scrypt([0x40, 0], [1, 0, 0], [1])), {}, TOO_MANY],
    ['as many rounds as allowed', encryptedKey(pbkdf2(1, 0)), { maxRounds: 256 }, UNDECRYPTABLE],
    ['scrypt as OpenSSL writes it', encryptedKey(scrypt([0x40, 0], [8], [1])), {}, UNDECRYPTABLE],
    ['negative rounds', encryptedKey(pbkdf2(0xff)), {}, /DER/],
    ['no rounds', encryptedKey(pbkdf2(0)), {}, /parameters/],
  ])('rejects %s', async (_name, text, options, message) => {
    await expect(decrypt(text, options)).rejects.toMatchObject({
      code: 'ERR_KEY_INVALID',
      message: expect.stringMatching(message),
    });
  });

  test.each([
    [
      'another scheme',
      pemOf('ENCRYPTED PRIVATE KEY', der(0x30, der(0x30, derId('2a864886f70d010503')), der(4))),
    ],
    ['another derivation', encryptedKey(der(0x30, derId('2a03'), der(0x30, der(4), der(2, [1]))))],
    ['another cipher', encryptedKey(pbkdf2(1), der(0x30, derId('2a03'), der(4, Buffer.alloc(16))))],
  ])('rejects %s with the command that converts it', async (_name, text) => {
    await expect(decrypt(text)).rejects.toMatchObject({
      code: 'ERR_KEY_INVALID',
      message: expect.stringContaining('openssl pkcs8 -topk8'),
    });
  });
});

const openSshKeys: readonly (readonly [string, string, object, RegExp])[] = [
  ['2^32 - 1 rounds', openSsh(2 ** 32 - 1), {}, TOO_MANY],
  ['129 rounds', openSsh(129), {}, TOO_MANY],
  ['more rounds than the caller allows', openSsh(4), { maxRounds: 3 }, TOO_MANY],
  ['as many rounds as allowed', openSsh(4), { maxRounds: 4 }, UNDECRYPTABLE],
  ['another cipher', openSsh(1, 16, 'aes256-gcm@openssh.com'), {}, /ssh-keygen -p -Z/],
  ['another derivation', openSsh(1, 16, 'aes256-ctr', 'argon2'), {}, /ssh-keygen -p -Z/],
  ['a part that is not a block', openSsh(1, 16, 'aes256-cbc', 'bcrypt', 63), {}, UNDECRYPTABLE],
  ['no rounds', openSsh(0), {}, /no rounds/],
  ['no salt', openSsh(1, 0), {}, /salt/],
  ['an unusual salt', openSsh(1, 65), {}, /salt/],
];
test.each(isNode ? openSshKeys : [])(
  'rejects an encrypted OpenSSH key with %s',
  async (_name, text, options, message) => {
    await expect(decrypt(text, options)).rejects.toMatchObject({
      code: 'ERR_KEY_INVALID',
      message: expect.stringMatching(message),
    });
  },
);

test('an encrypted key needs a passphrase', async () => {
  for (const text of [openSsh(1), encryptedKey(pbkdf2(1))])
    await expect(importKey(text, { algorithm: 'RS256' })).rejects.toMatchObject({
      code: 'ERR_KEY_INVALID',
      message: expect.stringContaining('passphrase'),
    });
});

test.each([0, -1, 1.5, 2 ** 32, Number.NaN, '100'])('rejects %j as maxRounds', async (maxRounds) => {
  // @ts-expect-error wrong on purpose
  await expect(importKey('x'.repeat(32), { algorithm: 'HS256', maxRounds })).rejects.toMatchObject({
    code: 'ERR_INVALID_ARGUMENT',
    argument: 'maxRounds',
  });
});
