import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Each migration runs once, in the order of the names. A released migration is never edited. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = { '0001_initial': { up: initial } };

async function initial(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  const time = 'bigint';
  await schema
    .createTable('accounts')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('email', 'text', (c) => c.notNull().unique())
    .addColumn('password_hash', 'text', (c) => c.notNull())
    .addColumn('created_at', time, (c) => c.notNull())
    .addColumn('password_changed_at', time, (c) => c.notNull())
    .execute();
  await schema
    .createTable('registrations')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('email', 'text', (c) => c.notNull())
    .addColumn('password_hash', 'text', (c) => c.notNull())
    .addColumn('token_digest', 'text', (c) => c.unique())
    .addColumn('expires_at', time, (c) => c.notNull())
    .execute();
  await schema
    .createTable('sessions')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('account_id', 'text', (c) => c.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('mode', 'text', (c) => c.notNull())
    .addColumn('label', 'text', (c) => c.notNull())
    .addColumn('digest', 'text', (c) => c.notNull())
    .addColumn('previous_digest', 'text')
    .addColumn('generation', 'integer', (c) => c.notNull())
    .addColumn('created_at', time, (c) => c.notNull())
    .addColumn('refreshed_at', time, (c) => c.notNull())
    .addColumn('expires_at', time, (c) => c.notNull())
    .execute();
  await schema
    .createTable('resets')
    .addColumn('account_id', 'text', (c) => c.primaryKey().references('accounts.id').onDelete('cascade'))
    .addColumn('token_digest', 'text', (c) => c.notNull().unique())
    .addColumn('expires_at', time, (c) => c.notNull())
    .execute();
  await schema
    .createTable('revoked_tokens')
    .addColumn('jti', 'text', (c) => c.primaryKey())
    .addColumn('expires_at', time, (c) => c.notNull())
    .execute();
  await schema
    .createTable('signing_keys')
    .addColumn('kid', 'text', (c) => c.primaryKey())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('encrypted_jwk', 'text', (c) => c.notNull())
    .addColumn('published_at', time, (c) => c.notNull())
    .addColumn('activated_at', time)
    .addColumn('retired_at', time)
    .execute();
  await schema
    .createTable('limits')
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('count', 'integer', (c) => c.notNull())
    .addColumn('resets_at', time, (c) => c.notNull())
    .execute();
  await schema
    .createTable('outbox')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('email', 'text', (c) => c.notNull())
    .addColumn('registration_id', 'text')
    .addColumn('created_at', time, (c) => c.notNull())
    .addColumn('due_at', time, (c) => c.notNull())
    .addColumn('tries', 'integer', (c) => c.notNull())
    .execute();
  await schema
    .createTable('heartbeats')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('written_at', time, (c) => c.notNull())
    .execute();
  // At most one active key and one next key, even if several instances start or rotate at the same time.
  for (const state of ['next', 'active'])
    await sql
      .raw(`create unique index one_${state} on signing_keys (state) where state = '${state}'`)
      .execute(db);
  const indexes = [
    ['registrations', 'email'],
    ['sessions', 'account_id'],
    ['outbox', 'due_at'],
    ...['registrations', 'sessions', 'resets', 'revoked_tokens'].map(
      (table) => [table, 'expires_at'] as const,
    ),
    ['limits', 'resets_at'],
  ] as const;
  for (const [table, column] of indexes)
    await schema.createIndex(`${table}_${column}`).on(table).column(column).execute();
}
