import type { Database } from './schema.ts';

/** Runs some statements as one, or as part of the transaction that is already open. */
export function inTransaction<T>(db: Database, work: (trx: Database) => Promise<T>): Promise<T> {
  return db.isTransaction ? work(db) : db.transaction().execute(work);
}
