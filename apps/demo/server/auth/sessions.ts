import { randomUUID } from 'node:crypto';
import type { Account } from '../store/accounts.ts';
import type { Database, SessionMode } from '../store/schema.ts';
import {
  deleteSessions,
  findToken,
  insertSession,
  type KnownToken,
  rotateToken,
  type Session,
  unusedTokenExpiry,
} from '../store/sessions.ts';
import { newRefreshToken, newSuccessorSalt, refreshDigest, successorOf } from './refresh.ts';

/** How long sessions and refresh tokens last, in seconds. */
export interface SessionLifetimes {
  /** From login to the end of the session, whatever happens. */
  readonly absolute: number;
  /** A refresh token that is not used for so long expires. */
  readonly idle: number;
  /** How long after its use a refresh token still gives the same successor. */
  readonly reuseWindow: number;
}

export const SESSION_LIFETIMES = { absolute: 30 * 24 * 3600, idle: 7 * 24 * 3600 } as const;

/** An open session with the refresh token that continues it. */
export interface OpenSession {
  readonly session: Session;
  readonly refreshToken: string;
  readonly refreshExpiresAt: Date;
}

/** What came of presenting a refresh token. */
export type RefreshResult =
  | ({ readonly outcome: 'rotated' | 'replayed' } & OpenSession)
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'expired' | 'reused'; readonly session: Session };

/** Opens and continues sessions. */
export class Sessions {
  readonly #db: Database;
  readonly #lifetimes: SessionLifetimes;
  readonly #now: () => Date;

  constructor(db: Database, now: () => Date, lifetimes: SessionLifetimes) {
    this.#db = db;
    this.#now = now;
    this.#lifetimes = lifetimes;
  }

  /** Opens a session. Undefined when the password was changed since it was verified. */
  async open(
    account: Account,
    { mode, label }: { readonly mode: SessionMode; readonly label: string },
  ): Promise<OpenSession | undefined> {
    const now = this.#now();
    const refreshToken = newRefreshToken();
    const refreshExpiresAt = after(now, this.#lifetimes.idle);
    const session = {
      id: randomUUID(),
      account_id: account.id,
      mode,
      label,
      created_at: now.getTime(),
      last_used_at: now.getTime(),
      expires_at: after(now, this.#lifetimes.absolute).getTime(),
    };
    const token = { digest: refreshDigest(refreshToken), expiresAt: refreshExpiresAt };
    const isOpen = await insertSession(this.#db, session, token, account.password_hash);
    return isOpen ? { session, refreshToken, refreshExpiresAt } : undefined;
  }

  /** Continues a session: uses the refresh token up and gives its successor. Reuse that no accident explains ends the session. */
  async refresh(presented: string, mode: SessionMode): Promise<RefreshResult> {
    const now = this.#now();
    const digest = refreshDigest(presented);
    const salt = newSuccessorSalt();
    const successor = await successorOf(presented, salt);
    const expiresAt = after(now, this.#lifetimes.idle);
    const stored = { digest: refreshDigest(successor), expiresAt };
    const session = await rotateToken(this.#db, { digest, mode, salt, successor: stored, now });
    if (session) {
      const refreshExpiresAt = new Date(Math.min(expiresAt.getTime(), session.expires_at));
      return { outcome: 'rotated', session, refreshToken: successor, refreshExpiresAt };
    }
    const known = await findToken(this.#db, digest);
    return known?.session.mode === mode
      ? this.#presentedInVain(presented, known, now)
      : { outcome: 'unknown' };
  }

  async #presentedInVain(presented: string, known: KnownToken, now: Date): Promise<RefreshResult> {
    const replay = await this.#replay(presented, known, now);
    if (replay) return replay;
    const { session } = known;
    await deleteSessions(this.#db, { accountId: session.account_id, only: session.id });
    return { outcome: known.usedAt === null ? 'expired' : 'reused', session };
  }

  /** The same successor once more, when the token was used a moment ago and its successor was not used yet. */
  async #replay(presented: string, known: KnownToken, now: Date): Promise<RefreshResult | undefined> {
    const { session, usedAt, successorSalt } = known;
    if (usedAt === null || successorSalt === null || session.expires_at <= now.getTime()) return undefined;
    // A clock that was set back does not open the window again.
    if (Math.abs(now.getTime() - usedAt) > this.#lifetimes.reuseWindow * 1000) return undefined;
    const refreshToken = await successorOf(presented, successorSalt);
    const expiry = await unusedTokenExpiry(this.#db, refreshDigest(refreshToken));
    if (expiry === undefined) return undefined;
    return { outcome: 'replayed', session, refreshToken, refreshExpiresAt: new Date(expiry) };
  }
}

function after(now: Date, seconds: number): Date {
  return new Date(now.getTime() + seconds * 1000);
}
