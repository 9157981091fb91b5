import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { type DatabaseVariables, look, onEachDatabase } from '../testing/databases.ts';
import { startService } from '../testing/harness.ts';
import { MIGRATIONS } from './migrations.ts';
import { migrate } from './open.ts';

const PROCESS = join(import.meta.dirname, '../testing/killed-migration.ts');

/** Migrates in another process, which is killed after some statements. False if it finished before. */
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

/** The number of migrations that have not run yet. */
async function pending(variables: DatabaseVariables): Promise<number> {
  const db = look(variables);
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  const hasTable = tables.some(({ name }) => name === 'kysely_migration');
  const { rows } = hasTable ? await sql`select name from kysely_migration`.execute(db) : { rows: [] };
  await db.destroy();
  return Object.keys(MIGRATIONS).length - rows.length;
}

onEachDatabase('migrations', (newDatabase) => {
  test('a killed migration leaves nothing behind, and the next start completes it', async () => {
    const variables = await newDatabase();
    let kills = 0;
    // The same database each time, and more statements before the end.
    for (let statements = 4; await migrateAndDie(variables, statements); statements += 12) {
      kills += 1;
      const left = await pending(variables);
      // It may have been killed after its last statement.
      if (left === 0) break;
    }
    expect(kills).toBeGreaterThanOrEqual(2);
    const service = await startService(variables);
    await service.stop();
    expect(await pending(variables)).toBe(0);
  });

  test('instances that start together run each migration once', async () => {
    const variables = await newDatabase();
    const databases = [1, 2, 3, 4].map(() => look(variables));
    const ran = await Promise.all(databases.map(migrate));
    expect(ran.flat()).toHaveLength(await pending(await newDatabase()));
    await Promise.all(databases.map((db) => db.destroy()));
  });
});
