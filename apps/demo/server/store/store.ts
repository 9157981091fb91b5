import { DatabaseSync } from 'node:sqlite';

/** Somebody who registered. */
interface Account {
  readonly id: string;
  readonly email: string;
  readonly passwordHash: string;
}

/** All that the service remembers. Each method is one statement or one transaction, so that nothing is half done. */
export interface Store {
  /** False when the address is taken. */
  addAccount(account: Account): boolean;
  findAccount(email: string): Account | undefined;
  accountById(id: string): Account | undefined;
  /** Puts a better hash in place of `oldHash`, unless the password was changed meanwhile. */
  replaceHash(id: string, oldHash: string, newHash: string): void;
  /** Remembers a reset token's digest; older ones of the account no longer work. */
  addReset(reset: { readonly digest: string; readonly accountId: string; readonly expiresAt: Date }): void;
  /** Sets the new password if the token is good, and uses the token up: of two that race, one wins. */
  useReset(digest: string, passwordHash: string, now: Date): Account | undefined;
  /** The signing key, as JWK text; made by `make` when there is none yet. */
  signingKey(make: () => string): string;
  close(): void;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS accounts (
    id TEXT PRIMARY KEY, email TEXT NOT NULL UNIQUE, password_hash TEXT NOT NULL, created_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS resets (
    digest TEXT PRIMARY KEY, account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL, used_at INTEGER
  ) STRICT;
  CREATE TABLE IF NOT EXISTS signing_keys (id INTEGER PRIMARY KEY CHECK (id = 1), jwk TEXT NOT NULL) STRICT;
`;

/** Opens the store in one SQLite file. */
export function openStore(file: string): Store {
  const database = new DatabaseSync(file);
  // FULL: a used-up token or a changed password must not come back after a power cut.
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000;',
  );
  database.exec(SCHEMA);

  const select = 'SELECT id, email, password_hash FROM accounts WHERE';
  const byEmail = database.prepare(`${select} email = ?`);
  const byId = database.prepare(`${select} id = ?`);
  const insertAccount = database.prepare(
    'INSERT INTO accounts (id, email, password_hash, created_at) VALUES (?, ?, ?, ?) ON CONFLICT (email) DO NOTHING',
  );
  const updateHash = database.prepare(
    'UPDATE accounts SET password_hash = ? WHERE id = ? AND password_hash = ?',
  );
  const setHash = database.prepare('UPDATE accounts SET password_hash = ? WHERE id = ?');
  const deleteResets = database.prepare('DELETE FROM resets WHERE account_id = ?');
  const insertReset = database.prepare(
    'INSERT INTO resets (digest, account_id, expires_at) VALUES (?, ?, ?)',
  );
  const consumeReset = database.prepare(
    'UPDATE resets SET used_at = ?1 WHERE digest = ?2 AND used_at IS NULL AND expires_at > ?1 RETURNING account_id',
  );
  const insertKey = database.prepare(
    'INSERT INTO signing_keys (id, jwk) VALUES (1, ?) ON CONFLICT (id) DO NOTHING',
  );
  const selectKey = database.prepare('SELECT jwk FROM signing_keys WHERE id = 1');

  function transaction<T>(work: () => T): T {
    database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      database.exec('COMMIT');
      return result;
    } catch (error) {
      database.exec('ROLLBACK');
      throw error;
    }
  }

  return {
    addAccount: ({ id, email, passwordHash }) =>
      insertAccount.run(id, email, passwordHash, Date.now()).changes === 1,
    findAccount: (email) => readAccount(byEmail.get(email)),
    accountById: (id) => readAccount(byId.get(id)),
    replaceHash: (id, oldHash, newHash) => void updateHash.run(newHash, id, oldHash),
    addReset: ({ digest, accountId, expiresAt }) =>
      transaction(() => {
        deleteResets.run(accountId);
        insertReset.run(digest, accountId, expiresAt.getTime());
      }),
    useReset: (digest, passwordHash, now) =>
      transaction(() => {
        const used = consumeReset.get(now.getTime(), digest);
        if (!used) return undefined;
        const id = String(used['account_id']);
        setHash.run(passwordHash, id);
        return readAccount(byId.get(id));
      }),
    signingKey(make) {
      if (!selectKey.get()) insertKey.run(make());
      return String(selectKey.get()?.['jwk']);
    },
    close: () => database.close(),
  };
}

function readAccount(row: Record<string, unknown> | undefined): Account | undefined {
  return (
    row && { id: String(row['id']), email: String(row['email']), passwordHash: String(row['password_hash']) }
  );
}
