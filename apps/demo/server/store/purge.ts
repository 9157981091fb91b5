import { sql } from 'kysely';
import type { Database } from './schema.ts';
import { write } from './write.ts';

/** Tables with their key and the time after which a row is useless. Each time has an index. */
const EXPIRING = [
  ['registrations', 'id', 'expires_at'],
  ['sessions', 'id', 'expires_at'],
  ['resets', 'account_id', 'expires_at'],
  ['revoked_tokens', 'jti', 'expires_at'],
  ['limits', 'key', 'resets_at'],
] as const;

/** Requests wait for at most this number of deletions. */
const BATCH = 1000n;

/** Deletes expired rows. */
export async function purge(db: Database, now: Date): Promise<void> {
  for (const [name, keyName, timeName] of EXPIRING) {
    const [table, key, time] = [sql.table(name), sql.ref(keyName), sql.ref(timeName)];
    const expired = sql`select ${key} from ${table} where ${time} <= ${now.getTime()} limit ${Number(BATCH)}`;
    for (let deleted = BATCH; deleted === BATCH; ) {
      const result = await write(db, (trx) =>
        sql`delete from ${table} where ${key} in (${expired})`.execute(trx),
      );
      deleted = result.numAffectedRows ?? 0n;
    }
  }
}
