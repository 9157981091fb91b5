import type { Account, Database } from './schema.ts';

export function findAccount(db: Database, email: string): Promise<Account | undefined> {
  return db.selectFrom('accounts').selectAll().where('email', '=', email).executeTakeFirst();
}

/** Replaces the password hash if it is still `oldHash`. Returns false if another request has changed it. */
export async function replaceHash(
  db: Database,
  id: string,
  oldHash: string,
  newHash: string,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('accounts')
    .set({ password_hash: newHash })
    .where('id', '=', id)
    .where('password_hash', '=', oldHash)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Sets a new password, and ends the sessions and reset links of the account. */
export async function setPassword(
  db: Database,
  id: string,
  { passwordHash, keptSession, now }: { passwordHash: string; keptSession?: string; now: Date },
): Promise<void> {
  const changes = { password_hash: passwordHash, password_changed_at: now.getTime() };
  await db.updateTable('accounts').set(changes).where('id', '=', id).execute();
  await db
    .deleteFrom('sessions')
    .where('account_id', '=', id)
    .where('id', '!=', keptSession ?? '')
    .execute();
  await db.deleteFrom('resets').where('account_id', '=', id).execute();
}

/** The account of a reset link that still works. */
export function findReset(db: Database, digest: string, now: Date): Promise<Account | undefined> {
  return db
    .selectFrom('resets')
    .innerJoin('accounts', 'accounts.id', 'resets.account_id')
    .selectAll('accounts')
    .where('token_digest', '=', digest)
    .where('expires_at', '>', now.getTime())
    .executeTakeFirst();
}

/** Uses up a reset link. Only one of two concurrent requests succeeds. */
export async function takeReset(db: Database, digest: string, now: Date): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('resets')
    .where('token_digest', '=', digest)
    .where('expires_at', '>', now.getTime())
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

/** The registration of a confirmation link that still works. */
export function findRegistration(db: Database, digest: string, now: Date) {
  return db
    .selectFrom('registrations')
    .selectAll()
    .where('token_digest', '=', digest)
    .where('expires_at', '>', now.getTime())
    .executeTakeFirst();
}

/** Turns a registration into an account. Returns false if the address has an account by now. */
export async function createAccount(
  db: Database,
  account: { id: string; email: string; passwordHash: string; now: Date },
): Promise<boolean> {
  const time = account.now.getTime();
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('accounts')
    .values({
      id: account.id,
      email: account.email,
      password_hash: account.passwordHash,
      created_at: time,
      password_changed_at: time,
    })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .executeTakeFirst();
  await db.deleteFrom('registrations').where('email', '=', account.email).execute();
  return numInsertedOrUpdatedRows === 1n;
}
