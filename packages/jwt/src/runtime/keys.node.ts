/// <reference path="./bcrypt-pbkdf.d.ts" />
import { createDecipheriv, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { InvalidKeyError } from '../errors.ts';
import { largestParameter } from '../keys/formats/der.ts';
import type { OpenSshPrivateFile } from '../keys/formats/openssh.ts';
import type { Pem } from '../keys/formats/pem.ts';
import type { Jwk } from '../keys/key.ts';
import type { Decryption, KeyPlatform } from './keys.ts';

/**
 * The most rounds that are run unless the caller allows more. They stand in the file, run before anything tells whether the
 * passphrase is right, and nothing else of the program runs meanwhile: about two seconds each.
 *
 * OpenSSH writes 16 to 24, and guides advise 100. A round takes a hundredth of a second: no platform has this function.
 */
const MAX_OPENSSH_ROUNDS = 128;
/** OpenSSL writes 2048, and whoever takes care some hundred thousand. */
const MAX_PEM_ROUNDS = 10_000_000;

/** OpenSSH writes 16. */
const MAX_SALT_BYTES = 64;

function checkRounds(rounds: number, most: number): void {
  if (rounds <= most) return;
  throw new InvalidKeyError(
    `The encrypted key asks for ${rounds} rounds of key derivation; at most ${most} are run. If you trust it, raise maxRounds.`,
  );
}

const CIPHERS: ReadonlyMap<string, { readonly name: string; readonly keyBytes: number }> = new Map([
  ['aes256-ctr', { name: 'aes-256-ctr', keyBytes: 32 }],
  ['aes192-ctr', { name: 'aes-192-ctr', keyBytes: 24 }],
  ['aes128-ctr', { name: 'aes-128-ctr', keyBytes: 16 }],
  ['aes256-cbc', { name: 'aes-256-cbc', keyBytes: 32 }],
]);

/** Reads any PEM but OpenSSH's, at once. */
export function pemToJwkSync(pem: Pem, decryption: Decryption | undefined): Jwk {
  const isEncrypted = pem.isLegacyEncrypted || pem.label === 'ENCRYPTED PRIVATE KEY';
  if (!isEncrypted) return jwkOf(read(pem, undefined));
  if (!decryption)
    throw new InvalidKeyError('The private key is encrypted. Pass its passphrase to importKey.');
  const { passphrase, maxRounds = MAX_PEM_ROUNDS } = decryption;
  if (pem.der) checkRounds(largestParameter(pem.der), maxRounds);
  return jwkOf(read(pem, passphrase));
}

function read({ label, text }: Pem, passphrase: string | undefined): KeyObject {
  try {
    if (!label.endsWith('PRIVATE KEY')) return createPublicKey(text);
    return createPrivateKey({ key: text, ...(passphrase !== undefined && { passphrase }) });
  } catch {
    // OpenSSL's own message may quote the input.
    const reason =
      passphrase === undefined
        ? 'The PEM is damaged or of a kind that is not supported.'
        : 'The passphrase is wrong, or the PEM is damaged.';
    throw new InvalidKeyError(`The key cannot be read. ${reason}`);
  }
}

function jwkOf(key: KeyObject): Jwk {
  try {
    const { kty, ...members } = key.export({ format: 'jwk' });
    return { ...members, kty: kty ?? '' };
  } catch {
    throw new InvalidKeyError(
      `The key is of type ${key.asymmetricKeyType ?? 'unknown'}, which no JWS algorithm uses.`,
    );
  }
}

async function decryptOpenSsh(
  file: OpenSshPrivateFile,
  { passphrase, maxRounds = MAX_OPENSSH_ROUNDS }: Decryption,
): Promise<Uint8Array> {
  const cipher = CIPHERS.get(file.cipher);
  if (!cipher || file.kdf !== 'bcrypt') {
    throw new InvalidKeyError(
      'The OpenSSH key is encrypted in a way that is not supported. `ssh-keygen -p -Z aes256-ctr -f KEYFILE` converts it.',
    );
  }
  checkRounds(file.rounds, maxRounds);
  if (file.rounds === 0 || file.salt.length === 0 || file.salt.length > MAX_SALT_BYTES)
    throw new InvalidKeyError(
      'The OpenSSH key is damaged: its key derivation has no rounds, or no usual salt.',
    );
  const { pbkdf } = await import('bcrypt-pbkdf');
  const password = new TextEncoder().encode(passphrase);
  const derived = new Uint8Array(cipher.keyBytes + 16);
  const isDerived =
    pbkdf(password, password.length, file.salt, file.salt.length, derived, derived.length, file.rounds) === 0;
  if (!isDerived) throw new InvalidKeyError('The OpenSSH key needs a passphrase that is not empty.');
  try {
    const decipher = createDecipheriv(
      cipher.name,
      derived.subarray(0, cipher.keyBytes),
      derived.subarray(cipher.keyBytes),
    ).setAutoPadding(false);
    return Buffer.concat([decipher.update(file.privatePart), decipher.final()]);
  } catch {
    throw new InvalidKeyError('The OpenSSH key cannot be decrypted: the file is damaged.');
  }
}

export const platform: KeyPlatform = { pemToJwk: pemToJwkSync, decryptOpenSsh };
