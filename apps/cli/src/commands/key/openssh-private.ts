// OpenSSH's format of private keys (PROTOCOL.key in OpenSSH's sources), unencrypted.
import { randomBytes } from 'node:crypto';
import { exportKey, type Jwk, type Key, publicKeyOf } from '@countersign/jwt';
import { UsageError } from '../../errors.ts';

const MAGIC = 'openssh-key-v1\0';
const LINE_LENGTH = 70;
/** The block size of the cipher "none". */
const BLOCK_BYTES = 8;

const CURVES: Readonly<Record<string, string>> = {
  'P-256': 'nistp256',
  'P-384': 'nistp384',
  'P-521': 'nistp521',
};

/** Writes a private key as `ssh-keygen` does without a passphrase. @throws UsageError for other key types */
export async function openSshPrivateKey(key: Key<'private'>, comment: string): Promise<string> {
  const [type = '', blob = ''] = (await exportKey(publicKeyOf(key), 'openssh')).split(' ');
  const check = randomBytes(4);
  const section = Buffer.concat([
    check,
    check,
    string(type),
    ...privateFields(await exportKey(key, 'jwk')),
    string(comment),
  ]);
  const padding = Buffer.from(
    Array.from(
      { length: (BLOCK_BYTES - (section.length % BLOCK_BYTES)) % BLOCK_BYTES },
      (_, index) => index + 1,
    ),
  );
  const file = Buffer.concat([
    Buffer.from(MAGIC),
    string('none'),
    string('none'),
    string(''),
    Buffer.of(0, 0, 0, 1),
    string(Buffer.from(blob, 'base64')),
    string(Buffer.concat([section, padding])),
  ]);
  const lines = file.toString('base64').match(new RegExp(`.{1,${LINE_LENGTH}}`, 'g')) ?? [];
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join(
    '\n',
  );
}

function privateFields(jwk: Jwk): readonly Buffer[] {
  const member = (name: string): Buffer => Buffer.from(String(jwk[name] ?? ''), 'base64url');
  if (jwk.kty === 'RSA') return ['n', 'e', 'd', 'qi', 'p', 'q'].map((name) => integer(member(name)));
  const curve = CURVES[String(jwk['crv'])];
  if (jwk.kty === 'EC' && curve !== undefined)
    return [
      string(curve),
      string(Buffer.concat([Buffer.of(4), member('x'), member('y')])),
      integer(member('d')),
    ];
  if (jwk['crv'] === 'Ed25519')
    return [string(member('x')), string(Buffer.concat([member('d'), member('x')]))];
  throw new UsageError('OpenSSH has no format for this private key.');
}

function string(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** A positive integer: without leading zeros, but with one where the first bit would be a sign. */
function integer(bytes: Buffer): Buffer {
  const start = bytes.findIndex((byte) => byte !== 0);
  const digits = start === -1 ? Buffer.alloc(0) : bytes.subarray(start);
  const isNegative = ((digits[0] ?? 0) & 0x80) !== 0;
  return string(isNegative ? Buffer.concat([Buffer.of(0), digits]) : digits);
}
