import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { uint32, wire } from '../../testing/encodings.ts';
import { b64 } from '../../testing/forge.ts';
import { isOpenSshPublicLine, openSshPrivateFile, openSshPrivateJwk, openSshPublicJwk } from './openssh.ts';

const rsaJwk = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
const ed = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
const bytesOf = (text: string | undefined): Buffer => Buffer.from(text ?? '', 'base64url');
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
  ])('%#: is read', (text, jwk) => {
    expect(isOpenSshPublicLine(text)).toBe(true);
    expect(openSshPublicJwk(text)).toEqual(jwk);
  });

  test.each([
    ['x ssh-rsa AAAA', false],
    ['ssh-dss AAAA', false],
    ['ssh-rsa AAAA\nmore', false],
    ['ssh-rsaAAAA', false],
    ['ssh-rsa A*AA', false],
    ['ssh-rsa \t AAAA', true],
    ['ecdsa-sha2-nistp521 AAAA==', true],
    ['ecdsa-sha2-nistp224 AAAA', false],
  ])('recognises %j: %s', (text, isLine) => {
    expect(isOpenSshPublicLine(text)).toBe(isLine);
  });

  test.each([
    ['Base64 that is not canonical', 'ssh-rsa AAAAA'],
    ['two types', line('ssh-rsa', edBlob)],
    ['a missing end', line('ssh-rsa', rsaBlob.subarray(0, -3))],
    ['bytes after its end', line('ssh-ed25519', Buffer.concat([edBlob, Buffer.alloc(3)]))],
    ['a negative modulus', line('ssh-rsa', wire('ssh-rsa', signed(rsaJwk.e), bytesOf(rsaJwk.n)))],
    ['two curves', line('ecdsa-sha2-nistp256', wire('ecdsa-sha2-nistp256', 'nistp384', point))],
    ['a point of another curve', line('ecdsa-sha2-nistp384', wire('ecdsa-sha2-nistp384', 'nistp384', point))],
  ])('is rejected with %s', (_name, text) => {
    expect(() => openSshPublicJwk(text)).toThrow(expect.objectContaining({ code: 'ERR_KEY_INVALID' }));
  });
});

describe('an OpenSSH private key file', () => {
  const MAGIC = Buffer.from('openssh-key-v1\0');
  const plain = (inner: Uint8Array, keys = 1): Buffer =>
    Buffer.concat([MAGIC, wire('none', 'none', ''), uint32(keys), wire(edBlob, inner)]);

  test('is split into its parts', () => {
    expect(openSshPrivateFile(new Uint8Array(plain(Buffer.of(1, 2))))).toEqual({
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
      wire(edBlob, 'x'),
    ]);
    const file = openSshPrivateFile(new Uint8Array(encrypted));
    expect(file).toMatchObject({ cipher: 'aes256-ctr', kdf: 'bcrypt', rounds: 24 });
    expect(Buffer.from(file.salt).toString()).toBe('salt');
  });

  test.each([
    ['another beginning', Buffer.from('openssh-key-v2\0')],
    ['no end', Buffer.from('short')],
    ['two keys', plain(Buffer.alloc(0), 2)],
    ['a missing byte', plain(Buffer.of(1, 2)).subarray(0, -1)],
  ])('is rejected with %s', (_name, bytes) => {
    expect(() => openSshPrivateFile(bytes)).toThrow(expect.objectContaining({ code: 'ERR_KEY_INVALID' }));
  });

  const inner = (...fields: readonly (string | Uint8Array)[]): Buffer =>
    Buffer.concat([uint32(7), uint32(7), wire(...fields, 'comment'), Buffer.of(1, 2, 3)]);
  const rsaNumbers = (['n', 'e', 'd', 'qi', 'p', 'q'] as const).map((name) => signed(rsaJwk[name]));
  const rsaInner = inner('ssh-rsa', ...rsaNumbers);
  const edInner = inner('ssh-ed25519', bytesOf(ed.x), Buffer.concat([bytesOf(ed.d), bytesOf(ed.x)]));

  test.each([
    ['RSA', rsaInner, rsaJwk],
    ['Ed25519', edInner, ed],
    ['ECDSA', inner('ecdsa-sha2-nistp256', 'nistp256', point, signed(ec.d)), ec],
  ])('has a key of type %s', (_name, bytes, jwk) => {
    expect(openSshPrivateJwk(bytes)).toEqual(jwk);
  });

  test('pads a short scalar', () => {
    const { d } = openSshPrivateJwk(inner('ecdsa-sha2-nistp256', 'nistp256', point, Buffer.of(0, 0xff)));
    expect(bytesOf(d)).toEqual(Buffer.concat([Buffer.alloc(31), Buffer.of(0xff)]));
  });

  test.each([
    ['different check numbers', Buffer.concat([uint32(7), uint32(8), wire('ssh-rsa')])],
    ['a DSA key', inner('ssh-dss', 'x')],
    ['a scalar that is too long', inner('ecdsa-sha2-nistp256', 'nistp256', point, Buffer.alloc(33, 1))],
    ['a negative scalar', inner('ecdsa-sha2-nistp256', 'nistp256', point, Buffer.alloc(32, 0xff))],
    ['a prime of one', inner('ssh-rsa', ...rsaNumbers.with(4, Buffer.of(1)))],
    ['a missing end', rsaInner.subarray(0, -20)],
    ['wrong padding', Buffer.concat([edInner.subarray(0, -1), Buffer.of(4)])],
    ['no comment', edInner.subarray(0, -14)],
  ])('is rejected with %s', (_name, bytes) => {
    expect(() => openSshPrivateJwk(bytes)).toThrow(expect.objectContaining({ code: 'ERR_KEY_INVALID' }));
  });
});
