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
export const TRUST_SECONDS = 30 * 24 * 3600;
const NONE: Attempts = { count: 0, lastAt: 0, blockedUntil: 0 };

/** How many refusals are remembered in this process, so that refusing more of the same costs no query. */
const MAX_REMEMBERED = 10_000;

/** Counts attempts in the database, so that several instances share them. An attempt counts before it is made: those that race are all counted. */
export class Limiter {
  readonly #db: Database;
  readonly #now: () => Date;
  readonly #blocked = new Map<string, number>();

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
    this.#blocked.delete(pair);
    await updateAttempts(this.#db, [pair, trust, all, from], (stored) => {
      // One less, not none: a success does not excuse what others tried, or what was tried against others.
      const oneLess = (key: string): Attempts => {
        const { count, ...rest } = stored.get(key) ?? NONE;
        return { ...rest, count: Math.max(0, count - 1) };
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
    const remembered = this.#remembered(limited, now);
    if (remembered > 0) throw new Problem('too-many-attempts', { retryAfter: remembered });
    const keyed = limited.map((each) => ({ key: keyOf(each), name: each.rule, rule: RULES[each.rule] }));
    const keys = [...keyed.map(({ key }) => key), ...trusts];
    const wait = await updateAttempts(this.#db, keys, (stored) => {
      const isTrusted = trusts.some((key) => {
        const { count, lastAt } = stored.get(key) ?? NONE;
        return count > 0 && now - lastAt < TRUST_SECONDS * 1000;
      });
      const counted = keyed.filter(({ name }) => !(isTrusted && name === 'account'));
      const waits = counted.map(({ key, rule }) => ({
        key,
        seconds: waitFor(stored.get(key) ?? NONE, now, rule),
      }));
      for (const { key, seconds } of waits) this.#remember(key, now + seconds * 1000, now);
      const longest = Math.max(0, ...waits.map(({ seconds }) => seconds));
      if (longest > 0) return { result: longest };
      const changes = new Map(
        counted.map(({ key, rule }) => [key, afterAttempt(stored.get(key) ?? NONE, now, rule)]),
      );
      return { result: 0, changes };
    });
    if (wait > 0) throw new Problem('too-many-attempts', { retryAfter: wait });
  }

  /** Seconds for which this process knows an attempt to be refused. The limit of an account has exceptions, which the database knows. */
  #remembered(limited: readonly Limited[], now: number): number {
    const untils = limited
      .filter(({ rule }) => rule !== 'account')
      .map((each) => [this.#blocked.get(keyOf(each)) ?? 0, RULES[each.rule].longestWait * 1000] as const);
    return Math.max(0, ...untils.map(([until, longest]) => Math.ceil(Math.min(until - now, longest) / 1000)));
  }

  #remember(key: string, until: number, now: number): void {
    if (until <= now) {
      this.#blocked.delete(key);
      return;
    }
    const [oldest] = this.#blocked.keys();
    if (this.#blocked.size >= MAX_REMEMBERED && oldest !== undefined) this.#blocked.delete(oldest);
    this.#blocked.set(key, until);
  }
}

/** Addresses and accounts are stored as digests: the table tells nobody who tried. */
function keyOf({ rule, of }: Limited): string {
  return `${rule}:${hash('sha256', JSON.stringify(of), { encoding: 'base64url' })}`;
}

function trustKey(address: string, account: string): string {
  return `trust:${hash('sha256', JSON.stringify([address, account]), { encoding: 'base64url' })}`;
}
