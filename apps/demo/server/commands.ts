import type { Logger } from 'pino';
import type { KeyEncryptionKeys } from './auth/envelope.ts';
import { RotationError } from './auth/keyring.ts';
import type { Config } from './config.ts';
import { signingKeys } from './serve.ts';
import { migrate, migrationStatus, openDatabase } from './store/open.ts';
import type { Database } from './store/schema.ts';

interface CommandContext {
  readonly config: Config;
  readonly keyEncryptionKeys: KeyEncryptionKeys;
  readonly log: Logger;
  readonly print: (text: string) => void;
}

type Command = (context: CommandContext & { readonly db: Database }, argument?: string) => Promise<void>;

const now = (): Date => new Date();

/** What the service does besides serving, by name. */
const COMMANDS: Readonly<Record<string, Command>> = {
  // Getting here means that the environment is right.
  'config check': async ({ print }) => print('The environment is right.\n'),
  migrate: async ({ db, print }) => {
    const done = await migrate(db);
    print(done.length === 0 ? 'The schema is up to date.\n' : `${done.join('\n')}\n`);
  },
  'migrate status': async ({ db, print }) => {
    for (const { name, executedAt } of await migrationStatus(db))
      print(`${name}  ${executedAt?.toISOString() ?? 'pending'}\n`);
  },
  'keys list': async (context) => {
    for (const { kid, state, publishedAt, kek } of await keysOf(context).list())
      context.print(
        `${kid}  ${state.padEnd(7)}  published ${publishedAt.toISOString()}  sealed with ${kek}\n`,
      );
  },
  'keys rotate': async (context) => {
    const isDone = await keysOf(context).rotate();
    context.print(
      isDone
        ? 'The next key signs now, in every instance within ten seconds.\n'
        : 'Another instance has just rotated.\n',
    );
  },
  'keys revoke': async (context, kid) => {
    if (kid === undefined) throw new UsageError();
    if (!(await keysOf(context).revoke(kid))) throw new RotationError(`There is no key ${kid}.`);
    context.print('Its tokens are refused, by every instance within ten seconds.\n');
  },
  'keys rewrap': async (context) => {
    const count = await keysOf(context).rewrap();
    context.print(
      `${count} put into envelopes of the key-encryption key "${context.keyEncryptionKeys.current}".\n`,
    );
  },
};

/** An unknown command. */
class UsageError extends Error {
  override readonly name = 'UsageError';

  constructor() {
    super(
      `Commands: ${Object.keys(COMMANDS).join(', ')} (keys revoke takes a kid). Without one, the service is started.`,
    );
  }
}

export async function runCommand(words: readonly string[], context: CommandContext): Promise<void> {
  const [first = '', second, third] = words;
  const [command, argument] = COMMANDS[`${first} ${second}`]
    ? [COMMANDS[`${first} ${second}`], third]
    : [second === undefined ? COMMANDS[first] : undefined, undefined];
  if (!command) throw new UsageError();
  const { config, log } = context;
  const db = openDatabase({ url: config.databaseUrl, file: config.databaseFile }, (err) => log.warn({ err }));
  try {
    await command({ ...context, db }, argument);
  } finally {
    await db.destroy();
  }
}

function keysOf({ db, config, keyEncryptionKeys }: CommandContext & { readonly db: Database }) {
  return signingKeys(db, config, keyEncryptionKeys, now);
}
