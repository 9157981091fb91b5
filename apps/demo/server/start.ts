import type { Server } from 'node:http';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { listen } from './http/listen.ts';
import { type DatabaseLocation, migrate, NewerDatabaseError } from './store/open.ts';
import type { Database } from './store/schema.ts';

/** The service cannot start. The message names the variable to correct. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

export function databaseLocation(config: Config): DatabaseLocation {
  return {
    databaseUrl: config.DATABASE_URL,
    databasePassword: config.DATABASE_PASSWORD,
    databaseFile: config.DATABASE_FILE ?? '',
  };
}

/** Connects to the database, and runs the pending migrations. */
export async function prepareDatabase(db: Database, config: Config, log: Logger): Promise<void> {
  const name = config.DATABASE_URL === undefined ? 'DATABASE_FILE' : 'DATABASE_URL';
  try {
    await sql`select 1`.execute(db);
    for (const migration of await migrate(db)) log.info({ event: 'database.migrated', migration });
  } catch (error) {
    const reason = error instanceof Error ? error.message || error.name : String(error);
    throw new StartError(
      error instanceof NewerDatabaseError
        ? `${name}: ${reason}. Start the version of the service that made it.`
        : `${name}: the database cannot be opened (${reason}).`,
      { cause: error },
    );
  }
}

/** The advice if listening fails, by the code of the error. */
const LISTEN_ERRORS: Readonly<Record<string, (config: Config) => string>> = {
  EADDRINUSE: ({ PORT }) =>
    `PORT: another process uses ${PORT}. Choose another port, or 0 for any free port.`,
  EACCES: ({ PORT }) => `PORT: this user may not listen at ${PORT}. Choose a port above 1023.`,
};

export async function listenAt(config: Config): Promise<{ readonly server: Server; readonly port: number }> {
  try {
    return await listen(config.HOST, config.PORT);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const describe =
      LISTEN_ERRORS[code] ?? (({ HOST }) => `HOST: cannot listen at ${JSON.stringify(HOST)} (${code}).`);
    throw new StartError(describe(config), { cause: error });
  }
}
