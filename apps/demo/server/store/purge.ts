import type { Database } from './schema.ts';

/** For how long each kind of row is kept after it has served. */
export interface Retention {
  /** How long the successor of a used refresh token may be asked for, in milliseconds. */
  readonly reuseWindow: number;
  /** How long a used refresh token is remembered, so that its reuse is noticed, in milliseconds. */
  readonly usedTokens: number;
  /** How long attempts are remembered, in milliseconds; and those that were right. */
  readonly attempts: number;
  readonly trust: number;
}

/** Deletes what has expired, and forgets what nobody may ask for any more. */
export async function purge(db: Database, now: Date, retention: Retention): Promise<void> {
  const time = now.getTime();
  await db
    .updateTable('refresh_tokens')
    .set({ successor_salt: null })
    .where('successor_salt', 'is not', null)
    .where('used_at', '<', time - retention.reuseWindow)
    .execute();
  await db
    .deleteFrom('refresh_tokens')
    .where('used_at', '<', time - retention.usedTokens)
    .execute();
  await db.deleteFrom('sessions').where('expires_at', '<=', time).execute();
  // A session that was not used for so long that its last refresh token has expired.
  await db
    .deleteFrom('sessions')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('refresh_tokens')
            .select('digest')
            .whereRef('session_id', '=', 'sessions.id')
            .where('used_at', 'is', null)
            .where('expires_at', '>', time),
        ),
      ),
    )
    .execute();
  await db.deleteFrom('registrations').where('expires_at', '<=', time).execute();
  await db.deleteFrom('resets').where('expires_at', '<=', time).execute();
  await db.deleteFrom('revoked_tokens').where('expires_at', '<=', time).execute();
  const attempts = db.deleteFrom('attempts').where('last_at', '<', time - retention.attempts);
  await attempts
    .where(({ not, eb, or }) =>
      or([not(eb('key', 'like', 'trust:%')), eb('last_at', '<', time - retention.trust)]),
    )
    .execute();
}
