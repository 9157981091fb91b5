import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

// SQLite and PostgreSQL both read this SQL. `schema.ts` explains the columns.

const INITIAL = [
  `create table accounts (
    id text primary key,
    email text not null unique,
    password_hash text not null,
    created_at bigint not null,
    password_changed_at bigint not null
  )`,
  `create table registrations (
    id text primary key,
    email text not null,
    password_hash text not null,
    token_digest text unique,
    expires_at bigint not null
  )`,
  `create table sessions (
    id text primary key,
    account_id text not null references accounts (id) on delete cascade,
    mode text not null,
    label text not null,
    digest text not null,
    previous_digest text,
    generation integer not null,
    created_at bigint not null,
    refreshed_at bigint not null,
    expires_at bigint not null
  )`,
  `create table resets (
    account_id text primary key references accounts (id) on delete cascade,
    token_digest text not null unique,
    expires_at bigint not null
  )`,
  'create table revoked_tokens (jti text primary key, expires_at bigint not null)',
  `create table signing_keys (
    kid text primary key,
    state text not null,
    encrypted_jwk text not null,
    published_at bigint not null,
    activated_at bigint,
    retired_at bigint
  )`,
  'create table limits (key text primary key, count integer not null, resets_at bigint not null)',
  `create table outbox (
    id text primary key,
    kind text not null,
    email text not null,
    registration_id text,
    created_at bigint not null,
    due_at bigint not null,
    tries integer not null
  )`,
  'create table heartbeats (id integer primary key, written_at bigint not null)',
  // At most one active key and one next key, even if several instances start or rotate at the same time.
  "create unique index one_next on signing_keys (state) where state = 'next'",
  "create unique index one_active on signing_keys (state) where state = 'active'",
  'create index registrations_email on registrations (email)',
  'create index registrations_expires_at on registrations (expires_at)',
  'create index sessions_account_id on sessions (account_id)',
  'create index sessions_expires_at on sessions (expires_at)',
  'create index resets_expires_at on resets (expires_at)',
  'create index revoked_tokens_expires_at on revoked_tokens (expires_at)',
  'create index limits_resets_at on limits (resets_at)',
  'create index outbox_due_at on outbox (due_at)',
];

function run(statements: readonly string[]): Migration {
  return {
    async up(db: Kysely<unknown>) {
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}

/** Each migration runs once, in the order of the names. A released migration is never edited. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = { '0001_initial': run(INITIAL) };
