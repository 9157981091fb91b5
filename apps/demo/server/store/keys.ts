import type { Selectable } from 'kysely';
import type { Database, SigningKeysTable } from './schema.ts';
import { inTransaction } from './transaction.ts';

export type StoredKey = Readonly<Selectable<SigningKeysTable>>;

/** All keys, in the order in which they were published. */
export function listKeys(db: Database): Promise<StoredKey[]> {
  return db.selectFrom('signing_keys').selectAll().orderBy('published_at').orderBy('kid').execute();
}

/** Adds a key; false when its state is taken: another instance was faster. */
export async function insertKey(db: Database, key: StoredKey): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('signing_keys')
    .values(key)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** What a rotation changes. */
export interface KeyRotation {
  readonly activeKid: string;
  readonly nextKid: string;
  readonly newNext: StoredKey;
  /** `retire` keeps the old key's public half for the tokens it signed; `remove` refuses them from now on. */
  readonly old: 'retire' | 'remove';
  readonly now: Date;
}

/** Makes the next key the active one; false when another instance did so first. */
export function rotateKeys(
  db: Database,
  { activeKid, nextKid, newNext, old, now }: KeyRotation,
): Promise<boolean> {
  return inTransaction(db, async (trx) => {
    const time = now.getTime();
    const retired =
      old === 'retire'
        ? await trx
            .updateTable('signing_keys')
            .set({ state: 'retired', retired_at: time })
            .where('kid', '=', activeKid)
            .where('state', '=', 'active')
            .returning('kid')
            .executeTakeFirst()
        : await trx
            .deleteFrom('signing_keys')
            .where('kid', '=', activeKid)
            .where('state', '=', 'active')
            .returning('kid')
            .executeTakeFirst();
    if (!retired) return false;
    const activated = await trx
      .updateTable('signing_keys')
      .set({ state: 'active', activated_at: time })
      .where('kid', '=', nextKid)
      .where('state', '=', 'next')
      .returning('kid')
      .executeTakeFirst();
    if (!activated) throw new Error('There is no next key to activate.');
    await trx.insertInto('signing_keys').values(newNext).execute();
    return true;
  });
}

/** Removes a retired or a next key at once. */
export async function deleteKey(db: Database, kid: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('signing_keys')
    .where('kid', '=', kid)
    .where('state', '!=', 'active')
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Forgets keys that were retired before `retiredBefore`. */
export async function deleteRetired(db: Database, retiredBefore: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('signing_keys')
    .where('state', '=', 'retired')
    .where('retired_at', '<', retiredBefore.getTime())
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** Puts another envelope around the same key. */
export async function replaceSealed(
  db: Database,
  kid: string,
  oldSealed: string,
  sealed: string,
): Promise<void> {
  await db
    .updateTable('signing_keys')
    .set({ sealed_jwk: sealed })
    .where('kid', '=', kid)
    .where('sealed_jwk', '=', oldSealed)
    .execute();
}
