import { setTimeout as sleep } from 'node:timers/promises';
import { currentDeadline, OutcomeUnknownError } from '../deadline.ts';
import type { Database } from './schema.ts';
import { isBusy, mayBeCommitted } from './unavailable.ts';

/**
 * Runs all changes of one request as one transaction. While another process holds SQLite's lock, it tries again until the
 * deadline. It never runs `work` again after a change, because a busy database rejects BEGIN.
 *
 * @throws {@link OutcomeUnknownError} if the connection is lost during COMMIT
 */
export async function write<T>(db: Database, work: (trx: Database) => Promise<T>): Promise<T> {
  const deadline = currentDeadline();
  for (;;) {
    try {
      return await db.transaction().execute(async (trx) => {
        deadline.check();
        const result = await work(trx);
        deadline.check();
        deadline.isCommitting = true;
        return result;
      });
    } catch (error) {
      if (deadline.isCommitting && mayBeCommitted(error))
        throw new OutcomeUnknownError('The connection was lost during COMMIT.', { cause: error });
      if (!isBusy(error)) throw error;
    } finally {
      deadline.isCommitting = false;
    }
    await sleep(5 + Math.random() * 10);
    deadline.check();
  }
}
