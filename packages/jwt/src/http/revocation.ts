import {
  type Clock,
  clock,
  type Duration,
  durationUpTo,
  InvalidArgumentError,
  optional,
  readClock,
  readMembers,
  readOptions,
  withDefault,
} from '@countersign/core/internal';

/** Options of {@link createRevocationList}. */
export interface RevocationListOptions {
  /** Keeps an entry this long after `exp`. At least the `leeway` of the rules; at most a day, default 5 minutes. */
  readonly leeway?: Duration | undefined;
  /** Default: the system's clock. */
  readonly now?: Clock | undefined;
}

/** The claims that identify a token. */
export interface RevocableClaims {
  readonly iss?: unknown;
  readonly jti?: unknown;
  readonly exp?: unknown;
}

/** Tokens that are rejected before they expire, in the memory of this process. */
export interface RevocationList {
  /** The number of entries. Some may have expired. */
  readonly size: number;
  /**
   * Rejects the token with these verified claims from now on.
   *
   * @throws {@link InvalidArgumentError} `ERR_INVALID_ARGUMENT` for a token without `jti` or `exp`
   */
  revoke(claims: RevocableClaims): void;
  /** Pass this to `createVerifier` or `createBearerVerifier`. A token without `jti` is not in the list. */
  isRevoked(this: void, claims: RevocableClaims): boolean;
}

const MAX_LEEWAY_SECONDS = 86_400;

const OPTIONS = {
  leeway: withDefault(durationUpTo(MAX_LEEWAY_SECONDS), 300),
  now: optional(clock),
} as const;

/** Expired entries are removed when the list has doubled, so that one `revoke` costs constant time on average. */
const FIRST_SWEEP = 1000;

/**
 * Creates a list of revoked tokens for `isRevoked`. An issuer and its `jti` identify a token. An entry is forgotten when
 * the token has expired. Other processes do not see the list; several instances need a shared table.
 *
 * @throws {@link InvalidArgumentError} `ERR_INVALID_ARGUMENT`
 * @see RFC 7519 section 4.1.7
 * @example
 * const { isRevoked, revoke } = createRevocationList();
 * const verify = createVerifier(keySet, { algorithms: ['ES256'], audience: 'api', require: ['jti', 'exp'] }, { isRevoked });
 * revoke(await verify(token));
 */
export function createRevocationList(options: RevocationListOptions = {}): RevocationList {
  const { leeway, now } = readOptions(options, OPTIONS);
  const expiries = new Map<string, number>();
  let nextSweep = FIRST_SWEEP;

  function removeExpired(): void {
    const seconds = readClock(now).getTime() / 1000;
    for (const [entry, expiry] of expiries) if (expiry + leeway < seconds) expiries.delete(entry);
    nextSweep = Math.max(FIRST_SWEEP, 2 * expiries.size);
  }

  return {
    get size() {
      return expiries.size;
    },
    revoke(claims) {
      const { iss, jti, exp } = readMembers(claims, 'claims');
      if (typeof jti !== 'string')
        throw new InvalidArgumentError('claims', 'The token has no jti. Set tokenId when you sign.');
      if (typeof exp !== 'number' || !Number.isFinite(exp))
        throw new InvalidArgumentError('claims', 'The token has no exp. Set expiresIn when you sign.');
      const entry = entryOf(iss, jti);
      expiries.set(entry, Math.max(exp, expiries.get(entry) ?? exp));
      if (expiries.size >= nextSweep) removeExpired();
    },
    isRevoked({ iss, jti }) {
      return typeof jti === 'string' && expiries.has(entryOf(iss, jti));
    },
  };
}

function entryOf(issuer: unknown, jti: string): string {
  return JSON.stringify([typeof issuer === 'string' ? issuer : null, jti]);
}
