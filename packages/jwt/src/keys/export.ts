import { fromBase64Url, InvalidArgumentError, toBase64, toBase64Url, utf8 } from '@countersign/core/internal';
import { calculateJwkThumbprint, exportPKCS8, exportSPKI, importJWK, type JWK } from 'jose';
import { InvalidKeyError } from '../errors.ts';
import { findCurve } from './formats/curves.ts';
import type { Jwk } from './formats/jwk.ts';
import { importMaterial } from './import.ts';
import { Key, type KeyMaterial, materialOf } from './key.ts';
import { publicHalf } from './material.ts';
import type { KeySource } from './source.ts';

/**
 * The format of an exported key: `jwk` with its algorithm and id, `pem` (PKCS#8 for private keys, SPKI for public ones),
 * or `openssh` (the line of a public key file; for a private key, of its public half).
 */
export type KeyFormat = 'jwk' | 'pem' | 'openssh';

/**
 * Exports a key. The output contains a private key completely: protect it like the key.
 *
 * @throws {@link InvalidKeyError} `ERR_KEY_INVALID` if the key has no such format, or cannot be extracted
 * @example
 * const jwks = { keys: [await exportKey(publicKey, 'jwk')] };
 */
export function exportKey(key: Key, format: 'jwk'): Promise<Jwk>;
export function exportKey(key: Key, format: 'pem' | 'openssh'): Promise<string>;
export function exportKey(key: Key, format: KeyFormat): Promise<Jwk | string>;
export async function exportKey(key: Key, format: KeyFormat): Promise<Jwk | string> {
  const material = materialOf(key);
  switch (format) {
    case 'jwk':
      return exportJwk(key, material);
    case 'pem':
      return exportPem(key, material);
    case 'openssh':
      return openSshLine(material);
    default:
      throw new InvalidArgumentError('format', 'format must be "jwk", "pem" or "openssh".');
  }
}

/**
 * The public half of a private key, for the same algorithms and under the same id.
 *
 * @throws {@link InvalidKeyError} `ERR_KEY_INVALID` when the platform holds the key
 * @example
 * const publicKey = publicKeyOf(privateKey);
 */
export function publicKeyOf(key: Key<'private'>): Key<'public'> {
  return new Key('public', publicHalf(materialOf(key)), key.algorithms, key.keyId);
}

/**
 * The JWK thumbprint (RFC 7638, SHA-256, Base64url): a stable id of a key, the same for its private and its public half.
 * That of a secret is a digest of it: do not publish it.
 *
 * @throws {@link InvalidKeyError} `ERR_KEY_INVALID`
 * @example
 * const keyId = await thumbprint(publicKey);
 */
export async function thumbprint(source: Key | KeySource): Promise<string> {
  const material = await importMaterial(source);
  const jwk = material.secret ? { k: toBase64Url(material.secret) } : publicHalf(material).jwk;
  try {
    return await calculateJwkThumbprint({ ...jwk, kty: material.type });
  } catch {
    throw new InvalidKeyError('The key has no thumbprint.');
  }
}

function exportJwk(key: Key, material: KeyMaterial): Jwk {
  const described = {
    ...(key.algorithms.length === 1 && { alg: key.algorithms[0] ?? '' }),
    ...(key.keyId !== undefined && { kid: key.keyId }),
  };
  const keyOps = material.declared?.keyOps;
  const use = { use: 'sig', ...(keyOps && { key_ops: [...keyOps] }) };
  if (material.secret) return { kty: 'oct', k: toBase64Url(material.secret), ...described, ...use };
  if (!material.jwk) throw heldByPlatform();
  return { ...material.jwk, ...described, ...use };
}

async function exportPem(key: Key, { kind, jwk }: KeyMaterial): Promise<string> {
  if (kind === 'secret') throw new InvalidKeyError('A secret has no PEM form. Export it as jwk.');
  if (!jwk) throw heldByPlatform();
  try {
    return `${await writePem({ ...jwk }, kind, key.algorithms[0])}\n`;
  } catch {
    throw new InvalidKeyError('The key is damaged, or this runtime does not know its type.');
  }
}

async function writePem(
  jwk: JWK,
  kind: 'private' | 'public',
  algorithm: string | undefined,
): Promise<string> {
  const key = await importJWK(jwk, algorithm, { extractable: true });
  if (key instanceof Uint8Array) throw new TypeError('A secret.');
  return kind === 'private' ? exportPKCS8(key) : exportSPKI(key);
}

function heldByPlatform(): InvalidKeyError {
  return new InvalidKeyError('The platform holds the key and does not give it out.');
}

/** The line of an OpenSSH public key file (RFC 4253 section 6.6, RFC 5656 section 3.1, RFC 8709 section 4). */
function openSshLine({ jwk }: KeyMaterial): string {
  if (!jwk) throw new InvalidKeyError('The key has no OpenSSH form.');
  const curve = findCurve('name', jwk.crv)?.sshName;
  if (jwk.kty === 'RSA') return sshLine('ssh-rsa', [integer(jwk.e), integer(jwk.n)]);
  if (jwk.kty === 'OKP') return sshLine('ssh-ed25519', [fromBase64Url(jwk.x ?? '')]);
  if (curve !== undefined) {
    const point = Uint8Array.from([4, ...fromBase64Url(jwk.x ?? ''), ...fromBase64Url(jwk.y ?? '')]);
    return sshLine(`ecdsa-sha2-${curve}`, [utf8(curve), point]);
  }
  throw new InvalidKeyError(`OpenSSH has no ${jwk.kty} keys.`);
}

/** A multiple-precision integer (RFC 4251 section 5): a zero goes before a first bit that would read as a sign. */
function integer(base64url: string | undefined): Uint8Array {
  const bytes = fromBase64Url(base64url ?? '');
  return (bytes[0] ?? 0) < 0x80 ? bytes : Uint8Array.from([0, ...bytes]);
}

function sshLine(type: string, fields: readonly Uint8Array[]): string {
  const parts = [utf8(type), ...fields].map((field) => {
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, field.length);
    return [...length, ...field];
  });
  return `${type} ${toBase64(Uint8Array.from(parts.flat()))}\n`;
}
