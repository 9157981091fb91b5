import { PasswordHasher } from '@countersign/password';
import type { Logger } from 'pino';
import { createApp } from './app.ts';
import { type KeyRing, SigningKeys } from './auth/keyring.ts';
import { deriveKeys, type ServiceKeys } from './auth/secrets.ts';
import { Sessions } from './auth/sessions.ts';
import { ACCESS_TOKEN_SECONDS, AccessTokens, CLOCK_SKEW_SECONDS } from './auth/tokens.ts';
import type { Config } from './config.ts';
import { close, handle } from './http/listen.ts';
import { Limiter } from './limits/limiter.ts';
import { Outbox } from './mail/outbox.ts';
import { type RecentMail, transports } from './mail/transports.ts';
import { createMetrics } from './metrics.ts';
import { Schedule } from './schedule.ts';
import { databaseLocation, listenAt, prepareDatabase, StartError } from './start.ts';
import { openDatabase, storeCheck } from './store/open.ts';
import { purge } from './store/purge.ts';
import type { Database } from './store/schema.ts';

/** A service that answers requests. */
export interface RunningService {
  readonly url: string;
  readonly keys: SigningKeys;
  /** Reads the signing keys again. Each instance does so every few seconds. */
  reloadKeys(): Promise<void>;
  /** Takes no new request, finishes the current ones, and closes the database. */
  stop(): Promise<void>;
}

export interface ServeOptions {
  readonly log: Logger;
  /** SERVICE_SECRET: 32 random bytes. */
  readonly secret: Uint8Array;
  readonly print?: (text: string) => void;
  readonly now?: () => Date;
  readonly hasher?: PasswordHasher;
  /** Seconds between two checks of the database and of the keys. */
  readonly checkSeconds?: number;
  /** Seconds for which a key is published before it signs. */
  readonly publishSeconds?: number;
}

const CHECK_SECONDS = 5;
const PURGE_SECONDS = 60;
const MAIL_SECONDS = 0.2;

/** A few hashes run, and 32 wait for at most two seconds. Further requests get 503. */
const HASH_QUEUE = { queueLength: 32, queueTimeout: 2 } as const;

/** Starts the service. If it fails, it closes everything that it has opened. */
export async function serve(config: Config, options: ServeOptions): Promise<RunningService> {
  const opened = new AsyncDisposableStack();
  try {
    return await start(config, options, opened);
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

async function start(
  config: Config,
  { log, secret, print = () => {}, now = () => new Date(), ...options }: ServeOptions,
  opened: AsyncDisposableStack,
): Promise<RunningService> {
  const { checkSeconds = CHECK_SECONDS, hasher = new PasswordHasher(HASH_QUEUE) } = options;
  const location = databaseLocation(config);
  const db = openDatabase(location, (err) => log.warn({ event: 'database.connection-lost', err }));
  opened.defer(() => db.destroy());
  await prepareDatabase(db, config, log);
  const derived = await deriveKeys(secret);
  const keys = signingKeys(db, config, derived, now, options.publishSeconds);
  const ring = await keys.load();
  if (!ring.signingKey)
    throw new StartError('SERVICE_SECRET does not decrypt the signing keys in this database.');

  const { server, port } = await listenAt(config);
  opened.defer(() => close(server, config.SHUTDOWN_SECONDS));
  const name = ['0.0.0.0', '::'].includes(config.HOST) ? 'localhost' : config.HOST;
  const url = `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
  const publicUrl = config.PUBLIC_URL ?? url;
  const audiences: [string, ...string[]] = [publicUrl, ...config.AUDIENCES];
  const tokensWith = (loaded: KeyRing) => new AccessTokens(loaded, { issuer: publicUrl, audiences, now });
  let tokens = tokensWith(ring);

  const reloadKeys = async (): Promise<void> => {
    const loaded = await keys.load();
    // Even without a signing key, because a revoked key must not verify any more.
    tokens = tokensWith(loaded);
    if (!loaded.signingKey) throw new StartError('SERVICE_SECRET does not decrypt the active signing key.');
  };
  const schedule = new Schedule(log);
  schedule.every(checkSeconds, 'database', storeCheck(db, location));
  schedule.every(checkSeconds, 'keys', async () => {
    await reloadKeys();
    if (!(await keys.maintain())) return;
    log.info({ event: 'keys.changed' });
    await reloadKeys();
  });
  schedule.every(PURGE_SECONDS, 'purge', () => purge(db, now()));
  const recentMails: RecentMail[] = [];
  const mailTransports = transports(config, recentMails, print);
  const outbox = new Outbox({ db, transports: mailTransports, publicUrl, log, now });
  schedule.every(MAIL_SECONDS, 'mail', (signal) => outbox.sendDue(signal));

  let isStopping = false;
  const app = createApp({
    config,
    db,
    hasher,
    tokens: () => tokens,
    sessions: new Sessions({ key: derived.refresh, reuseSeconds: config.REFRESH_REUSE_SECONDS, now }),
    limiter: new Limiter(db, {
      key: derived.limits,
      factor: config.NODE_ENV === 'development' ? 100 : 1,
      now,
    }),
    log,
    metrics: createMetrics(() => hasher.load),
    recentMails,
    publicUrl,
    now,
    notReady: () => [...schedule.failing, ...(isStopping ? ['stopping'] : [])],
  });
  handle(server, app.fetch);

  return {
    url,
    keys,
    reloadKeys,
    async stop() {
      isStopping = true;
      await close(server, config.SHUTDOWN_SECONDS);
      await schedule.stop();
      await opened.disposeAsync();
      log.info({ event: 'stopped' });
    },
  };
}

/** The signing keys in the database, by the schedule of the configuration. */
export function signingKeys(
  db: Database,
  config: Config,
  { encryption }: ServiceKeys,
  now: () => Date,
  // By default, every instance has published the key, and no verifier has an older set.
  publishFor: number = config.JWKS_MAX_AGE + 3 * CHECK_SECONDS,
): SigningKeys {
  return new SigningKeys(db, {
    encryptionKey: encryption,
    algorithm: config.SIGNING_ALGORITHM,
    rotateAfter: config.KEY_ROTATION_DAYS * 86_400,
    publishFor,
    keepRetired: ACCESS_TOKEN_SECONDS + CLOCK_SKEW_SECONDS + 3 * CHECK_SECONDS,
    now,
  });
}
