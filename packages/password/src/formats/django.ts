import { fromHex, type HashAlgorithm, hash, utf8 } from '@countersign/core';
import { MalformedHashError } from '../errors.ts';
import type { StoredHash } from '../hashing/derivation.ts';
import { decimal, fromPaddedBase64 } from '../hashing/phc.ts';
import { readArgon2 } from './argon2.ts';
import { readBcrypt } from './bcrypt.ts';
import { joined } from './bytes.ts';
import type { Format } from './format.ts';
import { pbkdf2Hash } from './pbkdf2.ts';
import { scryptHash } from './scrypt.ts';

/** What `make_password` of Django writes: a name, then `$`, then what that hasher needs. Salts are text. */
export const django: Format = (encoded) => {
  const at = encoded.indexOf('$');
  const hasher = HASHERS.get(encoded.slice(0, at));
  return hasher ? withName(hasher(encoded.slice(at + 1))) : undefined;
};

/** Django's fast digests of old: `md5$salt$hex` and `sha1$salt$hex`. Verified only when asked for by name. */
export const djangoWeak: Format = (encoded) => {
  const [, name, salt = '', digest = ''] =
    /^(?=md5\$[^$]*\$.{32}$|sha1\$[^$]*\$.{40}$)(md5|sha1)\$([^$]*)\$([0-9a-f]+)$/.exec(encoded) ?? [];
  if (name !== 'md5' && name !== 'sha1') return undefined;
  return {
    scheme: `django-${name}`,
    parameters: {},
    derivation: {
      kind: 'digest',
      iterations: 1,
      compute: async (password) => hash(name, joined(utf8(salt), password)),
    },
    expected: fromHex(digest),
    normalizer: 'none',
    isCanonical: false,
    isWeak: true,
  };
};

function withName(stored: StoredHash): StoredHash {
  return { ...stored, scheme: `django-${stored.scheme}`, normalizer: 'none', isCanonical: false };
}

type Reader = (rest: string) => StoredHash;

const HASHERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['pbkdf2_sha256', (rest) => readPbkdf2(rest, 'sha256')],
  ['pbkdf2_sha1', (rest) => readPbkdf2(rest, 'sha1')],
  [
    'argon2',
    (rest) => {
      const stored = readArgon2(`$${rest}`);
      if (!stored) throw new MalformedHashError('it is not what Django writes for Argon2');
      return stored;
    },
  ],
  ['bcrypt', (rest) => readBcrypt(rest)],
  [
    'bcrypt_sha256',
    (rest) => ({
      ...readBcrypt(rest),
      scheme: 'bcrypt-sha256',
      input: (password) => utf8(hash('sha256', utf8(password), { encoding: 'hex' })),
    }),
  ],
  [
    'scrypt',
    (rest) => {
      const [cost, salt, blockSize, parallelization, digest, more] = rest.split('$');
      if (salt === undefined || digest === undefined || more !== undefined)
        throw new MalformedHashError('it is not what Django writes for scrypt');
      const parameters = {
        logCost: Math.log2(decimal(cost, 'its N')),
        blockSize: decimal(blockSize, 'its r'),
        parallelization: decimal(parallelization, 'its p'),
      };
      if (!Number.isInteger(parameters.logCost)) throw new MalformedHashError('its N is not a power of two');
      return scryptHash('scrypt', parameters, utf8(salt), fromPaddedBase64(digest, 'its digest'));
    },
  ],
]);

function readPbkdf2(rest: string, digest: HashAlgorithm): StoredHash {
  const [iterations, salt, derived, more] = rest.split('$');
  if (salt === undefined || derived === undefined || more !== undefined)
    throw new MalformedHashError('it is not what Django writes for PBKDF2');
  return pbkdf2Hash(
    `pbkdf2-${digest}`,
    digest,
    decimal(iterations, 'its number of rounds'),
    utf8(salt),
    fromPaddedBase64(derived, 'its digest'),
  );
}
