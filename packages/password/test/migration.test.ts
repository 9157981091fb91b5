import * as crypto from 'node:crypto';
import bcryptjs from 'bcryptjs';
import { describe, expect, test } from 'vitest';
import { identify, PasswordHasher, storedHash, type WEAK_FORMATS } from '../src/index.ts';

// Hashes in the forms of other software, made here by node:crypto and bcryptjs, and never by the code under test.

const PASSWORD = 'lètmein, it’s "here"';
const SALT = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');
const bare = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
const scrypt = (salt: crypto.BinaryLike, r: number, length = 64): Buffer =>
  crypto.scryptSync(PASSWORD, salt, length, { N: 1024, r, p: 1 });
const pbkdf2 = (digest: string, rounds: number, length: number, salt: crypto.BinaryLike = SALT): Buffer =>
  crypto.pbkdf2Sync(PASSWORD, salt, rounds, length, digest);
const digest = (name: string, ...parts: readonly (string | Buffer)[]): Buffer =>
  parts.reduce<crypto.Hash>((hash, part) => hash.update(part), crypto.createHash(name)).digest();
const hmac = (name: string, salt: string): string =>
  crypto.createHmac(name, salt).update(PASSWORD).digest('hex');

const BCRYPT = bcryptjs.hashSync(PASSWORD, 4);

/** bcrypt's salt and hash in standard Base64, as @phc/bcrypt writes them. */
function phcBcrypt(): string {
  const own = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  const standard = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const text = (part: string): string => part.replace(/./g, (c) => standard.charAt(own.indexOf(c)));
  return `$bcrypt$v=98$r=4$${text(BCRYPT.slice(7, 29))}$${text(BCRYPT.slice(29))}`;
}

function firebase(): string {
  const [signerKey, separator] = [crypto.createHash('sha512').update('signer').digest(), Buffer.from([7])];
  const derived = scrypt(Buffer.concat([SALT, separator]), 8, 32);
  const cipher = crypto.createCipheriv('aes-256-ctr', derived, Buffer.alloc(16));
  const fields = [SALT, Buffer.concat([cipher.update(signerKey), cipher.final()])];
  return `$fbscrypt$v=1,n=10,r=8,p=1,ss=Bw==,sk=${signerKey.toString('base64')}$${fields.map((field) => field.toString('base64')).join('$')}`;
}

const CRYPT = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** phpass's own Base64, three bytes at a time. */
function encode64(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const value = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
    const characters = Math.min(4, Math.ceil(((bytes.length - at) * 8) / 6));
    for (let index = 0; index < characters; index++) text += CRYPT.charAt((value >> (6 * index)) & 63);
  }
  return text;
}

function phpass(name: 'md5' | 'sha512', password: string): string {
  let state = digest(name, 'somesalt', password);
  for (let round = 0; round < 128; round++) state = digest(name, state, password);
  return `5somesalt${encode64(state)}`;
}

const drupal = (password: string): string => `$S$${phpass('sha512', password)}`.slice(0, 55);
const slashed = PASSWORD.replace(/["'\\]/g, '\\$&');
const argon2 = (variant: 'argon2id' | 'argon2i', pad = bare, secret?: Buffer): string => {
  const derived = crypto.argon2Sync(variant, {
    message: PASSWORD,
    nonce: SALT,
    memory: 64,
    passes: 1,
    parallelism: 1,
    tagLength: 32,
    ...(secret && { secret }),
  });
  return `$${variant}$v=19$m=64,t=1,p=1$${pad(SALT)}$${pad(derived)}`;
};
const padded = (bytes: Buffer): string => bytes.toString('base64');
const hex = SALT.toString('hex');
const base64Digest = (name: string, ...salt: readonly Buffer[]): string =>
  Buffer.concat([digest(name, PASSWORD, ...salt), ...salt]).toString('base64');

const HASHES: readonly (readonly [software: string, scheme: string, encoded: string])[] = [
  ['AdonisJS', 'scrypt', `$scrypt$n=1024,r=8,p=1$${bare(SALT)}$${bare(scrypt(SALT, 8))}`],
  [
    'RustCrypto',
    'pbkdf2-sha256',
    `$pbkdf2-sha256$i=1000,l=32$${bare(SALT)}$${bare(pbkdf2('sha256', 1000, 32))}`,
  ],
  ['@phc/pbkdf2', 'pbkdf2-sha512', `$pbkdf2-sha512$i=1000$${bare(SALT)}$${bare(pbkdf2('sha512', 1000, 64))}`],
  ['@phc/bcrypt', 'bcrypt', phcBcrypt()],
  ['padded Argon2', 'argon2id', argon2('argon2id', padded)],
  ['Firebase', 'firebase-scrypt', firebase()],
  [
    'ASP.NET Identity 2',
    'aspnet-pbkdf2-sha1',
    Buffer.concat([Buffer.alloc(1), SALT, pbkdf2('sha1', 1000, 32)]).toString('base64'),
  ],
  ['Drupal 7', 'drupal-sha512', drupal(PASSWORD)],
  ['OpenLDAP', 'ldap-bcrypt', `{CRYPT}${BCRYPT}`],
  ['OpenLDAP', 'ldap-argon2id', `{ARGON2}${argon2('argon2id')}`],
  ['Dovecot', 'ldap-argon2i', `{ARGON2I}${argon2('argon2i')}`],
  ['Dovecot', 'ldap-argon2id', `{ARGON2ID}${argon2('argon2id')}`],
  ['Dovecot', 'dovecot-bcrypt', `{BLF-CRYPT}${BCRYPT.replace('$2b$', '$2y$')}`],
  ['Nextcloud', 'nextcloud-bcrypt', `1|${BCRYPT}`],
  ['Nextcloud', 'nextcloud-argon2i', `2|${argon2('argon2i')}`],
  ['Nextcloud', 'nextcloud-argon2id', `3|${argon2('argon2id')}`],
  [
    'WordPress 6.8',
    'wordpress-bcrypt',
    `$wp${bcryptjs.hashSync(crypto.createHmac('sha384', 'wp-sha384').update(slashed).digest('base64'), 4)}`,
  ],
  ['WordPress', 'phpass', `$P$${phpass('md5', slashed)}`],
  ['phpBB', 'phpass', `$H$${phpass('md5', PASSWORD)}`],
  [
    'own code, r = 16',
    'better-auth-scrypt',
    `${hex}:${crypto.scryptSync(PASSWORD.normalize('NFKC'), hex, 64, { N: 16_384, r: 16, p: 1, maxmem: 2 ** 27 }).toString('hex')}`,
  ],
  ['own code, r = 8', 'better-auth-scrypt', `${hex}:${crypto.scryptSync(PASSWORD, hex, 64).toString('hex')}`],
  [
    'own code, bytes as salt',
    'better-auth-scrypt',
    `${hex}:${crypto.scryptSync(PASSWORD, SALT, 64).toString('hex')}`,
  ],
  ['own code, PBKDF2', 'better-auth-scrypt', `${hex}:${pbkdf2('sha512', 1000, 64, hex).toString('hex')}`],
  ['own code, PBKDF2 10,000', 'better-auth-scrypt', `${hex}:${pbkdf2('sha512', 10_000, 64).toString('hex')}`],
  [
    'Keycloak',
    'pbkdf2-sha256',
    storedHash({
      algorithm: 'pbkdf2-sha256',
      salt: SALT.toString('base64'),
      iterations: 1000,
      hash: pbkdf2('sha256', 1000, 64).toString('base64'),
      encoding: 'base64',
    }),
  ],
];

const WEAK: readonly (readonly [setting: (typeof WEAK_FORMATS)[number], scheme: string, encoded: string])[] =
  [
    ['ldap-digests', 'ldap-sha', `{SHA}${base64Digest('sha1')}`],
    ['ldap-digests', 'ldap-ssha', `{SSHA}${base64Digest('sha1', SALT)}`],
    ['ldap-ssha', 'ldap-ssha', `{SSHA}${base64Digest('sha1', SALT)}`],
    ['ldap-digests', 'ldap-ssha256', `{SSHA256}${base64Digest('sha256', SALT)}`],
    ['ldap-digests', 'ldap-ssha512', `{SSHA512}${base64Digest('sha512', SALT)}`],
    ['ldap-digests', 'ldap-md5', `{MD5}${base64Digest('md5')}`],
    ['ldap-digests', 'ldap-smd5', `{SMD5}${base64Digest('md5', SALT)}`],
    ['werkzeug-digests', 'werkzeug-hmac-sha256', `sha256$seasalt$${hmac('sha256', 'seasalt')}`],
    ['werkzeug-digests', 'werkzeug-hmac-sha512', `sha512$seasalt$${hmac('sha512', 'seasalt')}`],
    ['werkzeug-digests', 'django-sha1', `sha1$seasalt$${hmac('sha1', 'seasalt')}`],
    ['werkzeug-digests', 'django-md5', `md5$seasalt$${hmac('md5', 'seasalt')}`],
    ['werkzeug-digests', 'django-md5', `md5$seasalt$${digest('md5', 'seasalt', PASSWORD).toString('hex')}`],
    ['django-digests', 'django-sha1', `sha1$seasalt$${hmac('sha1', 'seasalt')}`],
    ['drupal-md5', 'drupal-md5-sha512', `U${drupal(digest('md5', PASSWORD).toString('hex'))}`],
    ['drupal-md5', 'drupal-md5-phpass', `U$P$${phpass('md5', digest('md5', PASSWORD).toString('hex'))}`],
  ];

const hasher = new PasswordHasher();

test.each(HASHES)('a hash of %s (%s) verifies and is replaced', async (_software, scheme, encoded) => {
  expect(identify(encoded)?.scheme).toBe(scheme);
  const { valid, rehashed = '' } = await hasher.verify(PASSWORD, encoded);
  expect(valid).toBe(true);
  expect(await hasher.verify(PASSWORD, rehashed)).toEqual({ valid: true, needsRehash: false });
  for (const other of [`${PASSWORD}x`, PASSWORD.slice(1), PASSWORD.toUpperCase()])
    expect(await hasher.isValid(other, encoded)).toBe(false);
});

describe.each(WEAK)('a weak hash of %s (%s)', (setting, scheme, encoded) => {
  test('verifies only with the setting', async () => {
    const accepting = new PasswordHasher({ acceptWeak: [setting] });
    expect(identify(encoded)).toMatchObject({ scheme, isWeak: true });
    const { valid, rehashed = '' } = await accepting.verify(PASSWORD, encoded);
    expect(valid).toBe(true);
    expect(rehashed).toMatch(/^\$argon2id\$/);
    expect(await accepting.isValid(`${PASSWORD}x`, encoded)).toBe(false);
    await expect(hasher.verify(PASSWORD, encoded)).rejects.toMatchObject({
      code: 'ERR_HASH_MALFORMED',
      message: expect.stringContaining('acceptWeak'),
    });
  });
});

describe('Argon2 hashes of npm argon2 with the option secret', () => {
  const secret = Buffer.from('a secret of any length');
  const peppers = { current: 'k', keys: { k: new Uint8Array(32).fill(1) }, unnamed: [secret] };
  const encoded = argon2('argon2id', bare, secret);

  test('verify with an unnamed pepper, and get a named one', async () => {
    const { valid, rehashed = '' } = await new PasswordHasher({ peppers }).verify(PASSWORD, encoded);
    expect({ valid, pepperId: identify(rehashed)?.pepperId }).toEqual({ valid: true, pepperId: 'k' });
    expect(await hasher.isValid(PASSWORD, encoded)).toBe(false);
  });

  test('are the only ones without a name that a policy which requires peppers accepts', async () => {
    const strict = new PasswordHasher({ peppers: { ...peppers, required: true } });
    expect(await strict.isValid(PASSWORD, encoded)).toBe(true);
    expect(await strict.isValid(PASSWORD, argon2('argon2id'))).toBe(false);
    await expect(strict.verify(PASSWORD, BCRYPT)).rejects.toMatchObject({ code: 'ERR_PEPPER_REQUIRED' });
  });
});

test.each([
  ['$y$j9T$F5Jx5fExrKuPp53xLKQ..1$X3DX6M94c7o.9agCG9G317fhZg9SqC.5i5rd.RhAtQ7', 'yescrypt'],
  ['$1$O3JMY.Tw$AdLnLjQ/5jXF9.MTp3gHv/', '$1$'],
  ['$apr1$TqI9WECO$LHZB2DqRlk9nObiB6vJG9.', '$apr1$'],
  ['$NT$7f8fe03093cc84b267b109625f6bbf4b', 'NT'],
  ['{LANMAN}855c3697d9979e78ac404c4ba2c66533', 'LM'],
  ['855C3697D9979E78AC404C4BA2C66533', 'NT'],
  ['*FCAB0C8122A8C61DFB4A63F2ECE2B2B0F7B4C1EC', 'MySQL'],
  [':B:838c83e1:e4ab7024509eef084cdabd03d8b2972c', 'MediaWiki'],
  ['root:$6$saltstring$svn8:19000:0:99999:7:::', 'shadow'],
  ['alice:$apr1$TqI9WECO$LHZB2DqRlk9nObiB6vJG9.', 'htpasswd'],
  [`"${BCRYPT}"`, 'quotes'],
  [`${BCRYPT}\n`, 'white space'],
  [BCRYPT.slice(0, 50), '60'],
  [BCRYPT.replace('$2b$', '$2x$'), '$2x$'],
])('the error for %s names %s', async (encoded, name) => {
  await expect(hasher.verify(PASSWORD, encoded)).rejects.toMatchObject({
    code: 'ERR_HASH_MALFORMED',
    message: expect.stringContaining(name),
  });
});
