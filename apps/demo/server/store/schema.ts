import type { Kysely, Selectable } from 'kysely';

/** Times are milliseconds since 1970. Tokens are stored as digests. */
export interface Schema {
  accounts: AccountsTable;
  registrations: RegistrationsTable;
  sessions: SessionsTable;
  resets: ResetsTable;
  revoked_tokens: RevokedTokensTable;
  signing_keys: SigningKeysTable;
  limits: LimitsTable;
  outbox: OutboxTable;
  heartbeats: HeartbeatsTable;
}

/** The database, or a transaction. */
export type Database = Kysely<Schema>;

export type Account = Readonly<Selectable<AccountsTable>>;
export type Session = Readonly<Selectable<SessionsTable>>;
export type StoredKey = Readonly<Selectable<SigningKeysTable>>;
export type QueuedMail = Readonly<Selectable<OutboxTable>>;

/** An account with a confirmed address. */
interface AccountsTable {
  id: string;
  email: string;
  password_hash: string;
  created_at: number;
  password_changed_at: number;
}

/** A request for an account, until its owner confirms the address. */
interface RegistrationsTable {
  id: string;
  email: string;
  password_hash: string;
  /** Digest of the token in the mail. Null until the mail is made. */
  token_digest: string | null;
  expires_at: number;
}

export type SessionMode = 'body' | 'cookie';

/** One row per session. A refresh changes the row. Ending a session deletes its row. */
interface SessionsTable {
  id: string;
  account_id: string;
  mode: SessionMode;
  label: string;
  /** Digest of the newest refresh token. */
  digest: string;
  /** Digest of the token before it. Null before the first refresh. */
  previous_digest: string | null;
  /** The number of refreshes. */
  generation: number;
  created_at: number;
  /** The time of the login or of the last refresh. */
  refreshed_at: number;
  /** When the newest refresh token expires. */
  expires_at: number;
}

/** One reset link per account: a new link replaces the older one. */
interface ResetsTable {
  account_id: string;
  token_digest: string;
  expires_at: number;
}

/** Access tokens that were revoked one by one. Each row is kept until its token expires. */
interface RevokedTokensTable {
  jti: string;
  expires_at: number;
}

export type KeyState = 'next' | 'active' | 'retired';

interface SigningKeysTable {
  kid: string;
  state: KeyState;
  /** The private key as an encrypted JWK. The public key is derived from it. */
  encrypted_jwk: string;
  published_at: number;
  activated_at: number | null;
  retired_at: number | null;
}

interface LimitsTable {
  key: string;
  count: number;
  resets_at: number;
}

export type MailKind = 'confirm' | 'reset' | 'password-changed' | 'session-ended' | 'account-deleted';

/** Mails to send. A row contains no token: the token is made together with the mail. */
interface OutboxTable {
  id: string;
  kind: MailKind;
  email: string;
  registration_id: string | null;
  created_at: number;
  due_at: number;
  tries: number;
}

/** One row, which the readiness check writes. */
interface HeartbeatsTable {
  id: number;
  written_at: number;
}
