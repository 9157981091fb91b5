import type { Bytes } from '@countersign/core';
import { MalformedHashError, UnsupportedError } from '../errors.ts';
import type { StoredHash } from './derivation.ts';
import { joined } from './digest.ts';
import type { Format } from './format.ts';
import { checkDigest, decimal, fromPaddedBase64, namedParameters } from './phc.ts';
import { scryptHash } from './scrypt.ts';

// Firebase Authentication, in the form of Supabase: n is the logarithm of scrypt's N, ss the salt separator and sk the
// signer key of the project. The hash is the signer key, encrypted with the key that scrypt derives.
// $fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=…$42xEC+ixf3L2lw==$lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==
const ENCODED =
  /^\$fbscrypt\$(v=[a-z0-9=,]+),(ss=[A-Za-z0-9+/=]*,)?sk=([A-Za-z0-9+/]+={0,2})\$([A-Za-z0-9+/]*={0,2})\$([A-Za-z0-9+/]+={0,2})$/;

const AES_KEY_BYTES = 32;

/** Firebase's modified scrypt. */
export const firebase: Format = (encoded) => {
  if (!encoded.startsWith('$fbscrypt$')) return undefined;
  const [, parameters, separator = '', key = '', salt = '', digest = ''] = ENCODED.exec(encoded) ?? [];
  if (parameters === undefined)
    throw new MalformedHashError(
      'it is not a Firebase hash, $fbscrypt$v=1,n=14,r=8,p=1,ss=…,sk=…$salt$hash; it may be truncated',
    );
  const named = namedParameters(parameters, ['v', 'n', 'r', 'p']);
  if (named.get('v') !== '1') throw new MalformedHashError('its version is not 1');
  const signerKey = fromPaddedBase64(key, 'its signer key');
  const expected = checkDigest(fromPaddedBase64(digest, 'its hash'));
  if (signerKey.length !== expected.length)
    throw new MalformedHashError(
      `its hash has ${expected.length} bytes, and as many as its signer key (${signerKey.length}) are expected`,
    );
  const fullSalt = joined(
    fromPaddedBase64(salt, 'its salt'),
    fromPaddedBase64(separator.slice('ss='.length, -1), 'its salt separator'),
  );
  const scrypt = scryptHash(
    'firebase-scrypt',
    {
      logCost: decimal(named.get('n'), 'n'),
      blockSize: decimal(named.get('r'), 'r'),
      parallelization: decimal(named.get('p'), 'p'),
    },
    fullSalt,
    new Uint8Array(AES_KEY_BYTES),
  );
  return {
    ...scrypt,
    expected,
    output: (derived) => encryptedSignerKey(derived, signerKey),
    normalizer: 'none',
  } satisfies StoredHash;
};

/** AES-256-CTR (NIST SP 800-38A) with a counter block of zeros. */
async function encryptedSignerKey(derived: Uint8Array, signerKey: Bytes): Promise<Uint8Array> {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle)
    throw new UnsupportedError(
      'Firebase hashes need WebCrypto, which this page does not have. Serve it over HTTPS.',
    );
  const key = await subtle.importKey('raw', new Uint8Array(derived), 'AES-CTR', false, ['encrypt']);
  const counter = new Uint8Array(16);
  return new Uint8Array(await subtle.encrypt({ name: 'AES-CTR', counter, length: 64 }, key, signerKey));
}
