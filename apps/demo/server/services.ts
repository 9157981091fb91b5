import type { PasswordHasher } from '@countersign/password';
import type { AccessTokens } from './auth/tokens.ts';
import type { Outbox } from './mail/outbox.ts';
import type { Store } from './store/store.ts';

/** What the routes work with. */
export interface Services {
  readonly store: Store;
  readonly hasher: PasswordHasher;
  readonly tokens: AccessTokens;
  readonly outbox: Outbox;
  /** The base of links: from the configuration, never from a request. */
  readonly publicUrl: string;
  readonly isProduction: boolean;
}
