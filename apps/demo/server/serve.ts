import type { IncomingMessage } from 'node:http';
import { tokenUrlSafe } from '@countersign/core';
import { PasswordHasher } from '@countersign/password';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import * as endpoints from './api/endpoints.ts';
import type { ProblemCode } from './api/problems.ts';
import { createApp } from './app.ts';
import type { KeyEncryptionKeys } from './auth/envelope.ts';
import { SigningKeys } from './auth/keyring.ts';
import { SESSION_LIFETIMES, Sessions } from './auth/sessions.ts';
import { ACCESS_TOKEN_SECONDS, AccessTokens } from './auth/tokens.ts';
import type { Config } from './config.ts';
import { Gate } from './http/gate.ts';
import { listen } from './http/listen.ts';
import { createMetrics } from './http/metrics.ts';
import { Limiter, TRUST_SECONDS } from './limits/limiter.ts';
import { LONGEST_MEMORY_SECONDS } from './limits/rules.ts';
import { Outbox } from './mail/outbox.ts';
import {
  consoleTransport,
  fileTransport,
  recentMails,
  smtpTransport,
  type Transport,
} from './mail/transports.ts';
import { yieldToEventLoop } from './pool-priority.ts';
import { createReports } from './resource-server/reports.ts';
import { Schedule } from './schedule.ts';
import type { Services } from './services.ts';
import { migrate, openDatabase } from './store/open.ts';
import { purge } from './store/purge.ts';
import type { Database } from './store/schema.ts';

/** A service that answers. */
export interface RunningService {
  readonly url: string;
  /** Where the second service answers, if it was asked for. */
  readonly reportsUrl: string | undefined;
  readonly keys: SigningKeys;
  /** Reads the signing keys again, as each instance does by itself every few seconds. */
  reloadKeys(): Promise<void>;
  /** Takes no new request, finishes those under way, and closes the database. */
  stop(): Promise<void>;
}

export interface ServeOptions {
  readonly log: Logger;
  readonly keyEncryptionKeys: KeyEncryptionKeys;
  /** Writes mails to the console, when they go there. */
  readonly print?: (text: string) => void;
  /** Default: the system's clock. */
  readonly now?: () => Date;
  /** Default: one with a short queue. */
  readonly hasher?: PasswordHasher;
  /** Default: {@link keyTimes}. */
  readonly keyTimes?: KeyTimes;
}

/** When keys are looked at and used, in seconds. */
export interface KeyTimes {
  /** How often every instance looks for changes. */
  readonly check: number;
  /** How long a key is published before it signs. */
  readonly publish: number;
}

/** By default a key signs once every instance has published it, and no verifier has an older set any more. */
function keyTimes({ jwksMaxAge }: Config): KeyTimes {
  return { check: KEY_CHECK_SECONDS, publish: jwksMaxAge + 3 * KEY_CHECK_SECONDS };
}

const KEY_CHECK_SECONDS = 10;
const PURGE_SECONDS = 60;
const HASH_QUEUE = { queueLength: 32, queueTimeout: 2 } as const;
/** What computes a password hash, and how many of them at once, from their start to their answer. */
const HASHING = [
  endpoints.register.path,
  endpoints.login.path,
  endpoints.changePassword.path,
  endpoints.resetPassword.path,
] as const;
const MAX_HASHING = 32;

/** The signing keys of a database, as the configuration wants them. */
export function signingKeys(
  db: Database,
  config: Config,
  keks: KeyEncryptionKeys,
  now: () => Date,
  times: KeyTimes = keyTimes(config),
): SigningKeys {
  return new SigningKeys(db, keks, {
    algorithm: config.signingAlgorithm,
    schedule: {
      rotateAfter: config.keyRotationSeconds,
      publishFor: times.publish,
      keepRetired: ACCESS_TOKEN_SECONDS + 3 * times.check + 60,
    },
    now,
  });
}

/** Starts the service and resolves when it answers. */
export async function serve(config: Config, options: ServeOptions): Promise<RunningService> {
  const {
    log,
    keyEncryptionKeys,
    print = () => {},
    now = () => new Date(),
    hasher = new PasswordHasher(HASH_QUEUE),
    keyTimes: times = keyTimes(config),
  } = options;
  const db = openDatabase({ url: config.databaseUrl, file: config.databaseFile }, (err) =>
    log.warn({ event: 'database.connection-lost', err }),
  );
  try {
    await reach(db, config);
    for (const migration of await migrate(db)) log.info({ event: 'database.migrated', migration });
    await yieldToEventLoop();
    const keys = signingKeys(db, config, keyEncryptionKeys, now, times);
    return await start(config, { log, print, now, hasher, times, db, keys, ring: await keys.load() });
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

/** Why the service cannot start, for whoever has to set it right. */
class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
}

/** Fails now and with a sentence, rather than later and with a stack. */
async function reach(db: Database, { databaseUrl, databaseFile }: Config): Promise<void> {
  try {
    await sql`select 1`.execute(db);
    // A transaction that changes nothing: whether one could.
    if (databaseUrl === undefined) await sql`pragma user_version = 1`.execute(db);
  } catch (error) {
    const what = databaseUrl === undefined ? databaseFile : 'in DATABASE_URL';
    throw new DatabaseError(
      `The database ${what} cannot be opened: ${error instanceof Error ? error.message : 'no reason given'}`,
    );
  }
}

interface Parts {
  readonly log: Logger;
  readonly print: (text: string) => void;
  readonly now: () => Date;
  readonly hasher: PasswordHasher;
  readonly times: KeyTimes;
  readonly db: Database;
  readonly keys: SigningKeys;
  readonly ring: Awaited<ReturnType<SigningKeys['load']>>;
}

async function start(
  config: Config,
  { log, print, now, hasher, times, db, keys, ring }: Parts,
): Promise<RunningService> {
  let app: ReturnType<typeof createApp> | undefined;
  let isDraining = false;
  const notYet = (): Response => new Response(null, { status: 503, headers: { 'retry-after': '1' } });
  const metrics = createMetrics(
    () => hasher.load,
    () => main.connections(),
  );
  const gate = new Gate(MAX_HASHING, HASHING);
  let shed = 0;
  const refuse = (request: IncomingMessage): ProblemCode | undefined => {
    if (!gate.refuses(request)) return undefined;
    shed += 1;
    metrics.shed.inc();
    return 'overloaded';
  };
  const { host, port } = config;
  const main = await listen((request, env) => app?.fetch(request, env) ?? notYet(), { host, port, refuse });
  const publicUrl = config.publicUrl ?? main.url;

  const resourceServerSecret = config.resourceServerSecret ?? tokenUrlSafe();
  const reports =
    config.reportsPort === undefined
      ? undefined
      : await createReports({
          host: config.host,
          port: config.reportsPort,
          url: config.reportsUrl,
          issuer: publicUrl,
          issuerAddress: main.url,
          secret: resourceServerSecret,
          now,
        });
  const audiences: [string, ...string[]] = [publicUrl, ...(reports ? [reports.audience] : [])];
  const tokens = new AccessTokens(ring, { issuer: publicUrl, audiences, now });
  const reloadKeys = async (): Promise<void> => tokens.use(await keys.load());

  const mails = recentMails();
  const services: Services = {
    config: { ...config, resourceServerSecret },
    db,
    hasher,
    gate,
    tokens,
    sessions: new Sessions(db, now, { ...SESSION_LIFETIMES, reuseWindow: config.refreshReuseSeconds }),
    limiter: new Limiter(db, now),
    log,
    metrics,
    recentMails: mails,
    publicUrl,
    now,
    isDraining: () => isDraining,
  };
  app = createApp(services);

  const outbox = new Outbox({ db, transports: transports(config, mails, print), publicUrl, log, now });
  const schedule = new Schedule(log);
  // One line for all of them: a flood that filled the log, too, would be worse.
  schedule.every(1, 'shed', async () => {
    if (shed > 0) log.warn({ event: 'requests.shed', count: shed });
    shed = 0;
  });
  schedule.every(times.check, 'keys', async () => {
    if (await keys.maintain()) log.info({ event: 'keys.changed' });
    await reloadKeys();
  });
  schedule.every(PURGE_SECONDS, 'purge', () =>
    purge(db, now(), {
      reuseWindow: config.refreshReuseSeconds * 1000,
      usedTokens: SESSION_LIFETIMES.idle * 1000,
      attempts: LONGEST_MEMORY_SECONDS * 1000,
      trust: TRUST_SECONDS * 1000,
    }),
  );

  return {
    url: main.url,
    reportsUrl: reports?.url,
    keys,
    reloadKeys,
    async stop() {
      isDraining = true;
      await Promise.all([main.close(config.shutdownSeconds), reports?.close(config.shutdownSeconds)]);
      await schedule.stop();
      await outbox.stop();
      await db.destroy();
      log.info({ event: 'stopped' });
    },
  };
}

/** Where mails go. In development also to the page that shows them; that page does not exist in production. */
function transports(
  { mode, smtp, mailFile }: Config,
  mails: Transport,
  print: (text: string) => void,
): Transport[] {
  return [
    ...(smtp ? [smtpTransport(smtp.url, smtp.from)] : []),
    ...(mailFile === undefined ? [] : [fileTransport(mailFile)]),
    ...(mode === 'development' && !smtp ? [consoleTransport(print)] : []),
    ...(mode === 'production' ? [] : [mails]),
  ];
}
