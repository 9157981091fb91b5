import type { Selectable } from 'kysely';
import type { AccountsTable, Database } from './schema.ts';
import { inTransaction } from './transaction.ts';

export type Account = Readonly<Selectable<AccountsTable>>;

export function findAccount(db: Database, email: string): Promise<Account | undefined> {
  return db.selectFrom('accounts').selectAll().where('email', '=', email).executeTakeFirst();
}

/** Remembers who asked for an account. Whether the address is known plays no part, so that it costs the same. */
export async function addRegistration(
  db: Database,
  registration: {
    readonly id: string;
    readonly email: string;
    readonly passwordHash: string;
    readonly expiresAt: Date;
  },
): Promise<void> {
  await db
    .insertInto('registrations')
    .values({
      id: registration.id,
      email: registration.email,
      password_hash: registration.passwordHash,
      token_digest: null,
      expires_at: registration.expiresAt.getTime(),
    })
    .execute();
}

/** Sets the token of a registration's link. False when the registration is gone. */
export async function setRegistrationToken(
  db: Database,
  id: string,
  token: { readonly digest: string; readonly expiresAt: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('registrations')
    .set({ token_digest: token.digest, expires_at: token.expiresAt.getTime() })
    .where('id', '=', id)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function deleteRegistration(db: Database, id: string): Promise<void> {
  await db.deleteFrom('registrations').where('id', '=', id).execute();
}

/** Turns the registration of a link into an account. Undefined when the link is no longer good. */
export async function confirmRegistration(
  db: Database,
  {
    tokenDigest,
    accountId,
    now,
  }: { readonly tokenDigest: string; readonly accountId: string; readonly now: Date },
): Promise<string | undefined> {
  const confirmed = await inTransaction(db, async (trx) => {
    const registration = await trx
      .deleteFrom('registrations')
      .where('token_digest', '=', tokenDigest)
      .where('expires_at', '>', now.getTime())
      .returningAll()
      .executeTakeFirst();
    if (!registration) return undefined;
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('accounts')
      .values({
        id: accountId,
        email: registration.email,
        password_hash: registration.password_hash,
        created_at: now.getTime(),
        password_changed_at: now.getTime(),
      })
      .onConflict((conflict) => conflict.column('email').doNothing())
      .executeTakeFirst();
    return { email: registration.email, isNew: numInsertedOrUpdatedRows === 1n };
  });
  if (!confirmed) return undefined;
  // Whoever else asked for the same address was slower. Not in the transaction, where two could wait for each other.
  await db.deleteFrom('registrations').where('email', '=', confirmed.email).execute();
  return confirmed.isNew ? accountId : undefined;
}

/** Puts a better hash of the same password in place of `oldHash`, unless the password was changed meanwhile. */
export async function replaceHash(db: Database, id: string, oldHash: string, newHash: string): Promise<void> {
  await db
    .updateTable('accounts')
    .set({ password_hash: newHash })
    .where('id', '=', id)
    .where('password_hash', '=', oldHash)
    .execute();
}

/** Changes the password that hashed to `oldHash`, and ends all sessions but one. False when it is another by now. */
export function changePassword(
  db: Database,
  change: {
    readonly accountId: string;
    readonly oldHash: string;
    readonly newHash: string;
    readonly keptSession: string;
    readonly now: Date;
  },
): Promise<boolean> {
  return inTransaction(db, async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('accounts')
      .set({ password_hash: change.newHash, password_changed_at: change.now.getTime() })
      .where('id', '=', change.accountId)
      .where('password_hash', '=', change.oldHash)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    await trx
      .deleteFrom('sessions')
      .where('account_id', '=', change.accountId)
      .where('id', '!=', change.keptSession)
      .execute();
    await trx.deleteFrom('resets').where('account_id', '=', change.accountId).execute();
    return true;
  });
}

/** Remembers the token of a reset link. The older one of the account no longer works. */
export async function setReset(
  db: Database,
  reset: { readonly accountId: string; readonly digest: string; readonly expiresAt: Date },
): Promise<void> {
  const values = { token_digest: reset.digest, expires_at: reset.expiresAt.getTime() };
  await db
    .insertInto('resets')
    .values({ account_id: reset.accountId, ...values })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet(values))
    .execute();
}

/** Whether a reset link still works. Only {@link useReset} may act on it. */
export async function isResetGood(db: Database, digest: string, now: Date): Promise<boolean> {
  const row = await db
    .selectFrom('resets')
    .select('account_id')
    .where('token_digest', '=', digest)
    .where('expires_at', '>', now.getTime())
    .executeTakeFirst();
  return row !== undefined;
}

/** Uses the reset link up, sets the new password and ends all sessions; of two that race, one wins. */
export function useReset(
  db: Database,
  {
    digest,
    passwordHash,
    now,
  }: { readonly digest: string; readonly passwordHash: string; readonly now: Date },
): Promise<Account | undefined> {
  return inTransaction(db, async (trx) => {
    const used = await trx
      .deleteFrom('resets')
      .where('token_digest', '=', digest)
      .where('expires_at', '>', now.getTime())
      .returning('account_id')
      .executeTakeFirst();
    if (!used) return undefined;
    const account = await trx
      .updateTable('accounts')
      .set({ password_hash: passwordHash, password_changed_at: now.getTime() })
      .where('id', '=', used.account_id)
      .returningAll()
      .executeTakeFirst();
    await trx.deleteFrom('sessions').where('account_id', '=', used.account_id).execute();
    return account;
  });
}
