import { describe, expect, test } from 'vitest';
import { falseAlarms } from '../testing/random-secrets.ts';
import { findKeyMaterial } from './formats/disguise.ts';
import { secretMaterial } from './secret.ts';

const looksLikeKeyMaterial = (bytes: Uint8Array): boolean => findKeyMaterial(bytes) !== undefined;

// Bytes that are an HMAC secret, and bytes that contain disguised key material of another kind.

const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
// The DER of an Ed25519 public key (RFC 8410 section 10.1).
const DER = Buffer.from('MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=', 'base64');
const ED_LINE = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE';
const length = '\0\0\0\x0b';

describe('key material is', () => {
  test.each([
    ['a PEM', '-----BEGIN PUBLIC KEY-----'],
    ['a PEM behind other text', 'key = "-----BEGIN PUBLIC KEY-----'],
    ['an SSH2 key', '---- BEGIN SSH2 PUBLIC KEY ----'],
    ['a PEM whose label begins with a digit', '-----BEGIN 2 KEYS-----'],
    ['an RSA line', 'ssh-rsa AAAAx'],
    ['a DSA line', 'ssh-dss AAAAx'],
    ['an Ed25519 line', 'ssh-ed25519 AAAAx'],
    ['an Ed448 line', 'ssh-ed448 AAAAx'],
    ['an ECDSA line', 'ecdsa-sha2-nistp256 AAAAx'],
    ['a line of a security key', 'sk-ssh-ed25519@openssh.com AAAAx'],
    ['a line of the longest name', `sk-${'x'.repeat(40)}@openssh.com AAAAx`],
    ['a line with more white space', 'ssh-rsa \t AAAAx'],
    ['the Base64 of an RSA or DSA line', 'xAAAAB3NzaC1'],
    ['the Base64 of an Ed25519 line', 'AAAAC3NzaC1lZDI1NTE5'],
    ['the Base64 of an ECDSA line', 'AAAAE2VjZHNhLXNoYTIt'],
    ['a JWK', '{"kty":"OKP"}'],
    ['a JWK in single quotes', "{'kty' : 'OKP'}"],
    ['a JWK with white space', '{ "kty"\n\t: "OKP"}'],
    ['a PuTTY file', 'PuTTY-User-Key-File-3: x'],
    // Written with all the digits that Base64 and Base64url do not share, and with all the padding there can be.
    ['a JWK before other bytes', '{"kty":"OKP"}\xfb\xef\xbe\xff\xff\xff\xfe\xfb\xef'],
    ['a JWK before one byte more', '{"kty":"OKP"}\xfb\xef\xbe\xff\xff\xff\xfe\xfb\xefx'],
    ['the binary form of a private OpenSSH file', 'openssh-key-v1\0'],
    ['the binary form of an OpenSSH key', `${length}ssh-ed25519`],
    ['the binary form of an ECDSA key', `\0\0\0\x13ecdsa-sha2-nistp256`],
    ['the binary form of a security key', '\0\0\0\nsk-ssh-ed25519'],
    ['DER', DER.toString('latin1')],
    ['the binary form of an OpenSSH file after a byte', 'xopenssh-key-v1\0'],
    ['the binary form of an OpenSSH key after a byte', `x${length}ssh-ed25519`],
    ['DER after a byte', `x${DER.toString('latin1')}`],
    ['DER before a byte', `${DER.toString('latin1')}x`],
  ])('%s, as it is, in UTF-16 and encoded twice', (_name, text) => {
    const bytes = Buffer.from(text, 'latin1');
    const base64 = bytes.toString('base64');
    for (const disguised of [
      text,
      base64,
      base64.replace(/=+$/, ''),
      base64.replace(/.{8}/g, '$&\r\n'),
      `\xef\xbb\xbf${base64}`,
      [...base64].join('\0'),
      bytes.toString('base64url'),
      `${bytes.toString('base64url')}${'='.repeat((4 - (base64.replace(/=+$/, '').length % 4)) % 4)}`,
      bytes.toString('hex'),
      bytes.toString('hex').toUpperCase(),
    ])
      expect(looksLikeKeyMaterial(latin1(disguised))).toBe(true);
    if (!/^[\0ox0]/.test(text)) expect(looksLikeKeyMaterial(latin1([...text].join('\0')))).toBe(true);
    expect(() => secretMaterial(latin1(text))).toThrow(expect.objectContaining({ code: 'ERR_KEY_INVALID' }));
  });

  test.each([
    ['two dashes less', '---BEGIN PUBLIC KEY---'],
    ['no label', '-----BEGIN -----'],
    ['a name of no key', 'ssh-foo AAAAx'],
    ['a name without a key', 'ssh-rsa BBBB'],
    ['a name and no space', 'ssh-rsaAAAAx'],
    ['a name that is too long', `sk-${'x'.repeat(41)}@openssh.com AAAAx`],
    ['a name of nobody', 'sk-@openssh.com AAAAx'],
    ['another domain', 'sk-ssh-ed25519@openssh-com AAAAx'],
    ['part of the Base64 of a line', 'AAAAB3NzaC'],
    ['a name that is not a member', 'kty: OKP'],
    ['a member of another name', '{"ktz":"OKP"}'],
    ['a longer length', '\0\0\x01\x0bssh-ed25519'],
    ['a binary form of another kind', `${length}ftp-ed25519`],
    ['Base64 of something else', Buffer.from('another secret of some length').toString('base64')],
    ['text that is not Base64', 'a secret, of many words: 100 %'],
  ])('not %s', (_name, text) => {
    expect(looksLikeKeyMaterial(latin1(text))).toBe(false);
  });
});

test('finds DER that was read as Latin-1 text and written as UTF-8', () => {
  expect(looksLikeKeyMaterial(Buffer.from(DER.toString('latin1'), 'utf8'))).toBe(true);
});

// The forms of found attacks: public keys in what people paste.
const base64Key = DER.toString('base64');
const hexKey = DER.toString('hex');
test.each([
  ['hexadecimal after 0x', `0x${hexKey}`],
  ['hexadecimal with colons', hexKey.replaceAll(/..(?!$)/g, '$&:')],
  ['hexadecimal with spaces', hexKey.replaceAll(/../g, '$& ')],
  ['escaped bytes', hexKey.replaceAll(/../g, '\\x$&')],
  ['Base64 in quotes', `"${base64Key}"`],
  ['Base64 after a name', `PUBLIC_KEY=${base64Key}`],
  ['Base64 right after a name', `key${base64Key}`],
  ['Base64 with literal line breaks', base64Key.replaceAll(/.{20}/g, '$&\\n')],
  ['only an END line', '-----END PUBLIC KEY-----'],
  ['a URL-encoded PEM', encodeURIComponent('-----BEGIN PUBLIC KEY-----\nMCow')],
  [
    'a data URI',
    `data:application/x-pem-file;base64,${Buffer.from('-----BEGIN PUBLIC KEY-----').toString('base64')}`,
  ],
  ['a JWK as escaped JSON', JSON.stringify('{"kty":"OKP","crv":"Ed25519"}')],
  ['a JWK escaped twice', JSON.stringify(JSON.stringify('{"kty":"OKP","crv":"Ed25519"}'))],
  ['XML of .NET', '<RSAKeyValue><Modulus>AQAB</Modulus></RSAKeyValue>'],
  ['a Buffer as JSON', JSON.stringify(DER)],
  ['decimal numbers', [...DER].join(' ')],
  ['Base64 of Base64', Buffer.from(base64Key).toString('base64')],
])('finds a public key as %s', (_name, text) => {
  expect(looksLikeKeyMaterial(Buffer.from(text))).toBe(true);
});

test('no secret of 20,000 is mistaken for a key', () => {
  expect(falseAlarms(20_000)).toEqual([]);
});

test.each([
  ['dashes', '-'],
  ['backslashes', '\\'],
  ['spaces', ' '],
  ['digits', '1 '],
  ['letters', 'a'],
  ['BEGIN', '-----BEGIN '],
  ['BEGIN without spaces', '-----BEGIN'],
  ['kty', '"kty"'],
  ['an OpenSSH type', 'ssh-rsa '],
  ['a sequence', '\x30\x82'],
  ['percent signs', '%41'],
  ['padding', '='],
])('examines 64 KiB of %s in linear time', (_name, unit) => {
  const bytes = latin1(unit.repeat(65_536 / unit.length));
  const start = performance.now();
  looksLikeKeyMaterial(bytes);
  expect(performance.now() - start).toBeLessThan(500);
});

test('a secret is copied, and has a length', () => {
  const bytes = new Uint8Array(65_536).fill(0xfb);
  const { secret, ...material } = secretMaterial(bytes);
  expect(material).toEqual({ kind: 'secret', type: 'oct' });
  expect(secret).toEqual(bytes);
  expect(secret).not.toBe(bytes);
  expect(() => secretMaterial(new Uint8Array(65_537))).toThrow('The secret has more than 65536 bytes.');
  expect(() => secretMaterial(new Uint8Array())).toThrow('The secret is empty.');
});

test('finds a line at any position', () => {
  expect(looksLikeKeyMaterial(latin1(`# comment\n${ED_LINE}`))).toBe(true);
  expect(looksLikeKeyMaterial(latin1(`no-pty ${ED_LINE}`))).toBe(true);
});
