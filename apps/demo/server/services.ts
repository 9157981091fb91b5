import type { PasswordHasher } from '@countersign/password';
import type { Logger } from 'pino';
import type { Sessions } from './auth/sessions.ts';
import type { AccessTokens } from './auth/tokens.ts';
import type { Config } from './config.ts';
import type { Limiter } from './limits/limiter.ts';
import type { RecentMail } from './mail/transports.ts';
import type { Metrics } from './metrics.ts';
import type { Database } from './store/schema.ts';

/** Everything that the routes use. */
export interface Services {
  readonly config: Config;
  readonly db: Database;
  readonly hasher: PasswordHasher;
  /** Signs and verifies with the current keys. */
  tokens(): AccessTokens;
  readonly sessions: Sessions;
  readonly limiter: Limiter;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** The newest mails, for `/dev/mail`. */
  readonly recentMails: readonly RecentMail[];
  /** The issuer, and the base of links. It never comes from a request. */
  readonly publicUrl: string;
  readonly now: () => Date;
  /** Why this instance should get no requests. Empty if it is ready. */
  notReady(): readonly string[];
}
