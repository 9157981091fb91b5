import { type Bytes, InvalidArgumentError, utf8 } from '@countersign/core';
import { type OptionReader, oneOf } from '@countersign/core/internal';
import { UnusablePasswordError } from './errors.ts';

/**
 * Normalisation of passwords before hashing. `opaque` is RFC 8265's OpaqueString, which NIST SP 800-63B-4 advises: every
 * space becomes U+0020, then NFC. `nfkc` is for software that folds compatibility characters. `none` changes nothing.
 */
export type Normalizer = 'opaque' | 'nfkc' | 'none';

/** Maximum length of a password in UTF-8 bytes, unless the caller sets another. */
export const DEFAULT_MAX_PASSWORD_BYTES = 1024;

/** The highest maximum that a caller can set. */
export const MAX_PASSWORD_BYTES = 4096;

const NORMALIZERS: Readonly<Record<Normalizer, (text: string) => string>> = {
  // RFC 8265 section 4.2.2: the additional mapping rule (non-ASCII spaces), then the normalization rule.
  opaque: (text) => text.replace(/\p{Zs}/gu, ' ').normalize('NFC'),
  nfkc: (text) => text.normalize('NFKC'),
  none: (text) => text,
};

/** Reads an option that names a normaliser. */
export const normalizer: OptionReader<Normalizer> = oneOf(['opaque', 'nfkc', 'none']);

/** Normalises a password. Check its length first. */
export function normalizePassword(password: string, name: Normalizer): string {
  return NORMALIZERS[name](password);
}

/**
 * Checks that a text can be a password, and returns it.
 *
 * @throws {@link UnusablePasswordError} `ERR_PASSWORD_UNUSABLE` for an empty, too long or ill-formed password
 */
export function checkUsable(password: unknown, maxBytes: number): string {
  if (typeof password !== 'string') throw new InvalidArgumentError('password', 'password must be a string.');
  if (password === '') throw new UnusablePasswordError('it is empty');
  // UTF-8 has at least as many bytes as UTF-16 has units, so a text of megabytes is not encoded.
  if (password.length > maxBytes || passwordBytes(password).length > maxBytes)
    throw new UnusablePasswordError(`it has more than ${maxBytes} bytes`);
  return password;
}

/** The UTF-8 bytes of a password. A lone surrogate is an error, because all of them would become the same character. */
export function passwordBytes(password: string): Bytes {
  if (password.isWellFormed()) return utf8(password);
  throw new UnusablePasswordError('it contains invalid Unicode (a lone surrogate)');
}

/** The length that people see, in code points. */
export function passwordLength(password: string): number {
  return [...password].length;
}
