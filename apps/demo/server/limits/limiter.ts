import { hmac } from '@countersign/core';
import { sql } from 'kysely';
import { Problem } from '../api/problems.ts';
import type { Database } from '../store/schema.ts';
import { write } from '../store/write.ts';

/** The three rules: how many attempts are allowed in which time. */
const RULES = {
  /** Attempts of any kind, from one client address. */
  address: { limit: 100, seconds: 900 },
  /** Passwords tried for one account, from one client address. Somebody else's attempts lock nobody out. */
  password: { limit: 10, seconds: 900 },
  /** Mails of one kind, to one address. */
  mail: { limit: 3, seconds: 3600 },
} as const;

/** This number of attempts may wait for the database. Others get 503, so that no request waits long. */
const MAX_WAITING = 64;

/** A rule, and the values that are counted together. */
export type Counted = readonly [rule: keyof typeof RULES, ...of: readonly string[]];

export interface LimiterOptions {
  readonly key: Uint8Array;
  /** Multiplies every limit. Development uses a large number. */
  readonly factor: number;
  readonly now: () => Date;
}

/** Counts attempts in the database, which all instances share. */
export class Limiter {
  readonly #db: Database;
  readonly #options: LimiterOptions;
  #waiting = 0;

  constructor(db: Database, options: LimiterOptions) {
    this.#db = db;
    this.#options = options;
  }

  /**
   * Counts an attempt before it is made, so that concurrent attempts cannot exceed the limit.
   *
   * @throws a {@link Problem} `too-many-attempts` or `overloaded`
   */
  async count(...counted: readonly Counted[]): Promise<void> {
    if (this.#waiting >= MAX_WAITING) throw new Problem('overloaded');
    this.#waiting += 1;
    try {
      await this.#count(counted);
    } finally {
      this.#waiting -= 1;
    }
  }

  async #count(counted: readonly Counted[]): Promise<void> {
    const { factor, now } = this.#options;
    const time = now().getTime();
    const limits = new Map(counted.map((each) => [this.#keyOf(each), RULES[each[0]]]));
    const values = Array.from(limits, ([key, { seconds }]) => ({
      key,
      count: 1,
      resets_at: time + seconds * 1000,
    }));
    // One order for all requests prevents deadlocks.
    values.sort((a, b) => (a.key < b.key ? -1 : 1));
    // A window that starts in the future was made before the clock was set back.
    const isOpen = sql`limits.resets_at > ${time} and limits.resets_at <= excluded.resets_at`;
    const rows = await write(this.#db, (trx) =>
      trx
        .insertInto('limits')
        .values(values)
        .onConflict((conflict) =>
          conflict.column('key').doUpdateSet({
            count: sql`case when ${isOpen} then limits.count + 1 else 1 end`,
            resets_at: sql`case when ${isOpen} then limits.resets_at else excluded.resets_at end`,
          }),
        )
        .returningAll()
        .execute(),
    );
    const exceeded = rows.filter(({ key, count }) => count > (limits.get(key)?.limit ?? 0) * factor);
    if (exceeded.length === 0) return;
    const until = Math.max(...exceeded.map(({ resets_at }) => resets_at));
    throw new Problem('too-many-attempts', { retryAfter: Math.ceil((until - time) / 1000) });
  }

  /** Forgets the attempts before a successful one. */
  async forget(trx: Database, counted: Counted): Promise<void> {
    await trx.deleteFrom('limits').where('key', '=', this.#keyOf(counted)).execute();
  }

  #keyOf([rule, ...of]: Counted): string {
    return `${rule}:${hmac('sha256', this.#options.key, JSON.stringify(of), { encoding: 'base64url' })}`;
  }
}
