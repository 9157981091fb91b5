import { existsSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import {
  CompiledQuery,
  type DatabaseConnection,
  type QueryResult,
  SelectQueryNode,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
  type SqliteStatement,
} from 'kysely';
import { GroupCommit } from './group-commit.ts';
import { Lock } from './lock.ts';

/** Statements kept ready. There are fewer in the whole service. */
const MAX_STATEMENTS = 200;

/**
 * Kysely's own SQLite dialect over Node's own SQLite, whose commits wait for the disk off the event loop.
 *
 * A used-up token or a changed password must not come back after a power cut, so a write is done when it is on the disk. With
 * `synchronous = FULL`, SQLite waits for that within the statement, and the whole process with it. Here it only writes its log (`NORMAL`);
 * the log is synced by a thread, once for all the writes that came meanwhile, and no caller hears of a write before that.
 */
export class NodeSqliteDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;
  readonly #commits: GroupCommit;
  #log: FileHandle | undefined;

  /** @param sync makes the log durable; default: the system does */
  constructor(file: string, sync?: () => Promise<void>) {
    const config = { database: async () => openFile(file, () => void this.#log?.close()) };
    super(config);
    this.#config = config;
    this.#commits = new GroupCommit(sync ?? (() => this.#syncLog(`${file}-wal`)));
  }

  override createDriver(): SqliteDriver {
    return new DurableDriver(this.#config, this.#commits);
  }

  override createAdapter(): SqliteAdapter {
    return new Adapter();
  }

  /** Syncs the log by a descriptor of its own: to the system, one of a file's is as good as another. Before the first write there is no log. */
  async #syncLog(file: string): Promise<void> {
    if (!this.#log) {
      if (!existsSync(file)) return;
      this.#log = await open(file);
      // A new file is lost, whatever is in it, while its name is not on the disk.
      await syncFolder(dirname(file));
    }
    await this.#log.datasync();
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

class Adapter extends SqliteAdapter {
  /** SQLite's DDL is transactional, so that a migration that was killed midway never happened. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }

  /** The driver takes turns itself: while a commit waits for the disk, it is the next one's turn. */
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

class DurableDriver extends SqliteDriver {
  readonly #commits: GroupCommit;
  readonly #turns = new Lock();

  constructor(config: SqliteDialectConfig, commits: GroupCommit) {
    super(config);
    this.#commits = commits;
  }

  override async acquireConnection(): Promise<DurableConnection> {
    return new DurableConnection(await super.acquireConnection(), this.#turns, this.#commits);
  }

  override beginTransaction(connection: DurableConnection): Promise<void> {
    return connection.begin();
  }

  override commitTransaction(connection: DurableConnection): Promise<void> {
    return connection.commit();
  }

  override rollbackTransaction(connection: DurableConnection): Promise<void> {
    return connection.rollback();
  }
}

/** How long to wait for another process that writes, in milliseconds. */
const PATIENCE = 5000;
const BUSY = 5;

/** One user's hold on the one connection: for a statement, or from a transaction's begin to its end. */
class DurableConnection implements DatabaseConnection {
  readonly #connection: DatabaseConnection;
  readonly #turns: Lock;
  readonly #commits: GroupCommit;
  /** Ends the turn that a transaction has. */
  #endTurn: (() => void) | undefined;

  constructor(connection: DatabaseConnection, turns: Lock, commits: GroupCommit) {
    this.#connection = connection;
    this.#turns = turns;
    this.#commits = commits;
  }

  async begin(): Promise<void> {
    this.#commits.requireSound();
    const endTurn = await this.#turns.take();
    try {
      await this.#run(CompiledQuery.raw('begin'));
      this.#endTurn = endTurn;
    } catch (error) {
      endTurn();
      throw error;
    }
  }

  async commit(): Promise<void> {
    await this.#run(CompiledQuery.raw('commit'));
    this.#end();
    await this.#commits.flush();
  }

  async rollback(): Promise<void> {
    try {
      if (this.#endTurn) await this.#run(CompiledQuery.raw('rollback'));
    } catch (error) {
      // A full disk makes SQLite roll back by itself; the error to tell is the one that led here.
      if (!(error instanceof Error && error.message.includes('no transaction is active'))) throw error;
    } finally {
      this.#end();
    }
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#endTurn) return this.#run<R>(query);
    const isRead = SelectQueryNode.is(query.query);
    if (!isRead) this.#commits.requireSound();
    const endTurn = await this.#turns.take();
    const result = await this.#run<R>(query).finally(endTurn);
    if (!isRead) await this.#commits.flush();
    return result;
  }

  streamQuery<R>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    return this.#connection.streamQuery<R>(query, chunkSize);
  }

  /** Waits for other processes without stopping this one, as SQLite's own waiting would. */
  async #run<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const deadline = performance.now() + PATIENCE;
    for (;;) {
      try {
        return await this.#connection.executeQuery<R>(query);
      } catch (error) {
        if (!isBusy(error) || performance.now() > deadline) throw error;
      }
      // Not in step with whoever else waits.
      await new Promise((resolve) => setTimeout(resolve, 2 + Math.random() * 10));
    }
  }

  #end(): void {
    this.#endTurn?.();
    this.#endTurn = undefined;
  }
}

function isBusy(error: unknown): boolean {
  if (!(error instanceof Error && 'errcode' in error && typeof error.errcode === 'number')) return false;
  return (error.errcode & 0xff) === BUSY;
}

function openFile(file: string, onClose: () => void): SqliteDatabase {
  const database = new DatabaseSync(file, { timeout: PATIENCE, enableForeignKeyConstraints: true });
  const mode = database.prepare('PRAGMA journal_mode = WAL').get()?.['journal_mode'];
  if (mode !== 'wal') throw new Error('SQLite cannot keep a log where this file is.');
  database.exec('PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 0;');
  const ready = new Map<string, SqliteStatement>();
  return {
    close: () => {
      database.close();
      onClose();
    },
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
