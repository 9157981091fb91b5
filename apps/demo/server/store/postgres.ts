import { PostgresDialect } from 'kysely';
import { Pool, types } from 'pg';

const INT8 = 20;

/** As many as Node's work on one core keeps busy. */
const MAX_CONNECTIONS = 10;

/**
 * PostgreSQL, for several instances. Everything has a time limit, so that a database that hangs becomes an answer of 503 in time.
 */
export function postgresDialect(url: string, onError: (error: Error) => void): PostgresDialect {
  const pool = new Pool({
    connectionString: url,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: 5000,
    statement_timeout: 5000,
    query_timeout: 6000,
    idle_in_transaction_session_timeout: 10_000,
    lock_timeout: 4000,
    // Milliseconds since 1970 fit into a double; pg would give bigint columns as text.
    types: { getTypeParser: (oid, format) => (oid === INT8 ? Number : types.getTypeParser(oid, format)) },
  });
  // A connection that breaks while nobody uses it. The pool replaces it.
  pool.on('error', onError);
  return new PostgresDialect({ pool });
}
