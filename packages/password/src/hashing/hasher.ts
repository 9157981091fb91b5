import { InvalidArgumentError } from '@countersign/core';
import { UnusablePasswordError } from '../errors.ts';
import type { StoredHash } from '../formats/derivation.ts';
import { checkEncoded, isUnusable, readStoredHash } from '../formats/read.ts';
import { readDigest, type WrapOptions } from '../formats/wrap.ts';
import { checkUsable, normalizePassword, passwordBytes } from '../normalize.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { candidatesOf } from './candidates.ts';
import { matches } from './derive.ts';
import { findVerifier, type LegacyVerifier, verifyLegacy } from './legacy.ts';
import { checkLimits, checkNewDerivation } from './limits.ts';
import { isOutdated, needsRehashUnder } from './needs-rehash.ts';
import { derivationOf, dummyHash, newHash } from './new-hash.ts';
import type { CompleteHashOptions } from './options.ts';
import { withPepper } from './pepper.ts';
import { type CompletePolicy, type HasherPolicy, readPolicy } from './policy.ts';
import { BoundedQueue } from './queue.ts';
import { atLeastAsStrong } from './strength.ts';

/** The result of a verification. */
export interface Verification {
  readonly valid: boolean;
  /** Whether the stored hash is weaker than the policy: another algorithm or format, or a lower cost. */
  readonly needsRehash: boolean;
  /** The hash to store instead, if the password is right and its hash is weaker. Store it only over the old hash. */
  readonly rehashed?: string;
}

const INVALID: Verification = Object.freeze({ valid: false, needsRehash: false });

/** The part of {@link PasswordHasher} that is the same on every runtime. */
export abstract class Hasher {
  readonly #policy: CompletePolicy;
  readonly #queue: BoundedQueue;
  readonly #runtime: Runtime;
  #dummy: string | undefined;

  /** @throws {@link InvalidArgumentError} if the policy is weaker than OWASP's minimums, or contradicts itself */
  protected constructor(policy: HasherPolicy, runtime: Runtime) {
    this.#policy = readPolicy(policy, runtime.threads);
    this.#queue = new BoundedQueue(this.#policy.queue);
    this.#runtime = runtime;
  }

  /** How many hashes are being computed, and how many wait. */
  get load(): { readonly running: number; readonly waiting: number } {
    return this.#queue.load;
  }

  /**
   * Hashes a password with the options of the policy.
   *
   * @throws {@link UnusablePasswordError} `ERR_PASSWORD_UNUSABLE`, {@link HashingOverloadError} `ERR_HASHING_OVERLOAD`
   */
  async hash(password: string): Promise<string> {
    checkUsable(password, this.#policy.candidates.maxPasswordBytes);
    return this.#queue.run(() => this.#newHash(password, this.#policy.hash));
  }

  /**
   * Verifies a password against a stored hash of any accepted format. A wrong password is not an error, and neither is an
   * account without a password: `null`, `undefined`, `""` or `"!…"`. Both take as long as a verification.
   *
   * @throws {@link MalformedHashError} `ERR_HASH_MALFORMED`, {@link HashLimitError} `ERR_HASH_LIMIT`,
   * {@link UnknownPepperError} `ERR_PEPPER_UNKNOWN`, {@link PepperRequiredError} `ERR_PEPPER_REQUIRED`,
   * {@link HashingOverloadError} `ERR_HASHING_OVERLOAD`
   */
  async verify(password: string, encoded: string | null | undefined): Promise<Verification> {
    return this.#verify(password, encoded, true);
  }

  /** Like {@link Hasher.verify}, for callers that cannot store a better hash. */
  async isValid(password: string, encoded: string | null | undefined): Promise<boolean> {
    const { valid } = await this.#verify(password, encoded, false);
    return valid;
  }

  /**
   * Takes as long as a verification, for an account that does not exist. Otherwise the time reveals which accounts exist.
   *
   * @returns always false
   */
  async dummyVerify(password: string): Promise<false> {
    const { hash, peppers } = this.#policy;
    this.#dummy ??= dummyHash(hash, peppers?.current);
    await this.#verifyStored(password, this.#dummy, false);
    return false;
  }

  /**
   * Whether a stored hash is weaker than the policy. False for an account without a password.
   *
   * @throws {@link MalformedHashError} `ERR_HASH_MALFORMED`
   */
  needsRehash(encoded: string | null | undefined): boolean {
    return needsRehashUnder(encoded, this.#policy);
  }

  /**
   * Hashes an old digest with Argon2id, so that a table of fast digests is safe before anybody logs in. `verify` accepts
   * the result, and replaces it at the next login.
   *
   * @param digest the old digest, as the table has it
   * @param options how the digest was made from the password
   * @throws {@link InvalidArgumentError} unless the policy hashes with Argon2id
   */
  async wrapDigest(digest: string, options: WrapOptions): Promise<string> {
    const { prefix, input } = readDigest(digest, options);
    const { hash, peppers } = this.#policy;
    if (hash.algorithm !== 'argon2id')
      throw new InvalidArgumentError('hash', 'wrapDigest needs a policy whose algorithm is argon2id.');
    const bytes = new Uint8Array(input);
    const wrapped = await this.#queue.run(() => newHash(bytes, hash, peppers?.current, this.#runtime));
    return prefix + wrapped;
  }

  async #verify(
    password: string,
    encoded: string | null | undefined,
    mayRehash: boolean,
  ): Promise<Verification> {
    if (typeof password !== 'string')
      throw new InvalidArgumentError('password', 'password must be a string.');
    if (encoded !== null && encoded !== undefined && encoded !== '') {
      checkEncoded(encoded);
      const verifier = findVerifier(this.#policy.legacyVerifiers, encoded);
      if (verifier) return this.#verifyLegacy(verifier, password, encoded, mayRehash);
      if (!isUnusable(encoded)) return this.#verifyStored(password, encoded, mayRehash);
    }
    await this.dummyVerify(password);
    return INVALID;
  }

  async #verifyStored(password: string, encoded: string, mayRehash: boolean): Promise<Verification> {
    const { acceptWeak, peppers, limits, hash } = this.#policy;
    const read = readStoredHash(encoded, acceptWeak);
    checkLimits(read, limits);
    const stored = withPepper(read, peppers);
    const needsNewHash = isOutdated(read, this.#policy);
    return this.#queue.run(async () => {
      const found = await this.#findMatch(password, stored);
      const needsRehash = needsNewHash || found?.isLegacy === true;
      if (!found || !needsRehash || !mayRehash) return { valid: found !== undefined, needsRehash };
      return { valid: true, needsRehash, ...(await this.#rehash(password, atLeastAsStrong(read, hash))) };
    });
  }

  async #verifyLegacy(
    verifier: LegacyVerifier,
    password: string,
    encoded: string,
    mayRehash: boolean,
  ): Promise<Verification> {
    const { candidates, hash } = this.#policy;
    try {
      checkUsable(password, candidates.maxPasswordBytes);
    } catch (error) {
      if (!(error instanceof UnusablePasswordError)) throw error;
      await this.dummyVerify(password);
      return { valid: false, needsRehash: true };
    }
    return this.#queue.run(async () => {
      const valid = await verifyLegacy(verifier, password, encoded);
      if (!valid || !mayRehash) return { valid, needsRehash: true };
      return { valid, needsRehash: true, ...(await this.#rehash(password, hash)) };
    });
  }

  /** Tries every meaning of the stored hash with every candidate. A wrong password takes all of them. */
  async #findMatch(
    password: string,
    stored: StoredHash,
  ): Promise<{ readonly isLegacy: boolean } | undefined> {
    for (const candidate of await candidatesOf(password, stored, this.#policy.candidates)) {
      const isMatch = await matches(stored, candidate.input, this.#runtime);
      if (isMatch && candidate.mayMatch) return candidate;
    }
    for (const alternative of stored.alternatives ?? []) {
      if (await this.#findMatch(password, { ...alternative, alternatives: [] })) return { isLegacy: true };
    }
    return undefined;
  }

  async #rehash(password: string, options: CompleteHashOptions): Promise<{ readonly rehashed?: string }> {
    try {
      checkNewDerivation(derivationOf(options), this.#policy.limits);
      return { rehashed: await this.#newHash(password, options) };
    } catch (error) {
      // The password is right, even if no better hash can be made of it.
      if (error instanceof UnusablePasswordError || error instanceof InvalidArgumentError) return {};
      throw error;
    }
  }

  async #newHash(password: string, options: CompleteHashOptions): Promise<string> {
    const { candidates, peppers } = this.#policy;
    const normalized = normalizePassword(password, candidates.normalizer);
    return newHash(passwordBytes(normalized), options, peppers?.current, this.#runtime);
  }
}
