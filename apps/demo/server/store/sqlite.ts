import { closeSync, openSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type DatabaseConnection,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
} from 'kysely';

/** Kysely's SQLite dialect over the SQLite of Node.js. */
export class NodeSqliteDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;

  constructor(file: string) {
    const config = { database: async () => openFile(file) };
    super(config);
    this.#config = config;
  }

  override createDriver(): SqliteDriver {
    return new PausingDriver(this.#config);
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

class PausingDriver extends SqliteDriver {
  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection();
    // SQLite is synchronous. Without a pause, all waiting transactions would run in one turn of the event loop.
    await nextTurn();
    return connection;
  }
}

/** SQLite can roll back changes of the schema, so a killed migration leaves nothing behind. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function openFile(file: string): SqliteDatabase {
  // SQLite gives its other files the mode of this one.
  closeSync(openSync(file, 'a', 0o600));
  // A timeout would block the whole process. `write` waits for the locks of other processes instead.
  const database = new DatabaseSync(file, { timeout: 0, enableForeignKeyConstraints: true });
  // FULL: a commit is on the disk before it is acknowledged, so a used token stays used after a power cut.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  return {
    close: () => database.close(),
    prepare(text) {
      const statement = database.prepare(adapt(text, database));
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...parameters.map(toInput)),
        run: (parameters) => statement.run(...parameters.map(toInput)),
        iterate: (parameters) => statement.iterate(...parameters.map(toInput)),
      };
    },
  };
}

function adapt(text: string, { isTransaction }: DatabaseSync): string {
  // A transaction that starts with a read could not become a write while another process writes.
  if (text === 'begin') return 'begin immediate';
  // A full disk makes SQLite roll back by itself. A second rollback would hide the reason.
  if (text === 'rollback' && !isTransaction) return 'select 1';
  return text;
}

function toInput(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  throw new TypeError(`SQLite cannot store a value of type ${typeof value}.`);
}
