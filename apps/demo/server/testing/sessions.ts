import { randomUUID } from 'node:crypto';
import { newRefreshToken, refreshDigest } from '../auth/refresh.ts';
import { migrate } from '../store/open.ts';
import { insertSession } from '../store/sessions.ts';
import { type DatabaseVariables, look } from './databases.ts';

const DAY_MILLISECONDS = 86_400_000;

/** Sessions that are open before the service starts, each with its first refresh token. */
export async function openSessions(variables: DatabaseVariables, count: number): Promise<string[]> {
  const db = look(variables);
  await migrate(db);
  const now = Date.now();
  const account = {
    id: randomUUID(),
    email: 'ann@example.com',
    password_hash: 'none',
    created_at: now,
    password_changed_at: now,
  };
  await db.insertInto('accounts').values(account).execute();
  const tokens: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const token = newRefreshToken();
    const expiresAt = new Date(now + DAY_MILLISECONDS);
    await insertSession(
      db,
      {
        id: randomUUID(),
        account_id: account.id,
        mode: 'body',
        label: 'test',
        created_at: now,
        last_used_at: now,
        expires_at: expiresAt.getTime(),
      },
      { digest: refreshDigest(token), expiresAt },
      account.password_hash,
    );
    tokens.push(token);
  }
  await db.destroy();
  return tokens;
}
