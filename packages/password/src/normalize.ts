import { type Bytes, InvalidArgumentError, utf8 } from '@countersign/core';
import { checkInteger } from '@countersign/core/internal';
import { UnusablePasswordError } from './errors.ts';

/**
 * How a password's text becomes the text that is hashed. `opaque` is RFC 8265's OpaqueString, as NIST SP 800-63B-4 advises:
 * every space becomes U+0020, then NFC. `nfkc` is what some other software did. `none` leaves it as it came.
 */
export type Normalizer = 'opaque' | 'nfkc' | 'none';

/** The longest password that is looked at unless the caller says otherwise, in UTF-8 bytes. */
const DEFAULT_MAX_PASSWORD_BYTES = 1024;

const NORMALIZERS: Readonly<Record<Normalizer, (text: string) => string>> = {
  // RFC 8265 section 4.2.2: the additional mapping rule (non-ASCII spaces), then the normalization rule.
  opaque: (text) => text.replace(/\p{Zs}/gu, ' ').normalize('NFC'),
  nfkc: (text) => text.normalize('NFKC'),
  none: (text) => text,
};

/** Checks an option that names a normaliser. */
export function checkNormalizer(value: Normalizer, argument: string): Normalizer {
  if (Object.hasOwn(NORMALIZERS, value)) return value;
  throw new InvalidArgumentError(argument, `${argument} must be "opaque", "nfkc" or "none".`);
}

/** Checks the option of that name. */
export function checkMaxPasswordBytes(value: number = DEFAULT_MAX_PASSWORD_BYTES): number {
  return checkInteger(value, 'maxPasswordBytes', { min: 64, max: 65_536 });
}

/** A password as the normaliser makes it. Check it first: normalising is work. */
export function normalizePassword(password: string, normalizer: Normalizer): string {
  return NORMALIZERS[normalizer](password);
}

/**
 * Checks that a text can be a password, and returns it.
 *
 * @throws {@link UnusablePasswordError} `ERR_PASSWORD_UNUSABLE` for an empty, too long or ill-formed password
 */
export function checkUsable(password: string, maxBytes: number): string {
  if (typeof password !== 'string') throw new InvalidArgumentError('password', 'password must be a string.');
  if (password === '') throw new UnusablePasswordError('it is empty');
  // UTF-8 has no fewer bytes than UTF-16 has units, so that a text of megabytes is not even encoded.
  if (password.length > maxBytes || passwordBytes(password).length > maxBytes)
    throw new UnusablePasswordError(`it has more than ${maxBytes} bytes`);
  return password;
}

/** The UTF-8 bytes of a password. Lone surrogates are refused: they would all become the same character. */
export function passwordBytes(password: string): Bytes {
  if (!password.isWellFormed())
    throw new UnusablePasswordError('it holds half a character (a lone surrogate)');
  return utf8(password);
}

/** The length that people see: in code points. */
export function passwordLength(password: string): number {
  return [...password].length;
}
