import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { needs } from '@countersign/vitest-config/counterparts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Algorithm, type ImportKeyOptions, importKey, type KeySource, thumbprint } from '../index.ts';
import { KeyFolder } from '../testing/tools.ts';

// Keys in the forms in which people have them. Each row names software that writes the form.

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ed = generateKeyPairSync('ed25519');
const folder = new KeyFolder();
afterAll(() => folder.remove());

const pem = (key: typeof rsa.publicKey, type: 'pkcs1' | 'pkcs8' | 'sec1' | 'spki'): string =>
  String(key.export({ format: 'pem', type }));
const der = (key: typeof rsa.publicKey, type: 'pkcs1' | 'pkcs8' | 'sec1' | 'spki'): Buffer =>
  key.export({ format: 'der', type });
const bodyOf = (text: string): string => text.replaceAll(/-----[^-]+-----|\s/g, '');
const jwk = rsa.publicKey.export({ format: 'jwk' });
const rsaPem = pem(rsa.privateKey, 'pkcs8');
const rsaSpki = pem(rsa.publicKey, 'spki');
const base64 = (bytes: string | Buffer): string => Buffer.from(bytes).toString('base64');
const withZero = (text: string | undefined): string =>
  Buffer.concat([Buffer.alloc(1), Buffer.from(text ?? '', 'base64url')]).toString('base64url');

type Row = readonly [
  software: string,
  source: KeySource,
  options?: Partial<ImportKeyOptions>,
  algorithm?: Algorithm,
];

const ROWS: readonly Row[] = [
  ['a .env file of Node.js, with literal \\n', rsaPem.replaceAll('\n', '\\n')],
  ['a Google service account, JSON with \\n in a variable', JSON.stringify(rsaPem).slice(1, -1)],
  ['a GitHub Actions secret on one line', rsaPem.replaceAll('\n', ' ')],
  ['a Docker env file without line breaks', rsaPem.replaceAll('\n', '')],
  ['Notepad, with CR LF and a byte order mark', `\uFEFF${rsaPem.replaceAll('\n', '\r\n')}`],
  ['a file of classic macOS, with CR', rsaPem.replaceAll('\n', '\r')],
  ['Heroku, quoted', `"${rsaPem.trim()}"`],
  ['a YAML block of Kubernetes, indented', rsaPem.replaceAll('\n', '\n    ')],
  ['a web form, with blank lines', rsaPem.replaceAll('\n', '\n\n')],
  [
    'Java, with lines of 76 characters',
    rsaPem
      .replaceAll(/\n(?!-)/g, '')
      .replace('KEY-----', 'KEY-----\n')
      .replaceAll(/([A-Za-z0-9+/=]{76})/g, '$1\n'),
  ],
  [
    'openssl pkcs12, with bag attributes',
    `Bag Attributes\n    localKeyID: 01\nKey Attributes: <No Attributes>\n${rsaPem}`,
  ],
  ['OpenSSL 1.0, PKCS#1', pem(rsa.privateKey, 'pkcs1')],
  ['phpseclib, a PKCS#1 public key', pem(rsa.publicKey, 'pkcs1')],
  ['a mislabelled SPKI', pem(rsa.publicKey, 'spki').replaceAll('PUBLIC KEY', 'RSA PUBLIC KEY')],
  ['a mislabelled PKCS#8', rsaPem.replaceAll('PRIVATE KEY', 'RSA PRIVATE KEY')],
  ['readFile without an encoding', Buffer.from(rsaPem)],
  ['Keycloak, the realm’s public_key', bodyOf(rsaSpki), { format: 'base64' }],
  ['Keycloak, in an environment variable with quotes', `'${bodyOf(rsaSpki)}'`, { format: 'base64' }],
  ['a Kubernetes secret, Base64 of a PEM', base64(rsaPem), { format: 'base64' }],
  ['base64(1), in lines of 76 characters', base64(rsaPem).replaceAll(/.{76}/g, '$&\n'), { format: 'base64' }],
  ['AWS KMS GetPublicKey, DER', der(rsa.publicKey, 'spki'), { format: 'der' }],
  ['Java KeyFactory, PKCS#8 DER', der(rsa.privateKey, 'pkcs8'), { format: 'der' }],
  ['Go x509.MarshalPKCS1PrivateKey', der(rsa.privateKey, 'pkcs1'), { format: 'der' }],
  [
    'Go x509.MarshalPKCS1PublicKey, in Base64url',
    der(rsa.publicKey, 'pkcs1').toString('base64url'),
    { format: 'base64' },
  ],
  ['an old server, n with a leading zero', { ...jwk, kty: 'RSA', n: withZero(jwk.n) }],
  ['.NET, padded standard Base64', { ...jwk, kty: 'RSA', n: base64(Buffer.from(jwk.n ?? '', 'base64url')) }],
  [
    'a database row, null members',
    { ...jwk, kty: 'RSA', d: null, use: null, alg: null, key_ops: null, kid: null } as never,
  ],
  ['a form, empty members', { ...jwk, kty: 'RSA', use: '', alg: '', kid: '' }],
  ['a server that writes the type as alg', { ...jwk, kty: 'RSA', alg: 'RSA' }],
  ['the text of a JWK', JSON.stringify({ ...jwk, alg: 'RS256' }, undefined, 2)],
  [
    'OpenSSL, SEC1 with parameters',
    `-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n${pem(ec.privateKey, 'sec1')}`,
    {},
    'ES256',
  ],
  ['Go x509.MarshalECPrivateKey', der(ec.privateKey, 'sec1'), { format: 'der' }, 'ES256'],
  ['Apple’s AuthKey .p8', pem(ec.privateKey, 'pkcs8'), {}, 'ES256'],
  ['AWS KMS, an EC key', der(ec.publicKey, 'spki'), { format: 'der' }, 'ES256'],
  ['OpenSSL, Ed25519', pem(ed.privateKey, 'pkcs8'), {}, 'Ed25519'],
  ['OpenSSL, Ed25519 in one line', pem(ed.publicKey, 'spki').replaceAll('\n', ''), {}, 'EdDSA'],
];

const EXPECTED = {
  RS256: rsa.publicKey,
  ES256: ec.publicKey,
  Ed25519: ed.publicKey,
  EdDSA: ed.publicKey,
} as const;

test.each(ROWS.map((row) => [row[0], row] as const))('reads a key of %s', async (_software, row) => {
  const [, source, options, algorithm = 'RS256'] = row;
  const key = await importKey(source, { algorithm, ...options });
  const expected = Object.entries(EXPECTED).find(([name]) => name === algorithm)?.[1];
  expect(await thumbprint(key)).toBe(await thumbprint(expected ?? ''));
});

describe('keys of OpenSSL', needs('openssl'), () => {
  beforeAll(() => {
    folder.openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      'key.pem',
      '-subj',
      '/CN=a',
      '-out',
      'cert.pem',
    );
    folder.openssl('x509', '-in', 'cert.pem', '-trustout', '-addtrust', 'serverAuth', '-out', 'trusted.pem');
    folder.openssl('x509', '-in', 'cert.pem', '-outform', 'DER', '-out', 'cert.der');
    folder.openssl(
      'pkcs12',
      '-export',
      '-inkey',
      'key.pem',
      '-in',
      'cert.pem',
      '-passout',
      'pass:x',
      '-out',
      'all.p12',
    );
    folder.openssl(
      'pkcs8',
      '-topk8',
      '-in',
      'key.pem',
      '-v2',
      'aes128',
      '-passout',
      'pass:x',
      '-out',
      'aes128.pem',
    );
    folder.openssl(
      'pkcs8',
      '-topk8',
      '-in',
      'key.pem',
      '-v2',
      'des3',
      '-v2prf',
      'hmacWithSHA1',
      '-passout',
      'pass:x',
      '-out',
      'des3.pem',
    );
    folder.openssl(
      'pkcs8',
      '-topk8',
      '-in',
      'key.pem',
      '-scrypt',
      '-passout',
      'pass:x',
      '-out',
      'scrypt.pem',
    );
    folder.openssl(
      'pkcs8',
      '-topk8',
      '-in',
      'key.pem',
      '-passout',
      'pass:x',
      '-outform',
      'DER',
      '-out',
      'key.der',
    );
  });

  const owner = (): Promise<string> => thumbprint(folder.read('key.pem'));

  test.each([
    ['a certificate', 'cert.pem'],
    ['a trusted certificate', 'trusted.pem'],
  ])('reads %s', async (_name, file) => {
    expect(await thumbprint(await importKey(folder.read(file), { algorithm: 'RS256' }))).toBe(await owner());
  });

  test('reads a certificate in DER, and its x5c form', async () => {
    const bytes = folder.readBytes('cert.der');
    expect(await thumbprint(await importKey(bytes, { algorithm: 'RS256', format: 'der' }))).toBe(
      await owner(),
    );
    const x5c = await importKey(bytes.toString('base64'), { algorithm: 'RS256', format: 'base64' });
    expect(await thumbprint(x5c)).toBe(await owner());
  });

  test.each(['private', 'public'] as const)('selects the %s key of a file with both', async (kind) => {
    const both = `${folder.read('cert.pem')}${folder.read('key.pem')}`;
    expect(await importKey(both, { algorithm: 'RS256', kind })).toMatchObject({ kind });
    await expect(importKey(both, { algorithm: 'RS256' })).rejects.toMatchObject({
      message: expect.stringContaining('CERTIFICATE, PRIVATE KEY'),
    });
  });

  test.each(['aes128.pem', 'scrypt.pem'])('decrypts %s on every runtime', async (file) => {
    const key = await importKey(folder.read(file), { algorithm: 'RS256', passphrase: 'x' });
    expect(await thumbprint(key)).toBe(await owner());
  });

  test('decrypts PKCS#8 in DER', async () => {
    const options = { algorithm: 'RS256', passphrase: 'x', format: 'der' } as const;
    expect(await thumbprint(await importKey(folder.readBytes('key.der'), options))).toBe(await owner());
  });

  test('decrypts Triple DES, or names the command', async () => {
    const outcome = await importKey(folder.read('des3.pem'), { algorithm: 'RS256', passphrase: 'x' }).then(
      thumbprint,
      ({ message }) => message,
    );
    expect([await owner(), expect.stringContaining('openssl pkey')]).toContainEqual(outcome);
  });

  test('names the command for PKCS#12', async () => {
    const bytes = folder.readBytes('all.p12');
    for (const options of [{ algorithm: 'RS256', format: 'der' }, { algorithm: 'RS256' }] as const)
      await expect(importKey(bytes, options)).rejects.toMatchObject({
        code: 'ERR_KEY_INVALID',
        message: expect.stringContaining('openssl pkcs12'),
      });
  });
});

describe('a mistake', () => {
  const sshLine = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGnGmPvjc8Uz8VXIXvwKSc8bzQCqNXF8N1vPX4PC7jWS';
  const MISTAKES: readonly (readonly [string, unknown, string])[] = [
    ['an empty variable', '', 'empty'],
    ['a missing variable', undefined, 'undefined'],
    ['a missing variable in a template', 'undefined', 'environment variable'],
    ['a path', './keys/private.pem', 'readFile'],
    ['a path of Windows', 'C:\\keys\\private.pem', 'readFile'],
    ['a promise', Promise.resolve(''), 'Await'],
    ['a JWK Set', { keys: [jwk] }, 'createKeySet'],
    ['the text of a JWK Set', JSON.stringify({ keys: [jwk] }), 'createKeySet'],
    ['a key pair', { publicKey: rsa.publicKey, privateKey: rsa.privateKey }, 'publicKey'],
    [
      'an RFC 4716 key',
      '---- BEGIN SSH2 PUBLIC KEY ----\nAAAAB3NzaC1yc2E\n---- END SSH2 PUBLIC KEY ----',
      'ssh-keygen -i',
    ],
    ['a PuTTY key', 'PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none', 'puttygen'],
    ['authorized_keys with options', `no-pty,command="ls" ${sshLine}`, 'one line'],
    ['DER without format', der(rsa.publicKey, 'spki'), "format: 'der'"],
    ['Base64 of DER without format', bodyOf(rsaSpki), "format: 'base64'"],
    ['Base64 of a PEM without format', base64(rsaPem), "format: 'base64'"],
    ['secp256k1', { kty: 'EC', crv: 'secp256k1', x: 'AA', y: 'AA' }, 'secp256k1'],
    ['Ed448', { kty: 'OKP', crv: 'Ed448', x: 'AA' }, 'Ed448'],
    [
      'a PEM of secp256k1',
      pem(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey, 'spki'),
      'secp256k1',
    ],
    ['a PEM of Ed448', pem(generateKeyPairSync('ed448').publicKey, 'spki'), 'Ed448'],
    [
      'a certificate request',
      '-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----',
      'openssl req',
    ],
    ['a secret for RS256', 'some text that is not a key file', 'RS256 needs an RSA key'],
    ['DER as UTF-8 text', der(rsa.publicKey, 'spki').toString(), "format: 'der'"],
  ];

  test.each(MISTAKES)('gets its remedy: %s', async (_name, source, remedy) => {
    const error: unknown = await importKey(source as KeySource, { algorithm: 'RS256' }).catch(
      (reason) => reason,
    );
    expect(error).toMatchObject({ message: expect.stringContaining(remedy) });
    expect(String(Object(error).message).length).toBeLessThanOrEqual(200);
  });
});

test('reads an EC key without a public point', async () => {
  const jwkEc = ec.privateKey.export({ format: 'jwk' });
  const scalar = Buffer.from(jwkEc.d ?? '', 'base64url');
  const bytes = Buffer.concat([
    Buffer.from('30310201010420', 'hex'),
    scalar,
    Buffer.from('a00a06082a8648ce3d030107', 'hex'),
  ]);
  expect(createPrivateKey({ key: bytes, format: 'der', type: 'sec1' }).equals(ec.privateKey)).toBe(true);
  const key = await importKey(bytes, { algorithm: 'ES256', format: 'der' });
  expect(await thumbprint(key)).toBe(await thumbprint(ec.publicKey));
});
