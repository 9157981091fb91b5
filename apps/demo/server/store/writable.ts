import type { Database } from './schema.ts';

/** Among the attempts, which are forgotten when they are old. */
const KEY = 'readyz';

/** Writes a row that means nothing, and resolves when it is kept; fails as whatever is written would. */
export async function tryWrite(db: Database, now: Date): Promise<void> {
  const written = { last_at: now.getTime() };
  await db
    .insertInto('attempts')
    .values({ key: KEY, count: 0, blocked_until: 0, ...written })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(written))
    .execute();
}
