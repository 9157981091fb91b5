import { hash } from '@countersign/core';
import { Problem } from '../api/problems.ts';
import { type Attempts, updateAttempts } from '../store/attempts.ts';
import type { Database } from '../store/schema.ts';
import { afterAttempt, RULES, type RuleName, waitFor } from './rules.ts';

/** What is limited: by which rule, for whom. */
export interface Limited {
  readonly rule: RuleName;
  readonly of: readonly string[];
}

/** How long a pair that logged in is spared the limit of its account: as long as a session can last. */
const TRUST_MILLISECONDS = 30 * 24 * 3600 * 1000;
const NONE: Attempts = { count: 0, lastAt: 0, blockedUntil: 0 };

/** Counts attempts in the database, so that several instances share them. An attempt counts before it is made: those that race are all counted. */
export class Limiter {
  readonly #db: Database;
  readonly #now: () => Date;

  constructor(db: Database, now: () => Date) {
    this.#db = db;
    this.#now = now;
  }

  /**
   * Counts one attempt.
   *
   * @throws a {@link Problem} `too-many-attempts` when one of the limits refuses it; then it counts nowhere
   */
  async attempt(...limited: readonly Limited[]): Promise<void> {
    await this.#attempt(limited, []);
  }

  /** Counts one attempt to log in. */
  async attemptLogin(address: string, account: string): Promise<void> {
    await this.#attempt(
      [
        { rule: 'address', of: [address] },
        { rule: 'account', of: [account] },
        { rule: 'pair', of: [address, account] },
      ],
      [trustKey(address, account)],
    );
  }

  /** Forgets what counted against a pair whose attempt was right, and remembers that it was. */
  async succeededLogin(address: string, account: string): Promise<void> {
    const now = this.#now().getTime();
    const pair = keyOf({ rule: 'pair', of: [address, account] });
    const trust = trustKey(address, account);
    const all = keyOf({ rule: 'account', of: [account] });
    const from = keyOf({ rule: 'address', of: [address] });
    await updateAttempts(this.#db, [pair, trust, all, from], (stored) => {
      // One less, not none: a success does not excuse what others tried, or what was tried against others.
      const oneLess = (key: string): Attempts => {
        const { count, lastAt } = stored.get(key) ?? NONE;
        return { count: Math.max(0, count - 1), lastAt, blockedUntil: 0 };
      };
      return {
        result: undefined,
        changes: new Map([
          [pair, { ...NONE, lastAt: now }],
          [trust, { count: 1, lastAt: now, blockedUntil: 0 }],
          [all, oneLess(all)],
          [from, oneLess(from)],
        ]),
      };
    });
  }

  async #attempt(limited: readonly Limited[], trusts: readonly string[]): Promise<void> {
    const now = this.#now().getTime();
    const keyed = limited.map((each) => ({ key: keyOf(each), name: each.rule, rule: RULES[each.rule] }));
    const keys = [...keyed.map(({ key }) => key), ...trusts];
    const wait = await updateAttempts(this.#db, keys, (stored) => {
      const isTrusted = trusts.some((key) => {
        const { count, lastAt } = stored.get(key) ?? NONE;
        return count > 0 && now - lastAt < TRUST_MILLISECONDS;
      });
      const counted = keyed.filter(({ name }) => !(isTrusted && name === 'account'));
      const longest = Math.max(
        0,
        ...counted.map(({ key, rule }) => waitFor(stored.get(key) ?? NONE, now, rule)),
      );
      if (longest > 0) return { result: longest };
      const changes = new Map(
        counted.map(({ key, rule }) => [key, afterAttempt(stored.get(key) ?? NONE, now, rule)]),
      );
      return { result: 0, changes };
    });
    if (wait > 0) throw new Problem('too-many-attempts', { retryAfter: wait });
  }
}

/** Addresses and accounts are stored as digests: the table tells nobody who tried. */
function keyOf({ rule, of }: Limited): string {
  return `${rule}:${hash('sha256', JSON.stringify(of), { encoding: 'base64url' })}`;
}

function trustKey(address: string, account: string): string {
  return `trust:${hash('sha256', JSON.stringify([address, account]), { encoding: 'base64url' })}`;
}
