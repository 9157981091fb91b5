import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { SqliteAdapter, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely';

/** Statements kept ready. There are fewer in the whole service. */
const MAX_STATEMENTS = 200;

/**
 * Kysely's own SQLite dialect over Node's own SQLite. All that is added is the shape it expects of a driver.
 * FULL: a used-up token or a changed password must not come back after a power cut.
 */
export class NodeSqliteDialect extends SqliteDialect {
  constructor(file: string) {
    super({ database: async () => openFile(file) });
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

/** SQLite's DDL is transactional, so that a migration that was killed midway never happened. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function openFile(file: string): SqliteDatabase {
  const database = new DatabaseSync(file, { timeout: 5000, enableForeignKeyConstraints: true });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  const ready = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(text) {
      const known = ready.get(text);
      if (known) return known;
      // Taking the write lock at once, or a transaction that read first could not be finished beside another process.
      const statement = asStatement(database.prepare(text === 'begin' ? 'begin immediate' : text));
      if (ready.size >= MAX_STATEMENTS) ready.clear();
      ready.set(text, statement);
      return statement;
    },
  };
}

function asStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...parameters.map(asInput)),
    run: (parameters) => statement.run(...parameters.map(asInput)),
    iterate: (parameters) => statement.iterate(...parameters.map(asInput)),
  };
}

function asInput(value: unknown): SQLInputValue {
  const isInput =
    value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint';
  if (!isInput) throw new TypeError(`SQLite stores no ${typeof value}.`);
  return value;
}
