import { Kysely, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newSqlite } from '../testing/databases.ts';
import { migrate } from './open.ts';
import type { Database, Schema } from './schema.ts';
import { NodeSqliteDialect } from './sqlite.ts';

/** A disk that is done when the test says so. */
class SlowDisk {
  readonly #syncs: { readonly done: () => void; readonly fail: (error: Error) => void }[] = [];
  isSlow = false;
  begun = 0;

  readonly sync = (): Promise<void> => {
    this.begun += 1;
    if (!this.isSlow) return Promise.resolve();
    return new Promise((resolve, reject) => this.#syncs.push({ done: resolve, fail: reject }));
  };

  finish(): void {
    this.#syncs.shift()?.done();
  }

  fail(error: Error): void {
    this.#syncs.shift()?.fail(error);
  }
}

describe('a write to SQLite', () => {
  const disk = new SlowDisk();
  let db: Database;
  beforeEach(async () => {
    disk.isSlow = false;
    db = new Kysely<Schema>({
      dialect: new NodeSqliteDialect(newSqlite()['DATABASE_FILE'] ?? '', disk.sync),
    });
    await migrate(db);
    disk.isSlow = true;
    disk.begun = 0;
  });
  afterEach(() => db.destroy());

  const revoke = (jti: string): Promise<unknown> =>
    db.insertInto('revoked_tokens').values({ jti, expires_at: 1 }).execute();
  const revoked = async (): Promise<readonly string[]> =>
    (await db.selectFrom('revoked_tokens').select('jti').orderBy('jti').execute()).map(({ jti }) => jti);

  /** The names of what has been done so far, in order. */
  const noting =
    (done: string[]) =>
    (name: string, work: Promise<unknown>): Promise<unknown> =>
      work.then(() => done.push(name));
  /** Until nothing happens any more that does not wait for the disk. */
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  test('is heard of when it is on the disk, and stops nobody who reads meanwhile', async () => {
    const done: string[] = [];
    const note = noting(done);
    const all = [
      note('single', revoke('a')),
      note(
        'transaction',
        db.transaction().execute(async (trx) => {
          await trx.insertInto('revoked_tokens').values({ jti: 'b', expires_at: 1 }).execute();
        }),
      ),
      note('returning', db.deleteFrom('resets').returning('account_id').execute()),
      note('raw', sql`insert into revoked_tokens values ('c', 1)`.execute(db)),
    ];
    await settle();
    expect(done).toEqual([]);
    expect(await revoked()).toEqual(['a', 'b', 'c']);
    // The first sync began with the first write, and the second serves all that came after.
    disk.finish();
    await settle();
    expect(done).toEqual(['single']);
    disk.finish();
    await Promise.all(all);
    expect(disk.begun).toBe(2);
  });

  test('that a sync under way may have missed waits for the next one', async () => {
    const done: string[] = [];
    const note = noting(done);
    const first = note('first', revoke('a'));
    await settle();
    const second = note('second', revoke('b'));
    disk.finish();
    await first;
    await settle();
    expect(done).toEqual(['first']);
    disk.finish();
    await second;
  });

  test('whose sync fails was not promised, and neither is any other from then on', async () => {
    const failing = expect(revoke('a')).rejects.toMatchObject({ code: 'EIO' });
    const waiting = expect(revoke('b')).rejects.toMatchObject({ code: 'EIO' });
    await settle();
    disk.fail(Object.assign(new Error('input/output error'), { code: 'EIO' }));
    await Promise.all([failing, waiting]);
    disk.isSlow = false;
    await expect(revoke('c')).rejects.toMatchObject({ code: 'EIO' });
    await expect(db.transaction().execute(async () => {})).rejects.toMatchObject({ code: 'EIO' });
    expect(await revoked()).not.toContain('c');
  });

  test('that is refused leaves the connection to the next one', async () => {
    disk.isSlow = false;
    await revoke('a');
    await expect(revoke('a')).rejects.toThrow(/UNIQUE/);
    await expect(
      db.transaction().execute(async (trx) => {
        await trx.insertInto('revoked_tokens').values({ jti: 'b', expires_at: 1 }).execute();
        await trx.insertInto('revoked_tokens').values({ jti: 'a', expires_at: 1 }).execute();
      }),
    ).rejects.toThrow(/UNIQUE/);
    await revoke('c');
    expect(await revoked()).toEqual(['a', 'c']);
  });

  test('and its reads take turns with transactions of others', async () => {
    disk.isSlow = false;
    const counts = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        db.transaction().execute(async (trx) => {
          const before = await trx.selectFrom('revoked_tokens').select('jti').execute();
          await trx
            .insertInto('revoked_tokens')
            .values({ jti: `t${index}`, expires_at: 1 })
            .execute();
          return before.length;
        }),
      ),
    );
    expect(counts).toEqual(Array.from({ length: 20 }, (_, index) => index));
  });
});

test('the log of a database is synced before its writer hears of it, by the system', async () => {
  // Without an own sync: the file's log is there, and can be synced by the descriptor of its own.
  const db = new Kysely<Schema>({ dialect: new NodeSqliteDialect(newSqlite()['DATABASE_FILE'] ?? '') });
  await sql`select 1`.execute(db);
  await migrate(db);
  expect((await sql`pragma synchronous`.execute(db)).rows).toEqual([{ synchronous: 1 }]);
  expect((await sql`pragma journal_mode`.execute(db)).rows).toEqual([{ journal_mode: 'wal' }]);
  await db.destroy();
});
