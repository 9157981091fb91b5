import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { migrationProvider } from './migrations.ts';
import { postgresDialect } from './postgres.ts';
import type { Database, Schema } from './schema.ts';
import { NodeSqliteDialect } from './sqlite.ts';

/** Where the data is: `postgres://…`, or the name of an SQLite file. */
export interface DatabaseLocation {
  readonly url: string | undefined;
  readonly file: string;
}

/** Opens the database. Nothing is connected to before the first query. */
export function openDatabase({ url, file }: DatabaseLocation, onError: (error: Error) => void): Database {
  return new Kysely<Schema>({
    dialect: url === undefined ? new NodeSqliteDialect(file) : postgresDialect(url, onError),
  });
}

/** Brings the schema up to date: every pending migration in one transaction, under a lock that instances share. */
export async function migrate(db: Database): Promise<readonly string[]> {
  const { error, results = [] } = await migrator(db).migrateToLatest();
  if (error) throw error;
  return results.map(({ migrationName }) => migrationName);
}

/** The names of the migrations, and when each ran. */
export async function migrationStatus(
  db: Database,
): Promise<readonly { readonly name: string; readonly executedAt: Date | undefined }[]> {
  const all = await migrator(db).getMigrations();
  return all.map(({ name, executedAt }) => ({ name, executedAt }));
}

function migrator(db: Database): Migrator {
  return new Migrator({ db, provider: migrationProvider });
}
