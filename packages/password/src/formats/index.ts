import { InvalidArgumentError } from '@countersign/core';
import { MalformedHashError } from '../errors.ts';
import type { StoredHash } from '../hashing/derivation.ts';
import { MAX_ENCODED_LENGTH } from '../hashing/phc.ts';
import { argon2 } from './argon2.ts';
import { aspnet } from './aspnet.ts';
import { bareWeak } from './bare.ts';
import { bcrypt, bcryptSha256 } from './bcrypt.ts';
import { betterAuth } from './better-auth.ts';
import { django, djangoWeak } from './django.ts';
import type { Format } from './format.ts';
import { ldapWeak } from './ldap.ts';
import { pbkdf2 } from './pbkdf2.ts';
import { phpass } from './phpass.ts';
import { scrypt } from './scrypt.ts';
import { scrypt7 } from './scrypt7.ts';
import { shaCrypt } from './sha-crypt.ts';
import { spring, springWeak } from './spring.ts';
import { werkzeug } from './werkzeug.ts';
import { wordpress } from './wordpress.ts';
import { wrapped } from './wrapped.ts';

/** Every family of stored hashes that can be read. */
const FORMATS: readonly Format[] = [
  argon2,
  scrypt,
  pbkdf2,
  bcrypt,
  bcryptSha256,
  django,
  werkzeug,
  spring,
  betterAuth,
  aspnet,
  shaCrypt,
  phpass,
  scrypt7,
  wordpress,
  wrapped,
];

/** Fast digests, by the name under which a caller allows them. */
const WEAK_FORMATS: Readonly<Record<WeakFormat, Format>> = {
  'django-digests': djangoWeak,
  'spring-sha256': springWeak,
  'ldap-ssha': ldapWeak,
  'bare-digests': bareWeak,
};

/**
 * Stored hashes that anyone who gets them can reverse: Django's `md5$` and `sha1$`, Spring's `{sha256}`, LDAP's `{SSHA}`,
 * and bare MD5, SHA-1, SHA-256 and SHA-512 digests.
 */
export type WeakFormat = 'django-digests' | 'spring-sha256' | 'ldap-ssha' | 'bare-digests';

/** Checks the option of that name. */
export function checkWeakFormats(names: readonly WeakFormat[] = []): readonly WeakFormat[] {
  if (Array.isArray(names) && names.every((name) => Object.hasOwn(WEAK_FORMATS, name))) return names;
  throw new InvalidArgumentError(
    'acceptWeak',
    `acceptWeak must be an array of ${Object.keys(WEAK_FORMATS).join(', ')}.`,
  );
}

/** Whether a stored value stands for an account that has no password: Django's `!…`, or nothing at all. */
export function isUnusable(encoded: string): boolean {
  return encoded === '' || /^[!*]/.test(encoded);
}

/**
 * Reads a stored hash of any known kind.
 *
 * @throws {@link MalformedHashError} `ERR_HASH_MALFORMED` for any other text
 */
export function readStoredHash(encoded: string, acceptWeak: readonly WeakFormat[] = []): StoredHash {
  if (typeof encoded !== 'string') throw new InvalidArgumentError('encoded', 'encoded must be a string.');
  if (encoded.length > MAX_ENCODED_LENGTH)
    throw new MalformedHashError(`it has more than ${MAX_ENCODED_LENGTH} characters`);
  if (!encoded.isWellFormed()) throw new MalformedHashError('it holds half a character');
  for (const read of FORMATS) {
    const stored = read(encoded);
    if (stored) return stored;
  }
  for (const name of acceptWeak) {
    const stored = WEAK_FORMATS[name](encoded);
    if (stored) return stored;
  }
  throw new MalformedHashError('it is of no kind that is known or accepted here');
}
