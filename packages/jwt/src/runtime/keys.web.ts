import type { Bytes } from '@countersign/core/internal';
import { InvalidKeyError } from '../errors.ts';
import type { CbcCipher, DerKey, KeyRuntime } from './keys.ts';

async function readDer({ format, type, der }: DerKey): Promise<object> {
  const algorithm = type.startsWith('P-') ? { name: 'ECDSA', namedCurve: type } : { name: type };
  try {
    const usage = format === 'spki' ? 'verify' : 'sign';
    const key = await crypto.subtle.importKey(format, der, algorithm, true, [usage]);
    return await crypto.subtle.exportKey('jwk', key);
  } catch {
    throw new InvalidKeyError(
      'The key cannot be read: it is damaged, or this runtime cannot read it. `openssl pkey -in FILE` may convert it.',
    );
  }
}

async function decryptCbc({ name, key, iv }: CbcCipher, data: Bytes): Promise<Bytes> {
  if (name === 'des-ede3-cbc') throw new InvalidKeyError(`This runtime has no Triple DES. ${DECRYPT_ADVICE}`);
  try {
    const cryptoKey = await crypto.subtle.importKey('raw', key, 'AES-CBC', false, ['decrypt']);
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-CBC', iv }, cryptoKey, data));
  } catch {
    throw new InvalidKeyError(
      'The key cannot be decrypted: the passphrase is wrong, or the file is damaged.',
    );
  }
}

const DECRYPT_ADVICE = 'Decrypt the key first: `openssl pkey -in KEYFILE -out key.pem`.';

/** Recognises an object of the platform by its class, also one of another realm. */
function hasClass(value: unknown, name: string): value is object {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.prototype.toString.call(value) === `[object ${name}]` &&
    !Object.hasOwn(value, Symbol.toStringTag)
  );
}

/** A runtime with some of Node.js's modules may have KeyObjects. */
function readKeyObject(value: unknown): object | undefined {
  if (!hasClass(value, 'KeyObject')) return undefined;
  try {
    const jwk: unknown =
      'export' in value && typeof value.export === 'function' ? value.export({ format: 'jwk' }) : undefined;
    if (typeof jwk === 'object' && jwk !== null) return jwk;
  } catch {
    // The error below covers this.
  }
  throw new InvalidKeyError('The KeyObject is of a type that no supported JWS algorithm uses.');
}

export const runtime: KeyRuntime = {
  readDer,
  decryptCbc,
  readLegacyPem() {
    throw new InvalidKeyError(`This old encryption is read on Node.js only. ${DECRYPT_ADVICE}`);
  },
  async decryptOpenSsh() {
    throw new InvalidKeyError(
      'Encrypted OpenSSH keys are read on Node.js only. `ssh-keygen -p -N "" -f KEYFILE` removes the passphrase.',
    );
  },
  readKeyObject,
  isCryptoKey: (value) => hasClass(value, 'CryptoKey'),
};
