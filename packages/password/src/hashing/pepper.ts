import { InvalidArgumentError } from '@countersign/core';
import { checkOptions } from '@countersign/core/internal';
import { UnknownPepperError } from '../errors.ts';
import type { StoredHash } from './derivation.ts';
import type { HashPlan } from './parameters.ts';

/** Secrets of the server's that are mixed into hashes, so that a stolen table alone cannot be attacked. */
export interface Peppers {
  /** The id of the one for new hashes. */
  readonly current: string;
  /** All of them by id; keep old ones until no hash uses them. At least 32 random bytes each. */
  readonly keys: Readonly<Record<string, Uint8Array>>;
}

/** One of them. */
export interface Pepper {
  readonly id: string;
  readonly key: Uint8Array;
}

/** The peppers of a policy, checked. */
export interface PepperSet {
  readonly current: Pepper;
  readonly keys: ReadonlyMap<string, Uint8Array>;
}

const OPTIONS: ReadonlySet<string> = new Set(['current', 'keys'] satisfies readonly (keyof Peppers)[]);
const MIN_PEPPER_BYTES = 32;

/** Checks peppers against the plan for new hashes. */
export function checkPeppers(peppers: Peppers | undefined, plan: HashPlan): PepperSet | undefined {
  if (peppers === undefined) return undefined;
  if (plan.algorithm !== 'argon2id') {
    throw new InvalidArgumentError(
      'peppers',
      'peppers need the algorithm argon2id, whose strings name the pepper (keyid); the others have no place for it.',
    );
  }
  checkOptions(peppers, OPTIONS, 'peppers');
  if (typeof peppers.keys !== 'object' || peppers.keys === null)
    throw new InvalidArgumentError('peppers', 'peppers.keys must be an object that has keys by their ids.');
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
  const keys = new Map(Object.entries(peppers.keys).map(([id, key]) => [id, Uint8Array.from(key)]));
  const current = keys.get(peppers.current);
  if (!current)
    throw new InvalidArgumentError('peppers', 'peppers.current must be one of the ids in peppers.keys.');
  return { current: { id: peppers.current, key: current }, keys };
}

/**
 * Mixes the pepper that a stored hash names into its derivation.
 *
 * @throws {@link UnknownPepperError} `ERR_PEPPER_UNKNOWN` when there is no pepper of that id
 */
export function withPepper(stored: StoredHash, peppers: PepperSet | undefined): StoredHash {
  const { pepperId, derivation } = stored;
  if (pepperId === undefined || derivation.kind !== 'argon2') return stored;
  const secret = peppers?.keys.get(pepperId);
  if (!secret) throw new UnknownPepperError();
  return { ...stored, derivation: { ...derivation, secret } };
}
