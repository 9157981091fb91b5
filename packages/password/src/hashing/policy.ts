import type { Duration } from '@countersign/core';
import {
  durationUpTo,
  integer,
  list,
  MAX_TIMER_SECONDS,
  type OptionReader,
  oneOf,
  readOptions,
  withDefault,
} from '@countersign/core/internal';
import { WEAK_FORMATS, type WeakFormat } from '../formats/weak.ts';
import { DEFAULT_MAX_PASSWORD_BYTES, MAX_PASSWORD_BYTES, type Normalizer, normalizer } from '../normalize.ts';
import type { CandidateOptions, LegacyTruncation } from './candidates.ts';
import { type LegacyVerifier, legacyVerifiers } from './legacy.ts';
import { checkNewDerivation, type HashLimits, readLimits } from './limits.ts';
import { derivationOf } from './new-hash.ts';
import { type CompleteHashOptions, type HashOptions, readHashOptions } from './options.ts';
import { type PepperSet, type Peppers, readPeppers } from './pepper.ts';
import type { QueueLimits } from './queue.ts';

/** How a server hashes and verifies passwords. Everything has a default. */
export interface HasherPolicy {
  /** Algorithm and cost of new hashes. Default: Argon2id with OWASP's parameters. */
  readonly hash?: HashOptions | undefined;
  /** Secrets that are mixed into hashes. Default: none. */
  readonly peppers?: Peppers | undefined;
  /** Normalisation of passwords before hashing. Default `opaque` (RFC 8265, NFC). */
  readonly normalizer?: Normalizer | undefined;
  /**
   * Other normalisations, for hashes that do not name their software, such as `$2b$` and `$argon2id$`. They are tried in
   * turn if normalising changes the password. Default `['none']`, as most other software does.
   */
  readonly legacyNormalizers?: readonly Normalizer[] | undefined;
  /** Maximum length of a password in UTF-8 bytes, 64 to 4096. Default 1024. */
  readonly maxPasswordBytes?: number | undefined;
  /** Fast digests that verify as well. Default: none. */
  readonly acceptWeak?: readonly WeakFormat[] | undefined;
  /** Other formats. Their hashes are replaced at login. Default: none. */
  readonly legacyVerifiers?: readonly LegacyVerifier[] | undefined;
  /**
   * How to verify a password that bcrypt cannot take whole (more than 72 bytes, or a NUL) against a bcrypt hash of other
   * software: `reject` it (default), `truncate` it as most software did, or hash the Base64 of its `sha512` as Symfony does.
   */
  readonly legacyTruncation?: LegacyTruncation | undefined;
  /** Maximum cost of a stored hash. */
  readonly limits?: Partial<HashLimits> | undefined;
  /** Hashes computed at the same time. Memory is this times that of one hash. Default: cores, minus a thread of the pool. */
  readonly concurrency?: number | undefined;
  /** Hashes that wait. One more is rejected. Default 64. */
  readonly queueLength?: number | undefined;
  /** How long a hash may wait, at most 24 days. Default 5 seconds. */
  readonly queueTimeout?: Duration | undefined;
}

/** {@link HasherPolicy}, checked and copied. */
export interface CompletePolicy {
  readonly hash: CompleteHashOptions;
  readonly peppers: PepperSet | undefined;
  readonly candidates: CandidateOptions;
  readonly acceptWeak: readonly WeakFormat[];
  readonly legacyVerifiers: readonly LegacyVerifier[];
  readonly limits: HashLimits;
  readonly queue: QueueLimits;
}

const unread: OptionReader<unknown> = (value) => value;

const OPTIONS = {
  hash: withDefault((value) => readHashOptions(value), undefined),
  peppers: unread,
  normalizer: withDefault(normalizer, 'opaque' as const),
  legacyNormalizers: withDefault(list(normalizer, { max: 3 }), ['none'] as const),
  maxPasswordBytes: withDefault(integer({ min: 64, max: MAX_PASSWORD_BYTES }), DEFAULT_MAX_PASSWORD_BYTES),
  acceptWeak: withDefault(list(oneOf(WEAK_FORMATS), { max: WEAK_FORMATS.length }), []),
  legacyVerifiers: withDefault(legacyVerifiers, []),
  legacyTruncation: withDefault(oneOf(['reject', 'truncate', 'sha512']), 'reject' as const),
  limits: (value: unknown) => readLimits(value),
  concurrency: withDefault(integer({ min: 1, max: 1024 }), undefined),
  queueLength: withDefault(integer({ min: 0, max: 1_000_000 }), 64),
  queueTimeout: withDefault(durationUpTo(MAX_TIMER_SECONDS), 5),
} as const;

/**
 * Reads a policy once.
 *
 * @throws {@link InvalidArgumentError} if the policy is weaker than OWASP's minimums, or contradicts itself
 */
export function readPolicy(policy: unknown, defaultConcurrency: () => number): CompletePolicy {
  const read = readOptions(policy, OPTIONS, 'policy');
  const hash = read.hash ?? readHashOptions({ algorithm: 'argon2id' });
  checkNewDerivation(derivationOf(hash), read.limits);
  return {
    hash,
    peppers: readPeppers(read.peppers, hash),
    candidates: {
      normalizer: read.normalizer,
      legacyNormalizers: read.legacyNormalizers,
      maxPasswordBytes: read.maxPasswordBytes,
      legacyTruncation: read.legacyTruncation,
    },
    acceptWeak: read.acceptWeak,
    legacyVerifiers: read.legacyVerifiers,
    limits: read.limits,
    queue: {
      concurrency: read.concurrency ?? defaultConcurrency(),
      queueLength: read.queueLength,
      queueTimeoutSeconds: read.queueTimeout,
    },
  };
}
