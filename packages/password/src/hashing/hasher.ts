import { type Duration, InvalidArgumentError } from '@countersign/core';
import { checkInteger, checkOptions, durationSeconds } from '@countersign/core/internal';
import { engine } from '#engine';
import { UnusablePasswordError } from '../errors.ts';
import { checkWeakFormats, isUnusable, readStoredHash, type WeakFormat } from '../formats/index.ts';
import { checkRecipe, type DigestRecipe, writeWrapped } from '../formats/wrapped.ts';
import {
  checkMaxPasswordBytes,
  checkNormalizer,
  checkUsable,
  type Normalizer,
  normalizePassword,
  passwordBytes,
} from '../normalize.ts';
import type { StoredHash } from './derivation.ts';
import { matches } from './derive.ts';
import { checkLimits, completeLimits, type HashLimits } from './limits.ts';
import { dummyHash, newHash } from './new-hash.ts';
import { checkPlan, type HashParameters, type HashPlan, isUpToDate, planHash } from './parameters.ts';
import { checkPeppers, type PepperSet, type Peppers, withPepper } from './pepper.ts';
import { BoundedQueue } from './queue.ts';
import { type LegacyTruncation, type Reading, type ReadingRules, readingsOf } from './readings.ts';

/** How a server hashes and verifies. Everything has a default. */
export interface HasherPolicy {
  /** How new hashes are made. Default: Argon2id with OWASP's parameters. */
  readonly hash?: HashParameters;
  readonly peppers?: Peppers;
  /** How passwords are normalised before they are hashed. Default `opaque` (RFC 8265, NFC). */
  readonly normalizer?: Normalizer;
  /**
   * How else a password may have been normalised before it came into a hash that does not say who made it, such as `$2b$` or
   * `$argon2id$`. Tried one after another when `normalizer` changes the password and it does not verify; what then verifies is
   * hashed anew. Default `['none']`: as most other software does.
   */
  readonly legacyNormalizers?: readonly Normalizer[];
  /** The longest password, in UTF-8 bytes, 64 to 65 536. Default 1024. */
  readonly maxPasswordBytes?: number;
  /** Fast digests that are verified, too. Default: none. */
  readonly acceptWeak?: readonly WeakFormat[];
  /**
   * What happens to a password that bcrypt cannot take whole, when it is verified against a bcrypt hash of other software:
   * `reject` it (default), or `truncate` it as most did, or take the Base64 of its `sha512` as Symfony does, and hash it anew.
   */
  readonly legacyTruncation?: LegacyTruncation;
  /** The most that a stored hash may ask for. */
  readonly limits?: Partial<HashLimits>;
  /** Hashes computed at once. Memory is this times that of one hash. Default: cores, less one thread of the pool. */
  readonly concurrency?: number;
  /** Hashes that wait their turn. Default 64. */
  readonly queueLength?: number;
  /** How long one may wait. Default 5 seconds. */
  readonly queueTimeout?: Duration;
}

const OPTIONS: ReadonlySet<string> = new Set([
  'hash',
  'peppers',
  'normalizer',
  'legacyNormalizers',
  'maxPasswordBytes',
  'acceptWeak',
  'legacyTruncation',
  'limits',
  'concurrency',
  'queueLength',
  'queueTimeout',
] satisfies readonly (keyof HasherPolicy)[]);

/** What came of verifying a password. */
export interface Verification {
  readonly valid: boolean;
  /** Whether the stored hash is older or weaker than the policy. */
  readonly needsRehash: boolean;
  /** The hash to store instead, when the password was right and needs one. Store it only where the old one still stands. */
  readonly rehashed?: string;
}

/**
 * Hashes and verifies passwords by one policy. A server keeps one.
 *
 * @example
 * const hasher = new PasswordHasher();
 * const { valid, rehashed } = await hasher.verify(password, account.passwordHash);
 */
export class PasswordHasher {
  readonly #plan: HashPlan;
  readonly #peppers: PepperSet | undefined;
  readonly #rules: ReadingRules;
  readonly #acceptWeak: readonly WeakFormat[];
  readonly #limits: HashLimits;
  readonly #queue: BoundedQueue;
  readonly #dummy: string;

  /** @throws {@link InvalidArgumentError} when the policy is weaker than OWASP's floors, or contradicts itself */
  constructor(policy: HasherPolicy = {}) {
    checkOptions(policy, OPTIONS, 'policy');
    this.#plan = planHash(policy.hash);
    this.#peppers = checkPeppers(policy.peppers, this.#plan);
    this.#rules = readingRules(policy);
    this.#acceptWeak = checkWeakFormats(policy.acceptWeak);
    this.#limits = completeLimits(policy.limits);
    checkPlan(this.#plan, this.#limits);
    this.#queue = new BoundedQueue({
      concurrency: checkInteger(policy.concurrency ?? engine.threads(), 'concurrency', { min: 1, max: 1024 }),
      queueLength: checkInteger(policy.queueLength ?? 64, 'queueLength', { min: 0, max: 1_000_000 }),
      queueTimeoutSeconds: durationSeconds(policy.queueTimeout ?? 5, 'queueTimeout'),
    });
    this.#dummy = dummyHash(this.#plan, this.#peppers?.current);
  }

  /** How many hashes are being computed, and how many wait. */
  get load(): { readonly running: number; readonly waiting: number } {
    return this.#queue.load;
  }

  /**
   * Hashes a password by the policy.
   *
   * @throws {@link UnusablePasswordError} `ERR_PASSWORD_UNUSABLE`, {@link HashingOverloadError} `ERR_HASHING_OVERLOAD`
   */
  async hash(password: string): Promise<string> {
    checkUsable(password, this.#rules.maxPasswordBytes);
    return this.#queue.run(() => this.#newHash(password));
  }

  /**
   * Verifies a password against a stored hash of any accepted kind. A wrong password is no error, and neither is an
   * account without a password (`""`, `"!"…`).
   *
   * @throws {@link MalformedHashError} `ERR_HASH_MALFORMED`, {@link HashLimitError} `ERR_HASH_LIMIT`,
   * {@link UnknownPepperError} `ERR_PEPPER_UNKNOWN`, {@link HashingOverloadError} `ERR_HASHING_OVERLOAD`
   */
  verify(password: string, encoded: string): Promise<Verification> {
    return this.#verify(password, encoded, () => this.#rehash(password));
  }

  /** As {@link PasswordHasher.verify}, for who has nowhere to store a better hash. */
  async isValid(password: string, encoded: string): Promise<boolean> {
    const { valid } = await this.#verify(password, encoded, async () => ({}));
    return valid;
  }

  /**
   * Does the work of a verification for an account that does not exist, so that nobody learns from the time that it does not.
   *
   * @returns false, always
   */
  async dummyVerify(password: string): Promise<false> {
    // As isValid does it, and not by calling it: another promise around it would be a tenth of a microsecond.
    await this.#verify(password, this.#dummy, async () => ({}));
    return false;
  }

  /** Whether a stored hash is older or weaker than the policy. */
  needsRehash(encoded: string): boolean {
    return !this.#isUpToDate(readStoredHash(encoded, this.#acceptWeak));
  }

  /**
   * Hashes an old digest, so that a table of fast digests is made safe at once. {@link PasswordHasher.verify} takes the result,
   * and hashes the password itself when it next sees it.
   *
   * @param digest the old digest as the table has it, in lower-case hexadecimal
   * @param recipe how it was made from the password
   * @throws {@link InvalidArgumentError} unless the policy hashes with Argon2id, whose string the wrapping goes around
   */
  async wrapDigest(digest: string, recipe: DigestRecipe): Promise<string> {
    checkRecipe(digest, recipe);
    if (this.#plan.algorithm !== 'argon2id')
      throw new InvalidArgumentError('hash', 'Digests are wrapped with argon2id only.');
    const { current } = this.#peppers ?? {};
    return writeWrapped(
      recipe,
      await this.#queue.run(() => newHash(passwordBytes(digest), this.#plan, current)),
    );
  }

  async #verify(
    password: string,
    encoded: string,
    rehash: () => Promise<{ rehashed?: string }>,
  ): Promise<Verification> {
    if (typeof encoded === 'string' && isUnusable(encoded)) {
      await this.dummyVerify(password);
      return { valid: false, needsRehash: false };
    }
    const stored = withPepper(readStoredHash(encoded, this.#acceptWeak), this.#peppers);
    checkLimits(stored.derivation, this.#limits);
    const isOld = !this.#isUpToDate(stored);
    const readings = readingsOf(password, stored, this.#rules);
    return this.#queue.run(async () => {
      const found = await findMatch(stored, readings);
      const needsRehash = isOld || found?.isLegacy === true;
      return { valid: found !== undefined, needsRehash, ...(found && needsRehash && (await rehash())) };
    });
  }

  #isUpToDate(stored: StoredHash): boolean {
    return isUpToDate(stored, this.#plan) && stored.pepperId === this.#peppers?.current.id;
  }

  async #rehash(password: string): Promise<{ rehashed?: string }> {
    try {
      return { rehashed: await this.#newHash(password) };
    } catch (error) {
      // The login is right, whether or not a better hash can be made of it.
      if (error instanceof UnusablePasswordError) return {};
      throw error;
    }
  }

  async #newHash(password: string): Promise<string> {
    const normalized = normalizePassword(password, this.#rules.normalizer);
    return newHash(passwordBytes(normalized), this.#plan, this.#peppers?.current);
  }
}

/** The reading of a password that is the right one. */
async function findMatch(stored: StoredHash, readings: readonly Reading[]): Promise<Reading | undefined> {
  for (const reading of readings) {
    const isMatch = await matches(stored, reading.input);
    if (isMatch && reading.mayMatch) return reading;
  }
  return undefined;
}

/** Checks what a policy says about how passwords are read. */
function readingRules(policy: HasherPolicy): ReadingRules {
  const { normalizer = 'opaque', legacyNormalizers = ['none'], legacyTruncation = 'reject' } = policy;
  if (legacyTruncation !== 'reject' && legacyTruncation !== 'truncate' && legacyTruncation !== 'sha512')
    throw new InvalidArgumentError(
      'legacyTruncation',
      'legacyTruncation must be "reject", "truncate" or "sha512".',
    );
  if (!Array.isArray(legacyNormalizers))
    throw new InvalidArgumentError('legacyNormalizers', 'legacyNormalizers must be an array.');
  return {
    normalizer: checkNormalizer(normalizer, 'normalizer'),
    legacyNormalizers: legacyNormalizers.map((name) => checkNormalizer(name, 'legacyNormalizers')),
    maxPasswordBytes: checkMaxPasswordBytes(policy.maxPasswordBytes),
    legacyTruncation,
  };
}
