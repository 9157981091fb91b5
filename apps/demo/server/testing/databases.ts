import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, inject } from 'vitest';
import { openDatabase } from '../store/open.ts';
import type { Database } from '../store/schema.ts';

/** Variables that name a database of its own, empty. */
export type DatabaseVariables = Readonly<Record<string, string>>;

/** The databases that everything is tested on, by name. */
export const DATABASES: readonly (readonly [string, () => Promise<DatabaseVariables>])[] = [
  ['SQLite', async () => newSqlite()],
  ['PostgreSQL', () => newPostgres()],
];

/** A look into the database itself, past the service. */
export function look({ DATABASE_URL: url, DATABASE_FILE: file = '' }: DatabaseVariables): Database {
  return openDatabase({ databaseUrl: url, databaseFile: file }, () => {});
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A file in a folder of its own, which is gone after the file of tests. */
export function newSqlite(): DatabaseVariables {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-demo-'));
  folders.push(folder);
  return { DATABASE_FILE: join(folder, 'demo.sqlite') };
}

export async function newPostgres(folder = inject('postgres')): Promise<DatabaseVariables> {
  const name = `demo_${randomBytes(6).toString('hex')}`;
  const client = new Client({ connectionString: postgresUrl(folder, 'postgres') });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return { DATABASE_URL: postgresUrl(folder, name) };
}

function postgresUrl(folder: string, database: string): string {
  return `postgres://demo@localhost/${database}?host=${encodeURIComponent(folder)}`;
}
