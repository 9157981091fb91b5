/// <reference path="./bcrypt-pbkdf.d.ts" />
import { createDecipheriv, createPrivateKey, createPublicKey } from 'node:crypto';
import { types } from 'node:util';
import { InvalidKeyError } from '../errors.ts';
import type { CbcCipher, DerKey, KeyRuntime, OpenSshEncryption } from './keys.ts';

/** Reads a key as a JWK. */
export function readDer({ format, der }: DerKey): object {
  try {
    const input = { key: Buffer.from(der), format: 'der' as const };
    return format === 'spki'
      ? createPublicKey({ ...input, type: 'spki' }).export({ format: 'jwk' })
      : createPrivateKey({ ...input, type: 'pkcs8' }).export({ format: 'jwk' });
  } catch {
    // The message of OpenSSL may quote the input.
    throw new InvalidKeyError(
      'The key cannot be read: it is damaged, or this Node.js does not know its type.',
    );
  }
}

function readLegacyPem(pem: string, passphrase: string): object {
  try {
    return createPrivateKey({ key: pem, format: 'pem', passphrase }).export({ format: 'jwk' });
  } catch {
    throw wrongPassphrase();
  }
}

function wrongPassphrase(): InvalidKeyError {
  return new InvalidKeyError('The key cannot be decrypted: the passphrase is wrong, or the file is damaged.');
}

function decryptCbc({ name, key, iv }: CbcCipher, data: Uint8Array): Uint8Array<ArrayBuffer> {
  try {
    const decipher = createDecipheriv(name, key, iv);
    return new Uint8Array(Buffer.concat([decipher.update(data), decipher.final()]));
  } catch {
    throw wrongPassphrase();
  }
}

const OPENSSH_CIPHERS: ReadonlyMap<string, { readonly name: string; readonly keyBytes: number }> = new Map([
  ['aes256-ctr', { name: 'aes-256-ctr', keyBytes: 32 }],
  ['aes192-ctr', { name: 'aes-192-ctr', keyBytes: 24 }],
  ['aes128-ctr', { name: 'aes-128-ctr', keyBytes: 16 }],
  ['aes256-cbc', { name: 'aes-256-cbc', keyBytes: 32 }],
]);

const BLOCK_BYTES = 16;

async function decryptOpenSsh(file: OpenSshEncryption, passphrase: string): Promise<Uint8Array> {
  const cipher = OPENSSH_CIPHERS.get(file.cipher);
  if (!cipher) {
    throw new InvalidKeyError(
      'The cipher of the OpenSSH key is not supported. `ssh-keygen -p -Z aes256-ctr -f KEYFILE` converts it.',
    );
  }
  const { pbkdf } = await import('bcrypt-pbkdf');
  const password = new TextEncoder().encode(passphrase);
  const derived = new Uint8Array(cipher.keyBytes + BLOCK_BYTES);
  const { salt, rounds, privatePart } = file;
  const isDerived =
    pbkdf(password, password.length, salt, salt.length, derived, derived.length, rounds) === 0;
  if (!isDerived) throw new InvalidKeyError('The OpenSSH key needs a passphrase that is not empty.');
  const [key, iv] = [derived.subarray(0, cipher.keyBytes), derived.subarray(cipher.keyBytes)];
  try {
    const decipher = createDecipheriv(cipher.name, key, iv).setAutoPadding(false);
    return Buffer.concat([decipher.update(privatePart), decipher.final()]);
  } catch {
    throw wrongPassphrase();
  }
}

function readKeyObject(value: unknown): object | undefined {
  if (!types.isKeyObject(value)) return undefined;
  try {
    return value.export({ format: 'jwk' });
  } catch {
    throw new InvalidKeyError(
      'The KeyObject is of a type that no supported JWS algorithm uses. Use RSA (not RSA-PSS), EC, Ed25519 or ML-DSA.',
    );
  }
}

export const runtime: KeyRuntime = {
  readDer,
  readLegacyPem,
  decryptCbc,
  decryptOpenSsh,
  readKeyObject,
  isCryptoKey: types.isCryptoKey,
};
