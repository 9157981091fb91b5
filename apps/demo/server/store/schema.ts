import type { Kysely } from 'kysely';

/** What is remembered. Times are milliseconds since 1970. Of tokens, only digests are. */
export interface Schema {
  accounts: AccountsTable;
  registrations: RegistrationsTable;
  sessions: SessionsTable;
  refresh_tokens: RefreshTokensTable;
  resets: ResetsTable;
  revoked_tokens: RevokedTokensTable;
  signing_keys: SigningKeysTable;
  attempts: AttemptsTable;
  outbox: OutboxTable;
}

/** The database, or a transaction on it. */
export type Database = Kysely<Schema>;

/** Somebody whose address was confirmed. */
export interface AccountsTable {
  id: string;
  email: string;
  password_hash: string;
  created_at: number;
  password_changed_at: number;
}

/** Somebody who asked for an account, until the link in the mail is opened. */
interface RegistrationsTable {
  id: string;
  email: string;
  password_hash: string;
  /** Of the token in the link; set when the mail is made. */
  token_digest: string | null;
  expires_at: number;
}

export type SessionMode = 'body' | 'cookie';

/** A session is a family of refresh tokens. One that has ended has no row. */
export interface SessionsTable {
  id: string;
  account_id: string;
  mode: SessionMode;
  label: string;
  created_at: number;
  last_used_at: number;
  /** When it ends whatever happens. */
  expires_at: number;
}

interface RefreshTokensTable {
  digest: string;
  session_id: string;
  generation: number;
  /** When it expires unused. */
  expires_at: number;
  used_at: number | null;
  /** With the token that was used, gives its successor; see `auth/refresh.ts`. Cleared when nobody may ask any more. */
  successor_salt: string | null;
}

interface ResetsTable {
  /** One a person: a new request replaces the older one. */
  account_id: string;
  token_digest: string;
  expires_at: number;
}

/** Access tokens that were revoked one by one, until they would have expired. */
interface RevokedTokensTable {
  jti: string;
  expires_at: number;
}

export type KeyState = 'next' | 'active' | 'retired';

export interface SigningKeysTable {
  kid: string;
  state: KeyState;
  public_jwk: string;
  /** The private half, in an envelope; see `auth/envelope.ts`. */
  sealed_jwk: string;
  published_at: number;
  activated_at: number | null;
  retired_at: number | null;
}

/** How often something was tried; see `limits/`. */
interface AttemptsTable {
  key: string;
  count: number;
  last_at: number;
  blocked_until: number;
}

export type MailKind = 'confirm' | 'reset' | 'password-changed' | 'session-ended';

/** Mails to be made and sent. It holds no secret: tokens are made when the mail is. */
export interface OutboxTable {
  id: string;
  kind: MailKind;
  email: string;
  registration_id: string | null;
  created_at: number;
  due_at: number;
  tries: number;
}
