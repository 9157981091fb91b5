import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needs } from '@countersign/vitest-config/counterparts';
import { Client } from 'pg';
import { afterAll, describe, inject } from 'vitest';
import { openDatabase } from '../store/open.ts';
import type { Database } from '../store/schema.ts';

/** The variables that name a database. */
export type DatabaseVariables = Readonly<Record<string, string>>;

/** Describes a suite twice: on SQLite, and on PostgreSQL. `newDatabase` creates an empty database. */
export function onEachDatabase(
  title: string,
  suite: (newDatabase: () => Promise<DatabaseVariables>) => void,
): void {
  describe(`${title} on SQLite`, () => suite(async () => newSqlite()));
  describe(`${title} on PostgreSQL`, needs('postgres'), () => suite(() => newPostgres()));
}

/** Opens the database of a service. */
export function look({ DATABASE_URL: url, DATABASE_FILE: file = '' }: DatabaseVariables): Database {
  return openDatabase({ databaseUrl: url, databaseFile: file }, () => {});
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A new file, which is removed after the tests of this file. */
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
