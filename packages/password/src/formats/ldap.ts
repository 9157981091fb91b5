import type { HashAlgorithm } from '@countersign/core';
import { MalformedHashError } from '../errors.ts';
import { digestOf, weakDigest } from './digest.ts';
import type { Format } from './format.ts';
import { fromPaddedBase64 } from './phc.ts';

// OpenLDAP, 389 Directory Server, Dovecot: the Base64 of the digest, followed by the salt if there is one (RFC 2307).
// {SSHA}ndJKNTVltc0N5SmGoEOTWcMfRiNzZWFzYWx0IQ==
// {MD5}iKQ0yIzKTpAPeHTNmBI/Qw==
const ENCODED = /^\{(SSHA|SSHA256|SSHA512|SHA|SHA256|SHA512|SMD5|MD5)\}([A-Za-z0-9+/]+={0,2})$/i;

interface Scheme {
  readonly algorithm: HashAlgorithm;
  readonly size: number;
  readonly isSalted: boolean;
}

const SCHEMES: ReadonlyMap<string, Scheme> = new Map([
  ['MD5', { algorithm: 'md5', size: 16, isSalted: false }],
  ['SMD5', { algorithm: 'md5', size: 16, isSalted: true }],
  ['SHA', { algorithm: 'sha1', size: 20, isSalted: false }],
  ['SSHA', { algorithm: 'sha1', size: 20, isSalted: true }],
  ['SHA256', { algorithm: 'sha256', size: 32, isSalted: false }],
  ['SSHA256', { algorithm: 'sha256', size: 32, isSalted: true }],
  ['SHA512', { algorithm: 'sha512', size: 64, isSalted: false }],
  ['SSHA512', { algorithm: 'sha512', size: 64, isSalted: true }],
]);

/** Digests of LDAP directories. Weak. */
export const ldapWeak: Format = (encoded) => {
  const [, name = '', text = ''] = ENCODED.exec(encoded) ?? [];
  const scheme = SCHEMES.get(name.toUpperCase());
  if (!scheme) return undefined;
  const { algorithm, size, isSalted } = scheme;
  // Spring's {sha256} has hexadecimal digits.
  if (text.length === 80 && /^\{sha256\}/.test(encoded)) return undefined;
  const bytes = fromPaddedBase64(text, 'it');
  if (isSalted ? bytes.length <= size : bytes.length !== size)
    throw new MalformedHashError(
      `it has ${bytes.length} bytes, and ${size} of digest ${isSalted ? 'and a salt' : 'alone'} are expected`,
    );
  const salt = bytes.subarray(size);
  return weakDigest(`ldap-${name.toLowerCase()}`, bytes.subarray(0, size), (password) =>
    digestOf(algorithm, password, salt),
  );
};

/** `{SSHA}` alone. Weak. */
export const sshaWeak: Format = (encoded) => (/^\{SSHA\}/i.test(encoded) ? ldapWeak(encoded) : undefined);
