import { type Bytes, fromBase64, toBase64Url } from '@countersign/core/internal';
import { InvalidKeyError } from '../../errors.ts';
import { type Curve, findCurve } from './curves.ts';
import { fixedLength, fromInteger, integerText, toInteger } from './integers.ts';
import type { Jwk } from './jwk.ts';
import { pointJwk } from './point.ts';

const MAX_NAME_BYTES = 100;

/** Reads the wire format of RFC 4251 section 5: each string follows its length. */
class WireReader {
  #rest: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#rest = bytes;
  }

  get rest(): Uint8Array {
    return this.#rest;
  }

  bytes(length: number): Uint8Array {
    if (length > this.#rest.length) throw new InvalidKeyError('The OpenSSH key is incomplete.');
    const taken = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return taken;
  }

  uint32(): number {
    return this.bytes(4).reduce((sum, byte) => sum * 256 + byte, 0);
  }

  string(): Uint8Array {
    return this.bytes(this.uint32());
  }

  text(): string {
    return String.fromCharCode(...this.string().subarray(0, MAX_NAME_BYTES));
  }

  /** Reads a multiple-precision integer, which must not be negative. */
  integer(): Uint8Array {
    const bytes = this.string();
    if ((bytes[0] ?? 0) >= 0x80) throw new InvalidKeyError('The OpenSSH key has a negative integer.');
    return bytes;
  }
}

const PUBLIC_LINE =
  /^(ssh-rsa|ssh-ed25519|ecdsa-sha2-nistp(?:256|384|521))[ \t]+([A-Za-z0-9+/]+={0,2})(?:[ \t][^\r\n]*)?$/;

/** Whether a text is one line of an OpenSSH public key file. */
export function isOpenSshPublicLine(text: string): boolean {
  return PUBLIC_LINE.test(text);
}

/**
 * Reads the line of an OpenSSH public key file: type, Base64, comment (RFC 4253 section 6.6, RFC 5656 section 3.1, RFC
 * 8709 section 4). Sample: `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI… me@host`.
 *
 * @throws {@link InvalidKeyError}
 */
export function openSshPublicJwk(line: string): Jwk {
  const [, type = '', base64 = ''] = PUBLIC_LINE.exec(line) ?? [];
  let blob: Bytes;
  try {
    blob = fromBase64(base64);
  } catch {
    throw new InvalidKeyError('The OpenSSH public key is not canonical Base64.');
  }
  const reader = new WireReader(blob);
  const jwk = readPublic(reader, type);
  if (reader.rest.length > 0) throw new InvalidKeyError('The OpenSSH public key has bytes after its end.');
  return jwk;
}

function readPublic(reader: WireReader, expectedType: string): Jwk {
  const type = reader.text();
  if (type !== expectedType) throw new InvalidKeyError('The OpenSSH public key names two types.');
  if (type === 'ssh-rsa') {
    const e = integerText(reader.integer());
    return { kty: 'RSA', e, n: integerText(reader.integer()) };
  }
  if (type === 'ssh-ed25519') return { kty: 'OKP', crv: 'Ed25519', x: toBase64Url(reader.string()) };
  const curve = readCurve(reader);
  if (type !== `ecdsa-sha2-${curve.sshName}`) throw unsupportedType();
  return pointJwk(curve, reader.string());
}

function readCurve(reader: WireReader): Curve {
  const curve = findCurve('sshName', reader.text());
  if (curve) return curve;
  throw unsupportedType();
}

function unsupportedType(): InvalidKeyError {
  return new InvalidKeyError(
    'The OpenSSH key is of a type that no supported JWS algorithm uses. Use RSA, ECDSA or Ed25519.',
  );
}

/** An OpenSSH private key file (PROTOCOL.key of OpenSSH). Its private part may be encrypted. */
export interface OpenSshPrivateFile {
  readonly cipher: string;
  readonly kdf: string;
  readonly salt: Uint8Array;
  readonly rounds: number;
  readonly privatePart: Uint8Array;
}

const MAGIC = 'openssh-key-v1\0';

/** Splits an OpenSSH private key file into its parts. */
export function openSshPrivateFile(blob: Uint8Array): OpenSshPrivateFile {
  const reader = new WireReader(blob);
  if (String.fromCharCode(...reader.bytes(MAGIC.length)) !== MAGIC)
    throw new InvalidKeyError('The OpenSSH private key has no valid beginning.');
  const cipher = reader.text();
  const kdf = reader.text();
  const options = new WireReader(reader.string());
  const isEncrypted = kdf !== 'none';
  const salt = isEncrypted ? options.string() : new Uint8Array();
  const rounds = isEncrypted ? options.uint32() : 0;
  if (reader.uint32() !== 1) throw new InvalidKeyError('The OpenSSH file must hold exactly one key.');
  reader.string();
  return { cipher, kdf, salt, rounds, privatePart: reader.string() };
}

/** Reads the decrypted private part of an OpenSSH file. */
export function openSshPrivateJwk(privatePart: Uint8Array): Jwk {
  const reader = new WireReader(privatePart);
  // OpenSSH writes one random number twice, to recognise a wrong passphrase.
  const check = reader.uint32();
  if (check !== reader.uint32()) throw undecryptable();
  const jwk = readPrivate(reader);
  // The comment.
  reader.string();
  if (!reader.rest.every((byte, index) => byte === ((index + 1) & 0xff))) throw undecryptable();
  return jwk;
}

function undecryptable(): InvalidKeyError {
  return new InvalidKeyError(
    'The OpenSSH private key cannot be decrypted: the passphrase is wrong, or the file is damaged.',
  );
}

const ED25519_SEED_BYTES = 32;

function readPrivate(reader: WireReader): Jwk {
  const type = reader.text();
  if (type === 'ssh-rsa') return rsaJwk(reader);
  if (type === 'ssh-ed25519') {
    const x = toBase64Url(reader.string());
    return { kty: 'OKP', crv: 'Ed25519', x, d: toBase64Url(reader.string().subarray(0, ED25519_SEED_BYTES)) };
  }
  const curve = readCurve(reader);
  const point = pointJwk(curve, reader.string());
  const scalar = fixedLength(reader.integer(), curve.bytes);
  if (!scalar) throw new InvalidKeyError('The OpenSSH EC key has an integer that is too long for its curve.');
  return { ...point, d: toBase64Url(scalar) };
}

/** OpenSSH omits d mod (p − 1) and d mod (q − 1), which JWKs have (RFC 7518 section 6.3.2). */
function rsaJwk(reader: WireReader): Jwk {
  const [n, e, d, qi, p, q] = Array.from({ length: 6 }, () => reader.integer());
  if (!n || !e || !d || !qi || !p || !q) throw new InvalidKeyError('The OpenSSH RSA key lacks a part.');
  return {
    kty: 'RSA',
    n: integerText(n),
    e: integerText(e),
    d: integerText(d),
    p: integerText(p),
    q: integerText(q),
    dp: remainder(d, p),
    dq: remainder(d, q),
    qi: integerText(qi),
  };
}

function remainder(d: Uint8Array, prime: Uint8Array): string {
  const modulus = toInteger(prime) - 1n;
  if (modulus < 1n) throw new InvalidKeyError('The OpenSSH RSA key has a factor that is not prime.');
  return integerText(fromInteger(toInteger(d) % modulus));
}
