import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DATABASES, type DatabaseVariables, look } from '../testing/databases.ts';
import { startService } from '../testing/harness.ts';
import { migrate, migrationStatus } from './open.ts';

const PROCESS = join(import.meta.dirname, '../testing/killed-migration.ts');

/** Migrates in a process of its own that is killed after so many statements. False when it was done before that. */
async function migrateAndDie(variables: DatabaseVariables, statements: number): Promise<boolean> {
  const child = spawn(process.execPath, ['--conditions=@countersign/source', PROCESS, String(statements)], {
    env: { PATH: process.env['PATH'], ...variables },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code, signal]: readonly unknown[] = await once(child, 'exit');
  expect([code, signal]).toBeOneOf([
    [null, 'SIGKILL'],
    [0, null],
  ]);
  return signal === 'SIGKILL';
}

async function pending(variables: DatabaseVariables): Promise<number> {
  const db = look(variables);
  const all = await migrationStatus(db);
  await db.destroy();
  return all.filter(({ executedAt }) => executedAt === undefined).length;
}

describe.each(DATABASES)('a migration on %s', (_, newDatabase) => {
  test('that is killed, wherever it was, is none, and the next start completes it', async () => {
    const variables = await newDatabase();
    let kills = 0;
    // Always on the same database, each time a little further.
    for (let statements = 4; await migrateAndDie(variables, statements); statements += 4) {
      kills += 1;
      const left = await pending(variables);
      // The statement after which nothing was left to do may have been the one that says so.
      if (left === 0) break;
    }
    expect(kills).toBeGreaterThanOrEqual(4);
    const service = await startService(variables);
    await service.stop();
    expect(await pending(variables)).toBe(0);
  });

  test('runs once, however many start at once', async () => {
    const variables = await newDatabase();
    const databases = [1, 2, 3, 4].map(() => look(variables));
    const ran = await Promise.all(databases.map(migrate));
    expect(ran.flat()).toHaveLength(await pending(await newDatabase()));
    await Promise.all(databases.map((db) => db.destroy()));
  });
});
