import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { inject } from 'vitest';

/** Variables that name a database of its own, empty. */
export type DatabaseVariables = Readonly<Record<string, string>>;

/** The databases that everything is tested on, by name. */
export const DATABASES: readonly (readonly [string, () => Promise<DatabaseVariables>])[] = [
  ['SQLite', async () => newSqlite()],
  ['PostgreSQL', newPostgres],
];

export function newSqlite(): DatabaseVariables {
  return { DATABASE_FILE: join(mkdtempSync(join(tmpdir(), 'countersign-demo-')), 'demo.sqlite') };
}

export async function newPostgres(): Promise<DatabaseVariables> {
  const name = `demo_${randomBytes(6).toString('hex')}`;
  const client = new Client({ connectionString: postgresUrl('postgres') });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return { DATABASE_URL: postgresUrl(name) };
}

function postgresUrl(database: string): string {
  return `postgres://demo@localhost/${database}?host=${encodeURIComponent(inject('postgres'))}`;
}
