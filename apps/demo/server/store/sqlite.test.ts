import { rmSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newSqlite } from '../testing/databases.ts';
import {
  bearer,
  call,
  createAccount,
  logIn,
  refresh,
  startService,
  type TestService,
} from '../testing/harness.ts';
import { migrate, openDatabase, storeCheck } from './open.ts';
import type { Database } from './schema.ts';
import { write } from './write.ts';

describe('the SQLite dialect', () => {
  let file: string;
  let db: Database;
  const open = (): Database => openDatabase({ databaseUrl: undefined, databaseFile: file }, () => {});
  beforeEach(async () => {
    file = newSqlite()['DATABASE_FILE'] ?? '';
    db = open();
    await migrate(db);
  });
  afterEach(() => db.destroy());

  const revoke = (trx: Database, jti: string): Promise<unknown> =>
    trx.insertInto('revoked_tokens').values({ jti, expires_at: 1 }).execute();
  const revoked = async (): Promise<readonly string[]> =>
    (await db.selectFrom('revoked_tokens').select('jti').orderBy('jti').execute()).map(({ jti }) => jti);

  test('makes a commit durable before it returns', async () => {
    const { rows } = await sql`pragma synchronous`.execute(db);
    expect(rows).toEqual([{ synchronous: 2 }]);
    const journal = await sql`pragma journal_mode`.execute(db);
    expect(journal.rows).toEqual([{ journal_mode: 'wal' }]);
  });

  test('gives its files the mode 0600', () => {
    for (const name of [file, `${file}-wal`, `${file}-shm`]) expect(statSync(name).mode & 0o777).toBe(0o600);
  });

  test('rolls back a transaction that fails', async () => {
    const failed = write(db, async (trx) => {
      await revoke(trx, 'a');
      await revoke(trx, 'a');
    });
    await expect(failed).rejects.toThrow(/UNIQUE/);
    expect(await revoked()).toEqual([]);
  });

  test('reports a full disk, and works again afterwards', async () => {
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db);
    await sql.raw(`pragma max_page_count = ${rows[0]?.page_count}`).execute(db);
    const fill = write(db, async (trx) => {
      for (let index = 0; index < 100; index += 1) await revoke(trx, `${index}`.repeat(500));
    });
    await expect(fill).rejects.toMatchObject({ errcode: 13 });
    await sql`pragma max_page_count = 1000000`.execute(db);
    await write(db, (trx) => revoke(trx, 'a'));
    expect(await revoked()).toEqual(['a']);
  });

  test('serialises concurrent writes of two connections', async () => {
    const other = open();
    const names = Array.from({ length: 40 }, (_, index) => `token ${String(index).padStart(2, '0')}`);
    await Promise.all(
      names.map((name, index) => write(index % 2 === 0 ? db : other, (trx) => revoke(trx, name))),
    );
    expect(await revoked()).toEqual(names);
    await other.destroy();
  });

  test('lets other work run between waiting transactions', async () => {
    let turns = 0;
    const counting = setInterval(() => {
      turns += 1;
    }, 1);
    await Promise.all(Array.from({ length: 50 }, (_, index) => write(db, (trx) => revoke(trx, `${index}`))));
    clearInterval(counting);
    expect(turns).toBeGreaterThan(5);
  });

  test('fails its check when the file is removed or replaced', async () => {
    const check = storeCheck(db, { databaseUrl: undefined, databaseFile: file });
    await check();
    rmSync(file);
    await expect(check()).rejects.toThrow(/was removed or replaced/);
    new DatabaseSync(file).close();
    await expect(check()).rejects.toThrow(/was removed or replaced/);
  });

  test('rejects a value that SQLite cannot store', async () => {
    await expect(sql`select ${true}`.execute(db)).rejects.toThrow(/cannot store a value of type boolean/);
  });
});

describe('while another process holds the write lock', () => {
  let service: TestService;
  let other: DatabaseSync;
  let session: Record<string, unknown>;
  beforeEach(async () => {
    const variables = newSqlite();
    service = await startService(variables);
    await createAccount(service.url, 'ann@example.com');
    session = (await logIn(service.url, 'ann@example.com')).json;
    other = new DatabaseSync(variables['DATABASE_FILE'] ?? '');
    other.exec('begin immediate');
    return async () => {
      if (other.isTransaction) other.exec('rollback');
      other.close();
      await service.stop();
    };
  });

  test('reads continue, and a write succeeds when the lock is released', async () => {
    const refreshed = refresh(service.url, session['refresh_token']);
    const headers = bearer(session['access_token']);
    for (let reads = 0; reads < 20; reads += 1)
      expect((await call(service.url, 'GET', '/v1/me', undefined, headers)).status).toBe(200);
    other.exec('rollback');
    expect((await refreshed).status).toBe(200);
  });

  test('a write is answered with 503 within six seconds, and the service is not ready', async () => {
    const started = performance.now();
    const [login, refreshed] = await Promise.all([
      logIn(service.url, 'ann@example.com'),
      refresh(service.url, session['refresh_token']),
    ]);
    expect(performance.now() - started).toBeLessThan(6000);
    for (const { status, json } of [login, refreshed])
      expect({ status, code: json['code'] }).toEqual({ status: 503, code: 'unavailable' });
    await expect.poll(async () => (await call(service.url, 'GET', '/readyz')).status).toBe(503);
    other.exec('rollback');
    expect((await refresh(service.url, session['refresh_token'])).status).toBe(200);
    await expect.poll(async () => (await call(service.url, 'GET', '/readyz')).status).toBe(200);
  });
});
