import type { Database } from './schema.ts';
import { inTransaction } from './transaction.ts';

/** How often something was tried, and until when it is refused. Times are milliseconds. */
export interface Attempts {
  readonly count: number;
  readonly lastAt: number;
  readonly blockedUntil: number;
}

/**
 * Reads the rows of some keys and writes what `decide` makes of them, under locks: those that race see each other's attempts.
 *
 * @param decide gets what is stored of each key; gives what to store, or undefined to leave everything as it is
 */
export function updateAttempts<T>(
  db: Database,
  keys: readonly string[],
  decide: (stored: ReadonlyMap<string, Attempts>) => {
    readonly result: T;
    readonly changes?: ReadonlyMap<string, Attempts>;
  },
): Promise<T> {
  return inTransaction(db, async (trx) => {
    // Always in the same order, or two that share two keys could wait for each other. An upsert locks a row that was not there, too.
    const rows = await trx
      .insertInto('attempts')
      .values([...keys].sort().map((key) => ({ key, count: 0, last_at: 0, blocked_until: 0 })))
      .onConflict((conflict) =>
        conflict.column('key').doUpdateSet((row) => ({ key: row.ref('excluded.key') })),
      )
      .returningAll()
      .execute();
    const { result, changes } = decide(
      new Map(
        rows.map((row) => [
          row.key,
          { count: row.count, lastAt: row.last_at, blockedUntil: row.blocked_until },
        ]),
      ),
    );
    for (const [key, { count, lastAt, blockedUntil }] of changes ?? []) {
      await trx
        .updateTable('attempts')
        .set({ count, last_at: lastAt, blocked_until: blockedUntil })
        .where('key', '=', key)
        .execute();
    }
    return result;
  });
}
