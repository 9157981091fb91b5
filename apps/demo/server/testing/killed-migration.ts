import { Kysely } from 'kysely';
import { migrate } from '../store/open.ts';
import { postgresDialect } from '../store/postgres.ts';
import type { Schema } from '../store/schema.ts';
import { NodeSqliteDialect } from '../store/sqlite.ts';

// A process that migrates a database, and kills itself after some statements: `killed-migration.ts STATEMENTS`.

const { DATABASE_URL: url, DATABASE_FILE: file = '' } = process.env;
const last = Number(process.argv[2]);
let statements = 0;
const db = new Kysely<Schema>({
  dialect: url === undefined ? new NodeSqliteDialect(file) : postgresDialect(url, undefined, () => {}),
  log: () => {
    statements += 1;
    if (statements === last) process.kill(process.pid, 'SIGKILL');
  },
});
await migrate(db);
await db.destroy();
