import type { PasswordHasher } from '@countersign/password';
import type { Logger } from 'pino';
import type { Sessions } from './auth/sessions.ts';
import type { AccessTokens } from './auth/tokens.ts';
import type { Config } from './config.ts';
import type { Gate } from './http/gate.ts';
import type { Metrics } from './http/metrics.ts';
import type { Limiter } from './limits/limiter.ts';
import type { RecentMails } from './mail/transports.ts';
import type { Database } from './store/schema.ts';

/** What the routes work with. */
export interface Services {
  readonly config: Config;
  readonly db: Database;
  readonly hasher: PasswordHasher;
  /** In front of every request that hashes a password. */
  readonly gate: Gate;
  readonly tokens: AccessTokens;
  readonly sessions: Sessions;
  readonly limiter: Limiter;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly recentMails: RecentMails;
  /** The base of links, and the issuer: from the configuration, never from a request. */
  readonly publicUrl: string;
  readonly now: () => Date;
  /** Whether requests should go elsewhere: the service is stopping. */
  isDraining(): boolean;
}
