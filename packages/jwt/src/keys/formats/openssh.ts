import { type Bytes, fromBase64, toBase64Url } from '@countersign/core';
import { InvalidKeyError } from '../../errors.ts';
import { fromInteger, toInteger } from '../integers.ts';
import type { Jwk } from '../key.ts';
import { pointJwk } from './der.ts';

/** Reads the wire format of RFC 4251 section 5: strings behind their length. */
class WireReader {
  #rest: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#rest = bytes;
  }

  get isAtEnd(): boolean {
    return this.#rest.length === 0;
  }

  bytes(length: number): Uint8Array {
    if (length > this.#rest.length) throw new InvalidKeyError('The OpenSSH key is cut off.');
    const taken = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return taken;
  }

  uint32(): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.bytes(4);
    return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  }

  string(): Uint8Array {
    return this.bytes(this.uint32());
  }

  text(): string {
    return String.fromCharCode(...this.string().subarray(0, 100));
  }

  /** A multiple-precision integer as JWKs write it: no sign, no leading zero. */
  integer(): string {
    const bytes = this.string();
    return toBase64Url(bytes[0] === 0 ? bytes.subarray(1) : bytes);
  }
}

const CURVES: ReadonlyMap<string, { readonly crv: string; readonly length: number }> = new Map([
  ['nistp256', { crv: 'P-256', length: 32 }],
  ['nistp384', { crv: 'P-384', length: 48 }],
  ['nistp521', { crv: 'P-521', length: 66 }],
]);

const PUBLIC_LINE =
  /^(ssh-rsa|ssh-ed25519|ecdsa-sha2-nistp(?:256|384|521)) ([A-Za-z0-9+/]+={0,2})(?:[ \t][^\r\n]*)?$/;

/** Whether a text is one line of an OpenSSH public key file. */
export function isOpenSshPublicLine(text: string): boolean {
  return PUBLIC_LINE.test(text);
}

/**
 * Reads the line of an OpenSSH public key file: type, Base64, comment (RFC 4253 section 6.6, RFC 5656 section 3.1, RFC 8709 section 4).
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
  if (!reader.isAtEnd) throw new InvalidKeyError('The OpenSSH public key has something behind its end.');
  return jwk;
}

function readPublic(reader: WireReader, expectedType: string): Jwk {
  const type = reader.text();
  if (type !== expectedType) throw new InvalidKeyError('The OpenSSH public key names two types.');
  if (type === 'ssh-rsa') {
    const e = reader.integer();
    return { kty: 'RSA', e, n: reader.integer() };
  }
  if (type === 'ssh-ed25519') return { kty: 'OKP', crv: 'Ed25519', x: toBase64Url(reader.string()) };
  const curve = CURVES.get(type.replace('ecdsa-sha2-', ''));
  if (!curve || reader.text() !== type.replace('ecdsa-sha2-', '')) {
    throw new InvalidKeyError(
      'The OpenSSH key is of a type that no JWS algorithm uses; RSA, ECDSA and Ed25519 keys are.',
    );
  }
  return pointJwk(curve.crv, reader.string());
}

/** An OpenSSH private key file (PROTOCOL.key of OpenSSH), its private part still encrypted if it was. */
export interface OpenSshPrivateFile {
  readonly cipher: string;
  readonly kdf: string;
  readonly salt: Uint8Array;
  readonly rounds: number;
  readonly privatePart: Uint8Array;
}

const MAGIC = 'openssh-key-v1\0';

/** Takes an OpenSSH private key file apart. */
export function openSshPrivateFile(blob: Bytes): OpenSshPrivateFile {
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

/** Reads the private part of an OpenSSH file, decrypted. */
export function openSshPrivateJwk(privatePart: Uint8Array): Jwk {
  const reader = new WireReader(privatePart);
  // The same random number twice: how OpenSSH tells whether decryption gave sense.
  const check = reader.uint32();
  if (check !== reader.uint32()) {
    throw new InvalidKeyError(
      'The OpenSSH private key cannot be decrypted: the passphrase is wrong or the file is damaged.',
    );
  }
  const type = reader.text();
  if (type === 'ssh-rsa') return rsaJwk(reader);
  if (type === 'ssh-ed25519') {
    const x = toBase64Url(reader.string());
    return { kty: 'OKP', crv: 'Ed25519', x, d: toBase64Url(reader.string().subarray(0, 32)) };
  }
  const curve = CURVES.get(reader.text());
  if (!curve)
    throw new InvalidKeyError(
      'The OpenSSH key is of a type that no JWS algorithm uses; RSA, ECDSA and Ed25519 keys are.',
    );
  const point = pointJwk(curve.crv, reader.string());
  return { ...point, d: leftPadded(reader.string(), curve.length) };
}

function leftPadded(integer: Uint8Array, length: number): string {
  const digits = integer[0] === 0 ? integer.subarray(1) : integer;
  if (digits.length > length)
    throw new InvalidKeyError('The OpenSSH EC key has a number that is too long for its curve.');
  const padded = new Uint8Array(length);
  padded.set(digits, length - digits.length);
  return toBase64Url(padded);
}

/** OpenSSH leaves out d mod (p − 1) and d mod (q − 1), which JWKs have (RFC 7518 section 6.3.2). */
function rsaJwk(reader: WireReader): Jwk {
  const [n, e, d, qi, p, q] = Array.from({ length: 6 }, () => reader.integer());
  if (!n || !e || !d || !qi || !p || !q) throw new InvalidKeyError('The OpenSSH RSA key lacks a part.');
  return { kty: 'RSA', n, e, d, p, q, dp: remainder(d, p), dq: remainder(d, q), qi };
}

function remainder(d: string, prime: string): string {
  const modulus = toInteger(prime) - 1n;
  if (modulus < 1n) throw new InvalidKeyError('The OpenSSH RSA key has a prime that is none.');
  return fromInteger(toInteger(d) % modulus);
}
