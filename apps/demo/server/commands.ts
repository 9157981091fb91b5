import type { Logger } from 'pino';
import type { SigningKeys } from './auth/keyring.ts';
import { deriveKeys } from './auth/secrets.ts';
import type { Config } from './config.ts';
import { signingKeys } from './serve.ts';
import { databaseLocation, prepareDatabase, StartError } from './start.ts';
import { openDatabase } from './store/open.ts';

type Command = (keys: SigningKeys, print: (text: string) => void, argument?: string) => Promise<void>;

const COMMANDS: Readonly<Record<string, Command>> = {
  // Every command migrates first.
  migrate: async (_, print) => print('The database is up to date.\n'),
  'keys list': async (keys, print) => {
    for (const { kid, state, published_at: time } of await keys.list())
      print(`${kid}  ${state.padEnd(7)}  published ${new Date(time).toISOString()}\n`);
  },
  'keys rotate': async (keys, print) => {
    await keys.rotate();
    print('The next key is active. Every instance uses it within a few seconds.\n');
  },
  'keys revoke': async (keys, print, kid = '') => {
    await keys.revoke(kid);
    print('Every instance rejects tokens of this key within a few seconds.\n');
  },
};

/** Runs a command instead of the service. */
export async function runCommand(
  [first = '', second, ...rest]: readonly string[],
  {
    config,
    secret,
    log,
    print,
  }: { config: Config; secret: Uint8Array; log: Logger; print: (text: string) => void },
): Promise<void> {
  const command = COMMANDS[second === undefined ? first : `${first} ${second}`];
  if (!command)
    throw new StartError(`The commands are: ${Object.keys(COMMANDS).join(', ')} (revoke takes a key id).`);
  const db = openDatabase(databaseLocation(config), (err) =>
    log.warn({ event: 'database.connection-lost', err }),
  );
  try {
    await prepareDatabase(db, config, log);
    const keys = signingKeys(db, config, await deriveKeys(secret), () => new Date());
    await command(keys, print, ...rest);
  } catch (error) {
    if (error instanceof Error && error.name === 'RotationError') throw new StartError(error.message);
    throw error;
  } finally {
    await db.destroy();
  }
}
