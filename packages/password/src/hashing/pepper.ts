import { InvalidArgumentError } from '@countersign/core';
import { MalformedHashError } from '../errors.ts';
import type { StoredHash } from './derivation.ts';
import type { HashPlan } from './parameters.ts';

/** Secrets of the server's that are mixed into hashes, so that a stolen table alone cannot be attacked. */
export interface Peppers {
  /** The id of the one for new hashes. */
  readonly current: string;
  /** All of them by id; keep old ones until no hash uses them. At least 32 random bytes each. */
  readonly keys: Readonly<Record<string, Uint8Array>>;
}

const MIN_PEPPER_BYTES = 32;

/** Checks peppers against the plan for new hashes. */
export function checkPeppers(peppers: Peppers | undefined, plan: HashPlan): Peppers | undefined {
  if (peppers === undefined) return undefined;
  if (plan.algorithm !== 'argon2id') {
    throw new InvalidArgumentError(
      'peppers',
      'peppers need the algorithm argon2id, whose strings name the pepper (keyid); the others have no place for it.',
    );
  }
  for (const [id, key] of Object.entries(peppers.keys)) {
    if (!/^[\w.-]{1,64}$/.test(id))
      throw new InvalidArgumentError(
        'peppers',
        'A pepper id must be 1 to 64 letters, digits, dots, dashes and underscores.',
      );
    if (!(key instanceof Uint8Array) || key.length < MIN_PEPPER_BYTES) {
      throw new InvalidArgumentError(
        'peppers',
        `A pepper must be at least ${MIN_PEPPER_BYTES} random bytes.`,
      );
    }
  }
  if (!Object.hasOwn(peppers.keys, peppers.current))
    throw new InvalidArgumentError('peppers', 'peppers.current must be one of the ids in peppers.keys.');
  return { current: peppers.current, keys: { ...peppers.keys } };
}

/**
 * Mixes the pepper that a stored hash names into its derivation.
 *
 * @throws {@link MalformedHashError} when there is no pepper of that id
 */
export function withPepper(stored: StoredHash, peppers: Peppers | undefined): StoredHash {
  const { pepperId, derivation } = stored;
  if (pepperId === undefined || derivation.kind !== 'argon2') return stored;
  const secret = peppers && Object.hasOwn(peppers.keys, pepperId) ? peppers.keys[pepperId] : undefined;
  if (!secret) throw new MalformedHashError('it names a pepper (keyid) that is not configured');
  return { ...stored, derivation: { ...derivation, secret } };
}
