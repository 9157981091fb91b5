import { PostgresDialect } from 'kysely';
import { DatabaseError, Pool, type PoolClient, types } from 'pg';

const INT8 = 20;

/** These SQLSTATEs mean that the connection must not be used again: it ends, or it reaches a server that has become a standby. */
const UNUSABLE = /^(08|57P|25006)/;

/** PostgreSQL, for several instances. Each step has a time limit below that of a request. */
export function postgresDialect(
  url: string,
  password: string | undefined,
  onError: (error: Error) => void,
): PostgresDialect {
  const pool = new Pool({
    connectionString: url,
    ...(password !== undefined && { password }),
    max: 10,
    connectionTimeoutMillis: 2000,
    lock_timeout: 2500,
    statement_timeout: 3000,
    query_timeout: 3500,
    idle_in_transaction_session_timeout: 10_000,
    keepAlive: true,
    // Times in milliseconds fit into a number. By default, pg returns bigint columns as strings.
    types: { getTypeParser: (oid, format) => (oid === INT8 ? Number : types.getTypeParser(oid, format)) },
  });
  pool.on('error', onError);
  // The pool listens to idle clients only. An error without a listener would end the process.
  pool.on('connect', (client) => client.on('error', onError));
  return new PostgresDialect({
    pool: {
      options: pool.options,
      connect: async () => discardedAfterFailure(await pool.connect()),
      end: () => pool.end(),
    },
  });
}

/** Has the pool close a client after a timeout or a lost connection. By default, the pool would lend it again. */
function discardedAfterFailure(client: PoolClient): PoolClient {
  let isUnusable = false;
  async function query(text: string, values: unknown[]): Promise<unknown> {
    if (isUnusable) throw new Error('Connection terminated after an earlier failure');
    try {
      return await client.query(text, values);
    } catch (error) {
      isUnusable = !(error instanceof DatabaseError) || UNUSABLE.test(error.code ?? '');
      throw error;
    }
  }
  return new Proxy(client, {
    get(target, name) {
      if (name === 'query') return query;
      if (name === 'release') return (destroy?: boolean) => target.release(destroy || isUnusable);
      return Reflect.get(target, name, target);
    },
  });
}
