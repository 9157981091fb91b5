import type { StoredHash } from '../formats/derivation.ts';
import { checkEncoded, isUnusable, readStoredHash } from '../formats/read.ts';
import { WEAK_FORMATS } from '../formats/weak.ts';
import { findVerifier } from './legacy.ts';
import { type CompletePolicy, type HasherPolicy, readPolicy } from './policy.ts';
import { isWeaker } from './strength.ts';

/**
 * Whether a stored hash is weaker than a policy: another algorithm, or a lower cost. False for an account without a
 * password. Fast digests are always weaker.
 *
 * @throws {@link MalformedHashError} `ERR_HASH_MALFORMED`
 */
export function needsRehash(encoded: string | null | undefined, policy: HasherPolicy = {}): boolean {
  const complete = readPolicy(policy, () => 1);
  return needsRehashUnder(encoded, { ...complete, acceptWeak: WEAK_FORMATS });
}

/** Whether a hash is weaker than a checked policy. */
export function needsRehashUnder(encoded: string | null | undefined, policy: CompletePolicy): boolean {
  if (encoded === null || encoded === undefined || checkEncoded(encoded) === '') return false;
  if (findVerifier(policy.legacyVerifiers, encoded)) return true;
  return !isUnusable(encoded) && isOutdated(readStoredHash(encoded, policy.acceptWeak), policy);
}

/** Whether a parsed hash is weaker, or has another pepper. */
export function isOutdated(stored: StoredHash, { hash, peppers }: CompletePolicy): boolean {
  return isWeaker(stored, hash) || stored.pepperId !== peppers?.current.id;
}
