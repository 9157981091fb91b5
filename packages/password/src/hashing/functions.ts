import { isUnusable, readStoredHash, type WeakFormat } from '../formats/index.ts';
import { type HasherPolicy, PasswordHasher } from './hasher.ts';
import type { HashParameters } from './parameters.ts';

const hashers = new Map<string, PasswordHasher>();

/** One hasher for each set of parameters, so that single calls share one limit on memory. */
function hasherFor(parameters: HashParameters | undefined): PasswordHasher {
  const key = JSON.stringify(parameters ?? {});
  const known = hashers.get(key);
  if (known) return known;
  // A program, not a script: nobody looks at what waits, so nothing is refused.
  const hasher = new PasswordHasher({
    ...(parameters && { hash: parameters }),
    queueLength: 1_000_000,
    queueTimeout: '1d',
  });
  if (hashers.size < 16) hashers.set(key, hasher);
  return hasher;
}

/**
 * Hashes a password for storing. Argon2id with OWASP's parameters, a new salt, written as a PHC string. A server keeps a
 * {@link PasswordHasher} instead, which bounds how many hashes wait.
 *
 * @throws {@link UnusablePasswordError} `ERR_PASSWORD_UNUSABLE` when it is empty, ill-formed or has more than 1024 bytes
 * @example
 * const stored = await hashPassword(password);
 */
export function hashPassword(password: string, parameters?: HashParameters): Promise<string> {
  return hasherFor(parameters).hash(password);
}

/**
 * Whether a password is the one that was hashed. Takes what Django, Werkzeug, passlib, PHP, Spring and others stored, too.
 *
 * @throws {@link MalformedHashError} `ERR_HASH_MALFORMED`, {@link HashLimitError} `ERR_HASH_LIMIT`
 */
export function verifyPassword(password: string, encoded: string): Promise<boolean> {
  return hasherFor(undefined).isValid(password, encoded);
}

/** What a stored hash says about itself. */
export interface HashDescription {
  /** For example `argon2id`, `bcrypt`, `django-pbkdf2-sha256`. */
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, number | string>>;
  /** Whether anyone who gets it can reverse it. */
  readonly isWeak: boolean;
  /** The id of the pepper in it. */
  readonly pepperId?: string;
}

const ALL_WEAK: readonly WeakFormat[] = ['django-digests', 'spring-sha256', 'ldap-ssha', 'bare-digests'];

/**
 * Says which scheme a stored hash is of, and with what parameters; undefined when it stands for no password.
 *
 * @throws {@link MalformedHashError} `ERR_HASH_MALFORMED` when it is of no known kind
 */
export function identify(encoded: string): HashDescription | undefined {
  if (typeof encoded === 'string' && isUnusable(encoded)) return undefined;
  const { scheme, parameters, isWeak = false, pepperId } = readStoredHash(encoded, ALL_WEAK);
  return { scheme, parameters, isWeak, ...(pepperId !== undefined && { pepperId }) };
}

/**
 * Whether a stored hash is older or weaker than a policy would make it today.
 *
 * @throws {@link MalformedHashError} `ERR_HASH_MALFORMED`
 */
export function needsRehash(encoded: string, policy: HasherPolicy = {}): boolean {
  return new PasswordHasher({ acceptWeak: ALL_WEAK, ...policy }).needsRehash(encoded);
}
