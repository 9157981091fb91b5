import { randomUUID } from 'node:crypto';
import type { Account, Database, Session, SessionMode } from '../store/schema.ts';
import { findSession } from '../store/sessions.ts';
import { makeRefreshToken, readRefreshToken, refreshDigest } from './refresh-token.ts';

const SESSION_MILLISECONDS = 30 * 24 * 3600 * 1000;
const IDLE_MILLISECONDS = 7 * 24 * 3600 * 1000;

/** An open session with its newest refresh token. */
export interface OpenSession {
  readonly session: Session;
  readonly refreshToken: string;
}

/** The result of presenting a refresh token. */
export type RefreshResult =
  | ({ readonly outcome: 'rotated' | 'replayed' } & OpenSession)
  | { readonly outcome: 'rejected' }
  /** The session has expired, or two parties have its tokens. The caller ends it. */
  | { readonly outcome: 'expired' | 'reused'; readonly session: Session };

export interface SessionsOptions {
  readonly key: Uint8Array;
  /** How long a token that was used still returns the same successor, in seconds. */
  readonly reuseSeconds: number;
  readonly now: () => Date;
}

/** Opens sessions, and continues them with refresh tokens. */
export class Sessions {
  readonly #key: Uint8Array;
  readonly #reuseMilliseconds: number;
  readonly #now: () => Date;

  constructor({ key, reuseSeconds, now }: SessionsOptions) {
    this.#key = key;
    this.#reuseMilliseconds = reuseSeconds * 1000;
    this.#now = now;
  }

  async open(
    trx: Database,
    account: Account,
    { mode, label }: { readonly mode: SessionMode; readonly label: string },
  ): Promise<OpenSession> {
    const time = this.#now().getTime();
    const id = randomUUID();
    const refreshToken = makeRefreshToken({ sessionId: id, generation: 0 }, this.#key);
    const session = {
      id,
      account_id: account.id,
      mode,
      label,
      digest: refreshDigest(refreshToken),
      previous_digest: null,
      generation: 0,
      created_at: time,
      refreshed_at: time,
      expires_at: time + IDLE_MILLISECONDS,
    };
    await trx.insertInto('sessions').values(session).execute();
    return { session, refreshToken };
  }

  /** Uses a refresh token, and returns its successor. */
  async refresh(trx: Database, presented: string, mode: SessionMode): Promise<RefreshResult> {
    const token = readRefreshToken(presented, this.#key);
    if (!token) return { outcome: 'rejected' };
    const next = { sessionId: token.sessionId, generation: token.generation + 1 };
    const refreshToken = makeRefreshToken(next, this.#key);
    const time = this.#now().getTime();
    const digest = refreshDigest(presented);
    // One statement compares and sets: of several requests with one token, one rotates it and the others replay the result.
    const rotated = await trx
      .updateTable('sessions')
      .set(({ ref, eb }) => ({
        digest: refreshDigest(refreshToken),
        previous_digest: digest,
        generation: next.generation,
        refreshed_at: time,
        expires_at: eb
          .case()
          .when(eb(ref('created_at'), '<', time + IDLE_MILLISECONDS - SESSION_MILLISECONDS))
          .then(eb(ref('created_at'), '+', SESSION_MILLISECONDS))
          .else(time + IDLE_MILLISECONDS)
          .end(),
      }))
      .where('id', '=', token.sessionId)
      .where('digest', '=', digest)
      .where('mode', '=', mode)
      .where('expires_at', '>', time)
      .returningAll()
      .executeTakeFirst();
    if (rotated) return { outcome: 'rotated', session: rotated, refreshToken };

    const session = await findSession(trx, token.sessionId);
    if (session?.mode !== mode) return { outcome: 'rejected' };
    if (session.expires_at <= time) return { outcome: 'expired', session };
    // A clock that was set back does not open the window again.
    const isRecent = Math.abs(time - session.refreshed_at) <= this.#reuseMilliseconds;
    const isPrevious = session.previous_digest === digest && session.digest === refreshDigest(refreshToken);
    if (isPrevious && isRecent) return { outcome: 'replayed', session, refreshToken };
    // Several tabs may refresh several times within the window, so an older token proves no theft yet.
    return isRecent || token.generation >= session.generation
      ? { outcome: 'rejected' }
      : { outcome: 'reused', session };
  }

  /** The open session of a refresh token that could be used now. */
  async find(db: Database, presented: string): Promise<Session | undefined> {
    const token = readRefreshToken(presented, this.#key);
    const session = token && (await findSession(db, token.sessionId));
    const digest = refreshDigest(presented);
    return session?.digest === digest || session?.previous_digest === digest ? session : undefined;
  }
}
