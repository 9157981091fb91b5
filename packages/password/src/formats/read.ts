import { InvalidArgumentError } from '@countersign/core';
import { MalformedHashError } from '../errors.ts';
import { argon2 } from './argon2.ts';
import { aspnet } from './aspnet.ts';
import { bcrypt } from './bcrypt.ts';
import { bcryptSha256 } from './bcrypt-sha256.ts';
import type { StoredHash } from './derivation.ts';
import { django } from './django.ts';
import { firebase } from './firebase.ts';
import type { Format } from './format.ts';
import { pbkdf2 } from './pbkdf2.ts';
import { MAX_ENCODED_LENGTH } from './phc.ts';
import { drupal, phpass } from './phpass.ts';
import { prefixed } from './prefixed.ts';
import { saltAndHash } from './salt-and-hash.ts';
import { scrypt } from './scrypt.ts';
import { scrypt7 } from './scrypt7.ts';
import { shaCrypt } from './sha-crypt.ts';
import { spring } from './spring.ts';
import { describeSurroundings, describeUnsupported } from './unsupported.ts';
import { findWeak, readWeak, type WeakFormat } from './weak.ts';
import { werkzeug } from './werkzeug.ts';
import { wordpress } from './wordpress.ts';
import { wrapped } from './wrapped.ts';

/** Every format that verifies without a setting. */
const FORMATS: readonly Format[] = [
  argon2,
  scrypt,
  pbkdf2,
  bcrypt,
  bcryptSha256,
  django,
  werkzeug,
  prefixed,
  spring,
  saltAndHash,
  aspnet,
  shaCrypt,
  phpass,
  drupal,
  firebase,
  scrypt7,
  wordpress,
  wrapped,
];

/** A value that marks an account without a password: Django's `!…`, `*` of shadow files, or an empty text. */
export function isUnusable(encoded: string): boolean {
  return encoded === '' || (/^[!*]/.test(encoded) && describeUnsupported(encoded) === undefined);
}

/**
 * Checks the type and the length of a stored hash before any other work.
 *
 * @throws {@link MalformedHashError} `ERR_HASH_MALFORMED`
 */
export function checkEncoded(encoded: unknown): string {
  if (typeof encoded !== 'string')
    throw new InvalidArgumentError('encoded', 'encoded must be a string, the stored hash, or null for none.');
  if (encoded.length > MAX_ENCODED_LENGTH)
    throw new MalformedHashError(`it has more than ${MAX_ENCODED_LENGTH} characters`);
  if (!encoded.isWellFormed()) throw new MalformedHashError('it contains invalid Unicode (a lone surrogate)');
  return encoded;
}

/**
 * Parses a stored hash of any supported format.
 *
 * @throws {@link MalformedHashError} `ERR_HASH_MALFORMED` for any other text
 */
export function readStoredHash(encoded: string, acceptWeak: readonly WeakFormat[] = []): StoredHash {
  checkEncoded(encoded);
  const surroundings = describeSurroundings(encoded);
  if (surroundings) throw new MalformedHashError(`it is ${surroundings.name}. ${surroundings.advice}`);
  for (const read of FORMATS) {
    const stored = read(encoded);
    if (stored) return stored;
  }
  const weak = readWeak(encoded, acceptWeak);
  if (weak) return weak;
  throw unreadable(encoded);
}

function unreadable(encoded: string): MalformedHashError {
  const unsupported = describeUnsupported(encoded);
  if (unsupported)
    return new MalformedHashError(
      `it is ${unsupported.name}, which is not supported. ${unsupported.advice}`,
      unsupported.name,
    );
  const weak = findWeak(encoded);
  if (weak)
    return new MalformedHashError(
      `it is a fast digest (${weak.description}), which is not accepted. Accept it with acceptWeak: ["${weak.name}"], or make it safe with wrapDigest`,
      weak.name,
    );
  return new MalformedHashError(
    'its format is not known. Check that the text is complete, or add a function to legacyVerifiers',
  );
}
