import type { Insertable, Selectable } from 'kysely';
import type { Database, SessionMode, SessionsTable } from './schema.ts';
import { inTransaction } from './transaction.ts';

export type Session = Readonly<Selectable<SessionsTable>>;

/** A refresh token as it is stored. */
interface StoredToken {
  readonly digest: string;
  readonly expiresAt: Date;
}

/** Opens a session with its first refresh token. False when the password was changed since it was verified. */
export function insertSession(
  db: Database,
  session: Insertable<SessionsTable>,
  token: StoredToken,
  verifiedHash: string,
): Promise<boolean> {
  return inTransaction(db, async (trx) => {
    // Touching the row makes a change of the password, which ends sessions, wait or be seen.
    const { numUpdatedRows } = await trx
      .updateTable('accounts')
      .set({ password_hash: verifiedHash })
      .where('id', '=', session.account_id)
      .where('password_hash', '=', verifiedHash)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    await trx.insertInto('sessions').values(session).execute();
    await trx
      .insertInto('refresh_tokens')
      .values({
        digest: token.digest,
        session_id: session.id,
        generation: 1,
        expires_at: token.expiresAt.getTime(),
        used_at: null,
        successor_salt: null,
      })
      .execute();
    return true;
  });
}

/** What a rotation asks for: the presented token's digest, and what to store in its place. */
export interface Rotation {
  readonly digest: string;
  /** How it was presented: a cookie's token is taken from a cookie alone. */
  readonly mode: SessionMode;
  readonly salt: string;
  readonly successor: StoredToken;
  readonly now: Date;
}

/**
 * Uses a refresh token up and stores its successor, in one transaction around one compare-and-set: of any number that try, one gets the session.
 * Undefined: it was used before, has expired, or is unknown.
 */
export function rotateToken(
  db: Database,
  { digest, mode, salt, successor, now }: Rotation,
): Promise<Session | undefined> {
  return inTransaction(db, async (trx) => {
    // The session's row is locked before the token's, as when a session ends: no deadlock, and no token outlives its session.
    const session = await trx
      .updateTable('sessions')
      .set({ last_used_at: now.getTime() })
      .where('id', '=', (query) =>
        query
          .selectFrom('refresh_tokens')
          .select('session_id')
          .where('digest', '=', digest)
          .where('used_at', 'is', null)
          .where('expires_at', '>', now.getTime()),
      )
      .where('expires_at', '>', now.getTime())
      .where('mode', '=', mode)
      .returningAll()
      .executeTakeFirst();
    if (!session) return undefined;
    const used = await trx
      .updateTable('refresh_tokens')
      .set({ used_at: now.getTime(), successor_salt: salt })
      .where('digest', '=', digest)
      .where('used_at', 'is', null)
      .returning('generation')
      .executeTakeFirst();
    if (!used) return undefined;
    await trx
      .insertInto('refresh_tokens')
      .values({
        digest: successor.digest,
        session_id: session.id,
        generation: used.generation + 1,
        expires_at: Math.min(successor.expiresAt.getTime(), session.expires_at),
        used_at: null,
        successor_salt: null,
      })
      .execute();
    return session;
  });
}

/** A refresh token that could not be rotated, with its session. */
export interface KnownToken {
  readonly session: Session;
  readonly expiresAt: number;
  readonly usedAt: number | null;
  readonly successorSalt: string | null;
}

export async function findToken(db: Database, digest: string): Promise<KnownToken | undefined> {
  const row = await db
    .selectFrom('refresh_tokens')
    .innerJoin('sessions', 'sessions.id', 'refresh_tokens.session_id')
    .selectAll('sessions')
    .select(['refresh_tokens.expires_at as token_expires_at', 'used_at', 'successor_salt'])
    .where('digest', '=', digest)
    .executeTakeFirst();
  if (!row) return undefined;
  const { token_expires_at: expiresAt, used_at: usedAt, successor_salt: successorSalt, ...session } = row;
  return { session, expiresAt, usedAt, successorSalt };
}

/** When an unused refresh token expires; undefined when it was used or is none. */
export async function unusedTokenExpiry(db: Database, digest: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('refresh_tokens')
    .select('expires_at')
    .where('digest', '=', digest)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return row?.expires_at;
}

/** The session of an access token with its account, unless it has ended or the token was revoked. */
export function findLiveSession(
  db: Database,
  { sessionId, jti, now }: { readonly sessionId: string; readonly jti: string; readonly now: Date },
) {
  return db
    .selectFrom('sessions')
    .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
    .select([
      'sessions.id as sessionId',
      'accounts.id as accountId',
      'accounts.email',
      'accounts.password_hash as passwordHash',
      'accounts.created_at as createdAt',
      'accounts.password_changed_at as passwordChangedAt',
    ])
    .where('sessions.id', '=', sessionId)
    .where('sessions.expires_at', '>', now.getTime())
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('revoked_tokens').select('jti').where('jti', '=', jti))),
    )
    .executeTakeFirst();
}

export function listSessions(db: Database, accountId: string, now: Date): Promise<Session[]> {
  return db
    .selectFrom('sessions')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('expires_at', '>', now.getTime())
    .orderBy('created_at', 'desc')
    .execute();
}

/** Which sessions of an account to end. */
export interface SessionChoice {
  readonly accountId: string;
  /** This one alone. */
  readonly only?: string;
  /** All but this one. */
  readonly except?: string;
}

/** Ends sessions, with all their refresh tokens, and says how many. */
export async function deleteSessions(
  db: Database,
  { accountId, only, except }: SessionChoice,
): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('sessions')
    .where('account_id', '=', accountId)
    .$if(only !== undefined, (query) => query.where('id', '=', only ?? ''))
    .$if(except !== undefined, (query) => query.where('id', '!=', except ?? ''))
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** Remembers until when an access token is refused. */
export async function insertRevokedToken(db: Database, jti: string, expiresAt: Date): Promise<void> {
  await db
    .insertInto('revoked_tokens')
    .values({ jti, expires_at: expiresAt.getTime() })
    .onConflict((conflict) => conflict.column('jti').doNothing())
    .execute();
}
