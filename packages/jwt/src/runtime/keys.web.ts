import { type CryptoKey, exportJWK, importPKCS8, importSPKI, importX509 } from 'jose';
import { InvalidKeyError } from '../errors.ts';
import { pkcs1PrivateJwk, pkcs1PublicJwk, sec1PrivateJwk } from '../keys/formats/der.ts';
import type { Pem } from '../keys/formats/pem.ts';
import type { Jwk } from '../keys/key.ts';
import type { KeyPlatform } from './keys.ts';

/** WebCrypto is told what a key is for before it is read; these name every kind of key there is. */
const CANDIDATES: readonly string[] = [
  'RS256',
  'ES256',
  'ES384',
  'ES512',
  'Ed25519',
  'ML-DSA-44',
  'ML-DSA-65',
  'ML-DSA-87',
];

type Import = (pem: string, algorithm: string, options: { extractable: boolean }) => Promise<CryptoKey>;

async function read(importer: Import, pem: Pem): Promise<Jwk> {
  for (const algorithm of CANDIDATES) {
    try {
      const key = await importer(pem.text, algorithm, { extractable: true });
      const { kty = '', ...members } = await exportJWK(key);
      return { ...members, kty };
    } catch {
      // not this kind
    }
  }
  throw new InvalidKeyError(
    'The key cannot be read: the PEM is damaged, or of a kind that is not supported.',
  );
}

async function pemToJwk(pem: Pem): Promise<Jwk> {
  const { der } = pem;
  if (der === undefined || pem.label === 'ENCRYPTED PRIVATE KEY') {
    throw new InvalidKeyError(
      'Encrypted private keys are read on Node.js only. `openssl pkcs8 -topk8 -nocrypt -in KEYFILE` decrypts it.',
    );
  }
  switch (pem.label) {
    case 'RSA PRIVATE KEY':
      return pkcs1PrivateJwk(der);
    case 'RSA PUBLIC KEY':
      return pkcs1PublicJwk(der);
    case 'EC PRIVATE KEY':
      return sec1PrivateJwk(der);
    case 'CERTIFICATE':
      return read(importX509, pem);
    case 'PUBLIC KEY':
      return read(importSPKI, pem);
    default:
      return read(importPKCS8, pem);
  }
}

export const platform: KeyPlatform = {
  pemToJwk,
  decryptOpenSsh: async () => {
    throw new InvalidKeyError(
      'Encrypted private keys are read on Node.js only. `ssh-keygen -p -N "" -f KEYFILE` takes the passphrase off.',
    );
  },
};
