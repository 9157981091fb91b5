import { randomUUID } from 'node:crypto';
import { deriveKeys } from '../auth/secrets.ts';
import { Sessions } from '../auth/sessions.ts';
import { migrate } from '../store/open.ts';
import { write } from '../store/write.ts';
import { type DatabaseVariables, look } from './databases.ts';
import { SECRET } from './harness.ts';

/** Opens sessions before the service starts, and returns their first refresh tokens. */
export async function openSessions(variables: DatabaseVariables, count: number): Promise<string[]> {
  const db = look(variables);
  await migrate(db);
  const time = Date.now();
  const account = {
    id: randomUUID(),
    email: 'ann@example.com',
    password_hash: 'none',
    created_at: time,
    password_changed_at: time,
  };
  const { refresh: key } = await deriveKeys(SECRET);
  const sessions = new Sessions({ key, reuseSeconds: 10, now: () => new Date() });
  const tokens: string[] = [];
  await write(db, async (trx) => {
    await trx.insertInto('accounts').values(account).execute();
    for (let index = 0; index < count; index += 1) {
      const { refreshToken } = await sessions.open(trx, account, { mode: 'body', label: 'test' });
      tokens.push(refreshToken);
    }
  });
  await db.destroy();
  return tokens;
}
