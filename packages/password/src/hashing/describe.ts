import { checkEncoded, isUnusable, readStoredHash } from '../formats/read.ts';
import { WEAK_FORMATS } from '../formats/weak.ts';

/** The description of a stored hash. */
export interface HashDescription {
  /** For example `argon2id`, `bcrypt`, `django-pbkdf2-sha256`. */
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, number | string>>;
  /** Whether it is a fast digest, which verifies only with `acceptWeak`. */
  readonly isWeak: boolean;
  /** Whether the string does not name its algorithm, so that `scheme` is the most likely one of several. */
  readonly isGuess: boolean;
  /** The id of its pepper. */
  readonly pepperId?: string;
}

/**
 * Describes a stored hash. Undefined for an account without a password.
 *
 * @throws {@link MalformedHashError} `ERR_HASH_MALFORMED` for an unknown or unsupported format
 */
export function identify(encoded: string | null | undefined): HashDescription | undefined {
  if (encoded === null || encoded === undefined || isUnusable(checkEncoded(encoded))) return undefined;
  const {
    scheme,
    parameters,
    isWeak = false,
    pepperId,
    alternatives,
  } = readStoredHash(encoded, WEAK_FORMATS);
  const isGuess = alternatives !== undefined || scheme === 'bare-md5';
  return { scheme, parameters, isWeak, isGuess, ...(pepperId !== undefined && { pepperId }) };
}
