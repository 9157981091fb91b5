import { statSync } from 'node:fs';
import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { MIGRATIONS } from './migrations.ts';
import { postgresDialect } from './postgres.ts';
import type { Database, Schema } from './schema.ts';
import { NodeSqliteDialect } from './sqlite.ts';
import { isBusy } from './unavailable.ts';
import { write } from './write.ts';

/** A PostgreSQL URL, or the name of an SQLite file. */
export interface DatabaseLocation {
  readonly databaseUrl: string | undefined;
  readonly databasePassword?: string | undefined;
  readonly databaseFile: string;
}

/** Opens the database. It connects with the first query. */
export function openDatabase(
  { databaseUrl, databasePassword, databaseFile }: DatabaseLocation,
  onError: (error: Error) => void,
): Database {
  const dialect =
    databaseUrl === undefined
      ? new NodeSqliteDialect(databaseFile)
      : postgresDialect(databaseUrl, databasePassword, onError);
  return new Kysely<Schema>({ dialect });
}

/** The database was migrated by a newer version of this service. */
export class NewerDatabaseError extends Error {
  override readonly name = 'NewerDatabaseError';
}

/** Runs the pending migrations in one transaction, and returns their names. Instances that start together wait for each other. */
export async function migrate(db: Database): Promise<readonly string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
  for (let tries = 1; ; tries += 1) {
    const { error, results = [] } = await migrator.migrateToLatest();
    if (error === undefined) return results.map(({ migrationName }) => migrationName);
    const [, name] = /previously executed migration (\S+) is missing/.exec(String(error)) ?? [];
    if (name !== undefined) throw new NewerDatabaseError(`the database has the newer migration ${name}`);
    if (!isBusy(error) || tries === 100) throw error;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Returns a check that fails if the database cannot store anything, or if the SQLite file was removed or replaced. */
export function storeCheck(
  db: Database,
  { databaseUrl, databaseFile }: DatabaseLocation,
): () => Promise<void> {
  const inode = (): number | undefined =>
    databaseUrl === undefined ? statSync(databaseFile, { throwIfNoEntry: false })?.ino : undefined;
  const opened = inode();
  return async () => {
    if (inode() !== opened) throw new Error(`The file ${databaseFile} was removed or replaced.`);
    const values = { id: 1, written_at: Date.now() };
    await write(db, (trx) =>
      trx
        .insertInto('heartbeats')
        .values(values)
        .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
        .execute(),
    );
  };
}
