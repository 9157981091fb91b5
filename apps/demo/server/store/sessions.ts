import type { Account, Database, Session } from './schema.ts';

/** An open session with its account. */
export interface LiveSession {
  readonly session: Session;
  readonly account: Account;
}

/** The session of an access token, unless the session has ended or the token was revoked. */
export async function findLiveSession(
  db: Database,
  { sessionId, jti, now }: { sessionId: string; jti?: string; now: Date },
): Promise<LiveSession | undefined> {
  const session = await db
    .selectFrom('sessions')
    .selectAll()
    .where('id', '=', sessionId)
    .where('expires_at', '>', now.getTime())
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('revoked_tokens')
            .select('jti')
            .where('jti', '=', jti ?? ''),
        ),
      ),
    )
    .executeTakeFirst();
  if (!session) return undefined;
  const account = await db
    .selectFrom('accounts')
    .selectAll()
    .where('id', '=', session.account_id)
    .executeTakeFirst();
  return account && { session, account };
}

export function findSession(db: Database, id: string): Promise<Session | undefined> {
  return db.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The open sessions of an account, newest first. */
export function listSessions(db: Database, accountId: string, now: Date): Promise<Session[]> {
  return db
    .selectFrom('sessions')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('expires_at', '>', now.getTime())
    .orderBy('created_at', 'desc')
    .execute();
}

/** Ends one session, all sessions but one, or all sessions of an account. Returns their number. */
export async function endSessions(
  db: Database,
  accountId: string,
  { only, except }: { only?: string; except?: string } = {},
): Promise<number> {
  let query = db.deleteFrom('sessions').where('account_id', '=', accountId);
  if (only !== undefined) query = query.where('id', '=', only);
  if (except !== undefined) query = query.where('id', '!=', except);
  const { numDeletedRows } = await query.executeTakeFirst();
  return Number(numDeletedRows);
}
