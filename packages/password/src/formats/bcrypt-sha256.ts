import { type Bytes, hash, hmac, utf8 } from '@countersign/core';
import { MalformedHashError } from '../errors.ts';
import { readBcrypt } from './bcrypt.ts';
import type { Format } from './format.ts';
import { namedParameters } from './phc.ts';

// passlib's bcrypt_sha256, version 2 and version 1. bcrypt hashes a digest, so the password may have any length.
// $bcrypt-sha256$v=2,t=2b,r=12$n79VH.0Q2TMWmt3Oqt9uke$vi2hc9svHPaURDhg4XfSqwmdIQ1ufy2
// $bcrypt-sha256$2a,5$5Hg1DKFqPE8C2aflZ5vVoe$12BjNE0p7axMg55.Y/mHsYiVuFBDQyu
const ENCODED = /^\$bcrypt-sha256\$([a-z0-9=,]+)\$([./A-Za-z0-9]{22})\$([./A-Za-z0-9]{31})$/;
const VERSION_1 = /^(2[ab]),(\d{1,2})$/;

/** bcrypt of a keyed digest, as passlib writes it. */
export const bcryptSha256: Format = (encoded) => {
  if (!encoded.startsWith('$bcrypt-sha256$')) return undefined;
  const [, parameters = '', salt = '', digest = ''] = ENCODED.exec(encoded) ?? [];
  const [, oldType, oldCost] = VERSION_1.exec(parameters) ?? [];
  const isVersion1 = oldType !== undefined;
  const named = isVersion1 || parameters === '' ? undefined : namedParameters(parameters, ['v', 't', 'r']);
  const type = oldType ?? named?.get('t');
  const cost = oldCost ?? named?.get('r');
  if ((type !== '2a' && type !== '2b') || cost === undefined || (named && named.get('v') !== '2'))
    throw new MalformedHashError('it is not a bcrypt-sha256 string, $bcrypt-sha256$v=2,t=2b,r=12$salt$hash');
  const stored = readBcrypt(`$${type}$${cost.padStart(2, '0')}$${salt}${digest}`);
  return isVersion1
    ? { ...stored, scheme: 'bcrypt-sha256', isOldVersion: true, input: plainDigest }
    : { ...stored, scheme: 'bcrypt-sha256', input: (password) => keyedDigest(salt, utf8(password)) };
};

function plainDigest(password: string): Bytes {
  return utf8(hash('sha256', utf8(password), { encoding: 'base64' }));
}

/** The input of bcrypt in version 2: 44 characters without a NUL for any password. */
export function keyedDigest(salt: string, password: Bytes): Bytes {
  return utf8(hmac('sha256', utf8(salt), password, { encoding: 'base64' }));
}

/** Writes version 2. `encoded` is the bcrypt string of the keyed digest. */
export function writeBcryptSha256(cost: number, encoded: string): string {
  return `$bcrypt-sha256$v=2,t=2b,r=${cost}$${encoded.slice(7, 29)}$${encoded.slice(29)}`;
}
