import {
  type Bytes,
  checkInteger,
  type Duration,
  durationSeconds,
  InvalidArgumentError,
  tokenBytes,
} from '@countersign/core';
import { engine } from '#engine';
import { UnusablePasswordError } from '../errors.ts';
import { writeArgon2 } from '../formats/argon2.ts';
import { bcryptSalt, keyedDigest, writeBcryptSha256 } from '../formats/bcrypt.ts';
import { checkWeakFormats, isUnusable, readStoredHash, type WeakFormat } from '../formats/index.ts';
import { writePbkdf2 } from '../formats/pbkdf2.ts';
import { writeScrypt } from '../formats/scrypt.ts';
import { type DigestRecipe, writeWrapped } from '../formats/wrapped.ts';
import { checkMaxPasswordBytes, type Normalizer, passwordBytes, preparePassword } from '../normalize.ts';
import type { StoredHash } from './derivation.ts';
import { derive, matches } from './derive.ts';
import { checkLimits, completeLimits, type HashLimits } from './limits.ts';
import {
  type BcryptPlan,
  checkPlan,
  type HashParameters,
  type HashPlan,
  isBcrypt,
  isUpToDate,
  newDerivation,
  planHash,
} from './parameters.ts';
import { checkPeppers, type Peppers, withPepper } from './pepper.ts';
import { BoundedQueue } from './queue.ts';

/** How a server hashes and verifies. Everything has a default. */
export interface HasherPolicy {
  /** How new hashes are made. Default: Argon2id with OWASP's parameters. */
  readonly hash?: HashParameters;
  readonly peppers?: Peppers;
  /** How passwords are normalised before they are hashed. Default `opaque` (RFC 8265, NFC). */
  readonly normalizer?: Normalizer;
  /** The longest password, in UTF-8 bytes, 64 to 65 536. Default 1024. */
  readonly maxPasswordBytes?: number;
  /** Fast digests that are verified, too. Default: none. */
  readonly acceptWeak?: readonly WeakFormat[];
  /**
   * What happens to a password that bcrypt cannot take whole, when it is verified against a bcrypt hash that other
   * software cut: `reject` it (default), or `truncate` as that software did, and hash it anew.
   */
  readonly legacyTruncation?: 'reject' | 'truncate';
  /** The most that a stored hash may ask for. */
  readonly limits?: Partial<HashLimits>;
  /** Hashes computed at once. Memory is this times that of one hash. Default: cores, less one thread of the pool. */
  readonly concurrency?: number;
  /** Hashes that wait their turn. Default 64. */
  readonly queueLength?: number;
  /** How long one may wait. Default 5 seconds. */
  readonly queueTimeout?: Duration;
}

/** What came of verifying a password. */
export interface Verification {
  readonly valid: boolean;
  /** Whether the stored hash is older or weaker than the policy. */
  readonly needsRehash: boolean;
  /** The hash to store instead, when the password was right and needs one. Store it only where the old one still stands. */
  readonly rehashed?: string;
}

const MAX_BCRYPT_BYTES = 72;

/**
 * Hashes and verifies passwords by one policy. A server keeps one.
 *
 * @example
 * const hasher = new PasswordHasher();
 * const { valid, rehashed } = await hasher.verify(password, account.passwordHash);
 */
export class PasswordHasher {
  readonly #plan: HashPlan;
  readonly #peppers: Peppers | undefined;
  readonly #normalizer: Normalizer;
  readonly #maxBytes: number;
  readonly #acceptWeak: readonly WeakFormat[];
  readonly #truncates: boolean;
  readonly #limits: HashLimits;
  readonly #queue: BoundedQueue;
  #dummy: Promise<StoredHash> | undefined;

  /** @throws {@link InvalidArgumentError} when the policy is weaker than OWASP's floors, or contradicts itself */
  constructor(policy: HasherPolicy = {}) {
    const { legacyTruncation = 'reject', normalizer = 'opaque' } = policy;
    if (legacyTruncation !== 'reject' && legacyTruncation !== 'truncate') {
      throw new InvalidArgumentError('legacyTruncation', 'legacyTruncation must be "reject" or "truncate".');
    }
    if (!['opaque', 'nfkc', 'none'].includes(normalizer))
      throw new InvalidArgumentError('normalizer', 'normalizer must be "opaque", "nfkc" or "none".');
    this.#plan = planHash(policy.hash);
    this.#peppers = checkPeppers(policy.peppers, this.#plan);
    this.#normalizer = normalizer;
    this.#maxBytes = checkMaxPasswordBytes(policy.maxPasswordBytes);
    this.#acceptWeak = checkWeakFormats(policy.acceptWeak);
    this.#truncates = legacyTruncation === 'truncate';
    this.#limits = completeLimits(policy.limits);
    checkPlan(this.#plan, this.#limits);
    this.#queue = new BoundedQueue({
      concurrency: checkInteger(policy.concurrency ?? engine.threads(), 'concurrency', { min: 1, max: 1024 }),
      queueLength: checkInteger(policy.queueLength ?? 64, 'queueLength', { min: 0, max: 1_000_000 }),
      queueTimeoutSeconds: durationSeconds(policy.queueTimeout ?? 5, 'queueTimeout'),
    });
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
    const prepared = preparePassword(password, this.#normalizer, this.#maxBytes);
    return this.#queue.run(() => this.#hashBytes(passwordBytes(prepared)));
  }

  /**
   * Verifies a password against a stored hash of any accepted kind. A wrong password is no error, and neither is an
   * account without a password (`""`, `"!"…`).
   *
   * @throws {@link MalformedHashError} `ERR_HASH_MALFORMED`, {@link HashLimitError} `ERR_HASH_LIMIT`,
   * {@link HashingOverloadError} `ERR_HASHING_OVERLOAD`
   */
  verify(password: string, encoded: string): Promise<Verification> {
    return this.#verify(password, encoded, (right) => this.#rehash(right));
  }

  /** As {@link PasswordHasher.verify}, for who has nowhere to store a better hash. */
  async isValid(password: string, encoded: string): Promise<boolean> {
    const { valid } = await this.#verify(password, encoded, async () => ({}));
    return valid;
  }

  async #verify(
    password: string,
    encoded: string,
    rehash: (password: string) => Promise<{ rehashed?: string }>,
  ): Promise<Verification> {
    if (typeof encoded === 'string' && isUnusable(encoded)) {
      await this.dummyVerify(password);
      return { valid: false, needsRehash: false };
    }
    const stored = withPepper(readStoredHash(encoded, this.#acceptWeak), this.#peppers);
    checkLimits(stored.derivation, this.#limits);
    const needsRehash = !this.#isUpToDate(stored);
    const input = this.#inputFor(password, stored);
    return this.#queue.run(async () => {
      const valid = await matchesAtFullCost(stored, input);
      return { valid, needsRehash, ...(valid && needsRehash && (await rehash(password))) };
    });
  }

  /**
   * Does the work of a verification for an account that does not exist, so that nobody learns from the time that it does not.
   *
   * @returns false, always
   */
  async dummyVerify(password: string): Promise<false> {
    this.#dummy ??= this.#makeDummy();
    const stored = await this.#dummy;
    const input = this.#inputFor(password, stored);
    await this.#queue.run(() => matchesAtFullCost(stored, input));
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
   */
  async wrapDigest(digest: string, recipe: DigestRecipe): Promise<string> {
    if (!/^[0-9a-f]{32,128}$/.test(digest))
      throw new InvalidArgumentError('digest', 'digest must be lower-case hexadecimal.');
    if (this.#plan.algorithm !== 'argon2id' || this.#peppers) {
      throw new InvalidArgumentError(
        'hash',
        'Digests are wrapped by a policy with argon2id and without peppers.',
      );
    }
    return writeWrapped(recipe, await this.#queue.run(() => this.#hashBytes(passwordBytes(digest))));
  }

  #isUpToDate(stored: StoredHash): boolean {
    return isUpToDate(stored, this.#plan) && stored.pepperId === this.#peppers?.current;
  }

  /** The bytes to verify, or undefined when no password of this form can be the right one. */
  #inputFor(password: string, stored: StoredHash): Bytes | undefined {
    if (typeof password !== 'string')
      throw new InvalidArgumentError('password', 'password must be a string.');
    let prepared: string;
    try {
      prepared = preparePassword(password, stored.normalizer ?? this.#normalizer, this.#maxBytes);
    } catch (error) {
      if (error instanceof UnusablePasswordError) return undefined;
      throw error;
    }
    if (stored.input) return stored.input(prepared);
    const bytes = passwordBytes(prepared);
    if (stored.derivation.kind !== 'bcrypt' || bytes.length <= MAX_BCRYPT_BYTES) return bytes;
    return this.#truncates ? bytes.slice(0, MAX_BCRYPT_BYTES) : undefined;
  }

  async #rehash(password: string): Promise<{ rehashed?: string }> {
    try {
      const prepared = preparePassword(password, this.#normalizer, this.#maxBytes);
      return { rehashed: await this.#hashBytes(passwordBytes(prepared)) };
    } catch (error) {
      // The login is right, whether or not a better hash can be made of it.
      if (error instanceof UnusablePasswordError) return {};
      throw error;
    }
  }

  async #makeDummy(): Promise<StoredHash> {
    const encoded = await this.#queue.run(() => this.#hashBytes(passwordBytes('no password is this')));
    return withPepper(readStoredHash(encoded), this.#peppers);
  }

  async #hashBytes(password: Bytes): Promise<string> {
    const plan = this.#plan;
    if (isBcrypt(plan)) return bcryptHash(password, plan);
    const derivation = newDerivation(plan);
    if (derivation.kind === 'argon2') {
      const pepperId = this.#peppers?.current;
      const secret = pepperId === undefined ? undefined : this.#peppers?.keys[pepperId];
      return writeArgon2(
        derivation,
        await derive(secret ? { ...derivation, secret } : derivation, password),
        pepperId,
      );
    }
    const digest = await derive(derivation, password);
    return derivation.kind === 'scrypt' ? writeScrypt(derivation, digest) : writePbkdf2(derivation, digest);
  }
}

/**
 * Whether the input is the right one. What cannot be a password (undefined) costs as much as any other: the time would
 * tell that the account exists.
 */
async function matchesAtFullCost(stored: StoredHash, input: Bytes | undefined): Promise<boolean> {
  const isMatch = await matches(stored, input ?? passwordBytes('dummy'));
  return input !== undefined && isMatch;
}

async function bcryptHash(password: Bytes, { algorithm, cost }: BcryptPlan): Promise<string> {
  const salt = tokenBytes(16);
  if (algorithm === 'bcrypt-sha256') {
    const input = keyedDigest(bcryptSalt(salt), password);
    return writeBcryptSha256(cost, await engine.bcryptHash(input, cost, salt));
  }
  if (password.length > MAX_BCRYPT_BYTES)
    throw new UnusablePasswordError(`bcrypt takes at most ${MAX_BCRYPT_BYTES} bytes, and it has more`);
  if (password.includes(0))
    throw new UnusablePasswordError('bcrypt stops at a NUL character, and it has one');
  return engine.bcryptHash(password, cost, salt);
}
