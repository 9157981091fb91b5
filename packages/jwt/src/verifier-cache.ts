import { hash } from '@countersign/core';
import { readClock } from '@countersign/core/internal';
import type { CompiledClaimRules } from './claims/rules.ts';
import { freezeJson, type JsonObject } from './token/json.ts';
import type { VerifiedToken } from './verify-token.ts';

interface Entry {
  readonly verified: VerifiedToken;
  /** Seconds since 1970: from when, and until before when, the time claims hold. */
  readonly from: number;
  readonly until: number;
}

/**
 * A limited number of verified tokens. The one that was not used for the longest time is removed first. The key is the
 * SHA-256 digest of the whole token, so the memory contains no token.
 */
export class VerifierCache {
  readonly #entries = new Map<string, Entry>();
  readonly #size: number;
  readonly #rules: CompiledClaimRules;

  constructor(size: number, rules: CompiledClaimRules) {
    this.#size = size;
    this.#rules = rules;
  }

  /** The key of a token. */
  digest(token: string): string {
    return hash('sha256', token, { encoding: 'hex' });
  }

  /** The token, if it was verified and its time claims hold now. */
  get(digest: string): VerifiedToken | undefined {
    const entry = this.#entries.get(digest);
    if (!entry) return undefined;
    const now = readClock(this.#rules.now).getTime() / 1000;
    this.#entries.delete(digest);
    if (now < entry.from || now >= entry.until) return undefined;
    this.#entries.set(digest, entry);
    return entry.verified;
  }

  /** Remembers a token that was verified just now. Its claims are frozen, since many callers will get the same object. */
  add(digest: string, verified: VerifiedToken): VerifiedToken {
    const [oldest] = this.#entries.keys();
    if (this.#entries.size >= this.#size && oldest !== undefined) this.#entries.delete(oldest);
    freezeJson(verified.claims);
    this.#entries.set(digest, { verified, ...this.#times(verified.claims) });
    return verified;
  }

  #times({ exp, nbf, iat }: JsonObject): Pick<Entry, 'from' | 'until'> {
    const { skipped, leewaySeconds, maxAgeSeconds } = this.#rules;
    const starts = [skipped.has('nbf') ? undefined : nbf, skipped.has('iat') ? undefined : iat];
    const ends = [
      skipped.has('exp') ? undefined : exp,
      typeof iat === 'number' && maxAgeSeconds !== undefined ? iat + maxAgeSeconds : undefined,
    ];
    return {
      from: Math.max(...starts.filter((time) => typeof time === 'number')) - leewaySeconds,
      until: Math.min(...ends.filter((time) => typeof time === 'number')) + leewaySeconds,
    };
  }
}
