import { generateKeyPairSync, webcrypto } from 'node:crypto';
import { fastestRun } from '@countersign/vitest-config/patience';
import { describe, expect, test } from 'vitest';
import {
  type Algorithm,
  exportKey,
  generateKey,
  importKey,
  type Jwk,
  type KeySource,
  publicKeyOf,
  sign,
  thumbprint,
  verify,
} from '../index.ts';
import { codeOf } from '../testing/code-of.ts';
import { b64, SECRET } from '../testing/forge.ts';
import { supported, unsupported } from '../testing/supported.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const weakRsa = generateKeyPairSync('rsa', { modulusLength: 1024 });
const otherRsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const otherEc = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ed = generateKeyPairSync('ed25519');
const otherEd = generateKeyPairSync('ed25519');
const x25519 = generateKeyPairSync('x25519');

const jwkOf = (key: { export(options: { format: 'jwk' }): object }): Jwk => ({
  kty: '',
  ...key.export({ format: 'jwk' }),
});
const pemOf = (key: typeof rsa.publicKey): string => String(key.export({ type: 'spki', format: 'pem' }));
const derOf = (key: typeof rsa.publicKey): Uint8Array =>
  Uint8Array.from(Buffer.from(pemOf(key).replace(/-.*-|\n/g, ''), 'base64'));

test.each(unsupported)('a runtime without %s says so', async (algorithm) => {
  await expect(generateKey(algorithm)).rejects.toMatchObject({ code: 'ERR_KEY_INVALID' });
});

describe.each(supported)('a generated key for %s', (algorithm) => {
  test('signs and verifies, is bound to it, and comes back from its JWK', async () => {
    const made = await generateKey(algorithm, { keyId: 'k1' });
    const pair = 'privateKey' in made ? made : { privateKey: made, publicKey: made };
    const token = await sign({ id: 1 }, pair.privateKey, { algorithm });
    expect(await verify(token, pair.publicKey, { algorithms: [algorithm] })).toEqual({ id: 1 });
    expect(pair.privateKey).toMatchObject({ algorithms: [algorithm], keyId: 'k1' });
    const again = await importKey(await exportKey(pair.publicKey, 'jwk'), { algorithm });
    if (again.kind === 'private') throw new Error('a public key was exported');
    expect(await verify(token, again, { algorithms: [algorithm] })).toEqual({ id: 1 });
  });
});

test('a generated RSA key has 3072 bits unless told otherwise', async () => {
  const { publicKey } = await generateKey('RS256');
  const { n } = await exportKey(publicKey, 'jwk');
  expect(Buffer.from(String(n), 'base64url')).toHaveLength(384);
  expect(publicKeyOf((await generateKey('PS256', { modulusBits: 2048 })).privateKey)).toMatchObject({
    kind: 'public',
  });
});

test('random secrets are all but never taken for key material', async () => {
  // Every secret begins like a DER sequence of its length. One in ten million of these is a sequence on two levels, so one
  // run in five hundred finds one, and none finds three.
  let taken = 0;
  for (let trial = 0; trial < 20_000; trial++) {
    const secret = webcrypto.getRandomValues(new Uint8Array(32));
    secret[0] = 0x30;
    secret[1] = 30;
    await importKey(secret, { algorithm: 'HS256' }).catch(() => taken++);
  }
  expect(taken).toBeLessThan(3);
});

describe('key material is never an HMAC secret', () => {
  const pem = pemOf(rsa.publicKey);
  const der = derOf(rsa.publicKey);
  const line = 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7 me@host';
  const shortDer = derOf(ed.publicKey);

  test.each<[string, string | Uint8Array]>([
    ['a PEM', pem],
    ['a PEM behind white space', `  \n${pem}`],
    ['a PEM after a byte order mark', `\uFEFF${pem}`],
    ['a PEM behind other text', `key: ${pem}`],
    ['a PEM without its last line', pem.split('-----END')[0] ?? ''],
    ['the bytes of a PEM', Buffer.from(pem)],
    ['the bytes of a PEM in UTF-16', Buffer.from(pem, 'utf16le')],
    [
      'the bytes of a PEM with a byte that is not UTF-8',
      Buffer.concat([Buffer.from([0xe9]), Buffer.from(pem)]),
    ],
    ['a PEM in Base64', Buffer.from(pem).toString('base64')],
    ['the DER of a key', der],
    ['the DER of a short key', shortDer],
    ['the DER of a key in Base64', Buffer.from(der).toString('base64')],
    ['the DER of a short key in Base64', Buffer.from(shortDer).toString('base64')],
    ['the DER of a key in Base64url', b64(der)],
    ['the DER of a key in hex', Buffer.from(der).toString('hex')],
    ['an OpenSSH line', Buffer.from(line)],
    ['an OpenSSH line after a space', ` ${line}`],
    ['an OpenSSH line behind options', `no-pty,command="ls" ${line}`],
    ['an OpenSSH line behind any letter', `x${line}`],
    ['an OpenSSH line after another line', `# my key\n${line}`],
    ['the Base64 of an OpenSSH line alone', line.split(' ')[1] ?? ''],
    ['an OpenSSH key of a security key', 'sk-ssh-ed25519@openssh.com AAAAGnNrLXNza me'],
    ['an OpenSSH private file', '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjE'],
    ['an SSH2 public key', '---- BEGIN SSH2 PUBLIC KEY ----\nAAAA'],
    ['a PuTTY key', 'PuTTY-User-Key-File-3: ssh-rsa'],
    ['the bytes of a JWK', Buffer.from(JSON.stringify(jwkOf(rsa.publicKey)))],
    ['a JWK Set', JSON.stringify({ keys: [jwkOf(rsa.publicKey)] })],
    ['a JWK in Base64', Buffer.from(JSON.stringify(jwkOf(ec.publicKey))).toString('base64')],
    ['an empty text', ''],
    ['no bytes', new Uint8Array()],
  ])('%s', async (_name, source) => {
    const refused = { code: 'ERR_KEY_INVALID' };
    await expect(importKey(source, { algorithm: 'HS256' })).rejects.toMatchObject(refused);
    await expect(sign({}, source, { algorithm: 'HS256', allowWeakKey: true })).rejects.toMatchObject(refused);
    await expect(
      importKey({ kty: 'oct', k: b64(source) }, { algorithm: 'HS256', allowWeakKey: true }),
    ).rejects.toMatchObject(refused);
  });

  test('other texts are secrets, in Base64 too', async () => {
    for (let trial = 0; trial < 2000; trial++) {
      const text = Buffer.from(webcrypto.getRandomValues(new Uint8Array(48))).toString('base64');
      await importKey(text, { algorithm: 'HS512' });
    }
  });
});

describe('lengths and curves', () => {
  test.each<[Algorithm, number]>([
    ['HS256', 32],
    ['HS384', 48],
    ['HS512', 64],
  ])('%s needs %d bytes, or allowWeakKey at each call', async (algorithm, bytes) => {
    const short = SECRET.subarray(0, bytes - 1);
    const exact = SECRET.subarray(0, bytes);
    expect(await codeOf(() => importKey(exact, { algorithm }))).toBeUndefined();
    expect(await codeOf(() => importKey(short, { algorithm }))).toBe('ERR_KEY_INVALID');
    const key = await importKey(short, { algorithm, allowWeakKey: true });
    if (key.kind !== 'secret') throw new Error('a secret was imported');
    expect(await codeOf(() => sign({}, key, { algorithm }))).toBe('ERR_KEY_INVALID');
    expect(await codeOf(() => sign({}, key, { algorithm, allowWeakKey: true }))).toBeUndefined();
  });

  test('RSA keys need 2048 bits', async () => {
    expect(await codeOf(() => importKey(pemOf(weakRsa.publicKey), { algorithm: 'RS256' }))).toBe(
      'ERR_KEY_INVALID',
    );
    expect(
      await codeOf(() => importKey(pemOf(weakRsa.publicKey), { algorithm: 'RS256', allowWeakKey: true })),
    ).toBeUndefined();
  });

  test.each<[Algorithm, KeySource]>([
    ['ES384', ec.publicKey],
    ['ES256', ed.publicKey],
    ['Ed25519', x25519.publicKey],
    ['Ed25519', ec.publicKey],
    ['RS256', ec.privateKey],
    ['PS256', SECRET],
    ['HS256', rsa.publicKey],
    ['HS256', jwkOf(ec.publicKey)],
  ])('a key of another type or curve is refused for %s', async (algorithm, source) => {
    expect(await codeOf(() => importKey(source, { algorithm }))).toBe('ERR_KEY_INVALID');
  });
});

describe('a JWK that is damaged or says that it is for something else', () => {
  const rsaJwk = jwkOf(rsa.privateKey);
  const ecJwk = jwkOf(ec.privateKey);
  const edJwk = jwkOf(ed.privateKey);
  const publicRsa = jwkOf(rsa.publicKey);

  test.each<[string, Algorithm, Jwk]>([
    ['no key type that is known', 'RS256', { kty: 'XYZ' }],
    ['no modulus', 'RS256', { kty: 'RSA', e: 'AQAB' }],
    ['a modulus in Base64', 'RS256', { ...publicRsa, n: '+/+/' }],
    ['a modulus that is a number', 'RS256', JSON.parse('{"kty":"RSA","e":"AQAB","n":5}')],
    ['a modulus with a leading zero', 'RS256', { ...publicRsa, n: `AA${publicRsa.n}` }],
    ['a modulus of 20000 bits', 'RS256', { ...publicRsa, n: b64(new Uint8Array(2500).fill(0xff)) }],
    ['an exponent of 1', 'RS256', { ...publicRsa, e: 'AQ' }],
    ['an even exponent', 'RS256', { ...publicRsa, e: 'AQAA' }],
    ['an endless exponent', 'RS256', { ...publicRsa, e: b64(new Uint8Array(64).fill(0xff)) }],
    ['a private RSA key without its primes', 'RS256', { ...publicRsa, d: rsaJwk.d ?? '' }],
    [
      'a private RSA key with the modulus of another',
      'RS256',
      { ...rsaJwk, n: jwkOf(otherRsa.publicKey).n ?? '' },
    ],
    ['a private RSA key with a wrong dp', 'RS256', { ...rsaJwk, dp: rsaJwk.dq ?? '' }],
    ['a private RSA key with primes of one', 'RS256', { ...rsaJwk, p: 'AQ', q: 'AQ' }],
    ['a private RSA key of three primes', 'RS256', { ...rsaJwk, oth: [{}] }],
    [
      'a point that is not on the curve',
      'ES256',
      { ...jwkOf(ec.publicKey), y: jwkOf(otherEc.publicKey).y ?? '' },
    ],
    ['a short coordinate', 'ES256', { ...ecJwk, x: b64(new Uint8Array(31)) }],
    ['a curve that no algorithm uses', 'ES256', { ...ecJwk, crv: 'secp256k1' }],
    [
      'a private EC key with the point of another',
      'ES256',
      { ...jwkOf(otherEc.publicKey), d: ecJwk.d ?? '' },
    ],
    [
      'a private Ed25519 key with the point of another',
      'Ed25519',
      { ...jwkOf(otherEd.publicKey), d: edJwk.d ?? '' },
    ],
    ['a key for encryption', 'RS256', { ...publicRsa, use: 'enc' }],
    ['a key for other operations', 'RS256', { ...publicRsa, key_ops: ['encrypt'] }],
    [
      'operations that are not a list',
      'RS256',
      JSON.parse(JSON.stringify({ ...publicRsa, key_ops: 'verify' })),
    ],
    ['a key for another algorithm', 'RS256', { ...publicRsa, alg: 'RS512' }],
    ['a key for an unknown algorithm', 'RS256', { ...publicRsa, alg: 'none' }],
    ['an ML-DSA key without its parameter set', 'ML-DSA-44', { kty: 'AKP', pub: b64(new Uint8Array(1312)) }],
  ])('%s is refused', async (_name, algorithm, jwk) => {
    const use = async () => {
      const key = await importKey(jwk, { algorithm });
      if (key.kind === 'private') await sign({}, key, { algorithm });
      else
        await verify(
          `${b64(JSON.stringify({ alg: algorithm }))}.e30.${b64(new Uint8Array(algorithm === 'RS256' ? 256 : 64))}`,
          key,
          { algorithms: [algorithm] },
        );
    };
    expect(await codeOf(use)).toBe('ERR_KEY_INVALID');
  });
});

describe('a key is bound to what it was imported for', () => {
  test('its algorithm', async () => {
    const key = await importKey(rsa.privateKey, { algorithm: 'RS256', kind: 'private' });
    expect(await codeOf(() => sign({}, key, { algorithm: 'PS256' }))).toBe('ERR_KEY_INVALID');
  });

  test('its half', async () => {
    const token = await sign({}, rsa.privateKey, { algorithm: 'RS256' });
    expect(await codeOf(() => sign({}, rsa.publicKey, { algorithm: 'RS256' }))).toBe('ERR_KEY_INVALID');
    expect(await codeOf(() => verify(token, rsa.privateKey, { algorithms: ['RS256'] }))).toBe(
      'ERR_KEY_INVALID',
    );
  });

  test('Ed25519 and EdDSA are names of one algorithm', async () => {
    const { privateKey, publicKey } = await generateKey('Ed25519');
    const token = await sign({}, privateKey, { algorithm: 'EdDSA' });
    expect(await codeOf(() => verify(token, publicKey, { algorithms: ['EdDSA'] }))).toBeUndefined();
    expect(await codeOf(() => verify(token, publicKey, { algorithms: ['Ed25519'] }))).toBeUndefined();
  });

  test('does not show its material', async () => {
    const key = await importKey(SECRET, { algorithm: 'HS256', keyId: 'k' });
    expect(JSON.parse(JSON.stringify(key))).toEqual({
      kind: 'secret',
      type: 'oct',
      algorithms: ['HS256'],
      keyId: 'k',
    });
    expect(Object.isFrozen(key)).toBe(true);
  });
});

test('bytes that are overwritten between two calls are another secret', async () => {
  const secret = SECRET.slice();
  const first = await sign({}, secret, { algorithm: 'HS256' });
  secret.fill(7);
  expect(await codeOf(() => verify(first, secret, { algorithms: ['HS256'] }))).toBe('ERR_TOKEN_SIGNATURE');
  const jwk = { kty: 'oct', k: b64(SECRET) };
  expect(await codeOf(() => verify(first, jwk, { algorithms: ['HS256'] }))).toBeUndefined();
  jwk.k = b64(secret);
  expect(await codeOf(() => verify(first, jwk, { algorithms: ['HS256'] }))).toBe('ERR_TOKEN_SIGNATURE');
});

test('the thumbprint of a secret and of both halves of a pair', async () => {
  expect(await thumbprint(SECRET)).toMatch(/^[\w-]{43}$/);
  expect(await thumbprint(rsa.privateKey)).toBe(await thumbprint(pemOf(rsa.publicKey)));
});

test('reading a hostile PEM takes no time', async () => {
  const hostile = '-----BEGIN PUBLIC KEY-----\n'.repeat(2400);
  const read = async (): Promise<void> =>
    expect(await codeOf(() => importKey(hostile, { algorithm: 'RS256' }))).toBe('ERR_KEY_INVALID');
  expect(await fastestRun(1000, read)).toBeLessThan(1000);
  expect(await codeOf(() => importKey('x'.repeat(70_000), { algorithm: 'HS256' }))).toBe('ERR_KEY_INVALID');
});
