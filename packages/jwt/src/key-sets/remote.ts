import {
  type Clock,
  type Duration,
  durationSeconds,
  InvalidArgumentError,
  type Range,
  readClock,
} from '@countersign/core';
import { KeyNotFoundError, KeySetError } from '../errors.ts';
import type { AlgorithmInfo } from '../keys/algorithms.ts';
import type { Key } from '../keys/key.ts';
import { checkOptions, type OptionNames } from '../options.ts';
import type { ProtectedHeader } from '../token/header.ts';
import { checkUrl, download, type Fetch } from './download.ts';
import { KeySet, readKeySet, selectKey } from './key-set.ts';

/** Options of {@link createRemoteKeySet}. */
export interface RemoteKeySetOptions {
  /** How long a set is used before it is fetched again. The server's `Cache-Control: max-age` counts when it is shorter. At most a week; default 10 minutes. */
  readonly cacheMaxAge?: Duration;
  /** The least time between two fetches, so that tokens with unknown key ids cannot make them many. 0.1 seconds to a day; default 30 seconds. */
  readonly cooldown?: Duration;
  /** How long one fetch may take. At most 5 minutes; default 5 seconds. */
  readonly timeout?: Duration;
  /** How long beyond its age a set is still used when it cannot be fetched. At most 4 weeks; default 1 day. */
  readonly staleFor?: Duration;
  /** Headers of the request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The `fetch` to use. Default: the runtime's. */
  readonly fetch?: Fetch;
  /** Default: the system's clock. */
  readonly now?: Clock;
}

interface Cached {
  readonly entries: ReturnType<typeof readKeySet>;
  /** When it should be fetched again, in seconds. */
  readonly freshUntil: number;
}

const DAY = 86_400;
const WEEK = 7 * DAY;

const OPTION_NAMES: OptionNames<RemoteKeySetOptions> = {
  cacheMaxAge: true,
  cooldown: true,
  timeout: true,
  staleFor: true,
  headers: true,
  fetch: true,
  now: true,
};

function seconds(value: Duration, argument: string, { min, max }: Range): number {
  const length = durationSeconds(value, argument);
  if (length >= min && length <= max) return length;
  throw new InvalidArgumentError(argument, `${argument} must be from ${min} to ${max} seconds.`);
}

class RemoteKeySet extends KeySet {
  readonly #url: URL;
  readonly #options: RemoteKeySetOptions;
  readonly #seconds: {
    readonly maxAge: number;
    readonly cooldown: number;
    readonly timeout: number;
    readonly stale: number;
  };
  #cached: Cached | undefined;
  #lastAttempt = Number.NEGATIVE_INFINITY;
  #lastFailure: KeySetError | undefined;
  #fetching: Promise<void> | undefined;

  constructor(url: URL, options: RemoteKeySetOptions) {
    super();
    this.#url = url;
    this.#options = options;
    this.#seconds = {
      maxAge: seconds(options.cacheMaxAge ?? '10m', 'cacheMaxAge', { min: 0, max: WEEK }),
      cooldown: seconds(options.cooldown ?? '30s', 'cooldown', { min: 0.1, max: DAY }),
      timeout: seconds(options.timeout ?? '5s', 'timeout', { min: 0.001, max: 300 }),
      stale: seconds(options.staleFor ?? '1d', 'staleFor', { min: 0, max: 4 * WEEK }),
    };
  }

  override async select(header: ProtectedHeader, info: AlgorithmInfo): Promise<Key> {
    if (!this.#isFresh()) await this.#refresh();
    try {
      return selectKey(this.#usable(), header, info);
    } catch (error) {
      // A key that was published after our last look: look once more, unless we just did.
      if (!(error instanceof KeyNotFoundError) || this.#isCoolingDown()) throw error;
      await this.#refresh();
      return selectKey(this.#usable(), header, info);
    }
  }

  #now(): number {
    return readClock(this.#options.now).getTime() / 1000;
  }

  #isFresh(): boolean {
    return this.#cached !== undefined && this.#now() < this.#cached.freshUntil;
  }

  #isCoolingDown(): boolean {
    const passed = this.#now() - this.#lastAttempt;
    // A clock that was set back says nothing about how long ago that was.
    return passed >= 0 && passed < this.#seconds.cooldown;
  }

  /** The set to work with: one that is out of date is better than none, for a while. */
  #usable(): Cached['entries'] {
    if (this.#cached && this.#now() < this.#cached.freshUntil + this.#seconds.stale)
      return this.#cached.entries;
    throw this.#lastFailure ?? new KeySetError('The key set could not be fetched.');
  }

  /** Fetches once, however many are waiting. A failure is remembered; what was there stays. */
  async #refresh(): Promise<void> {
    if (!this.#fetching && this.#isCoolingDown()) return;
    this.#fetching ??= this.#fetch().finally(() => {
      this.#fetching = undefined;
    });
    await this.#fetching;
  }

  async #fetch(): Promise<void> {
    this.#lastAttempt = this.#now();
    try {
      const { timeout, maxAge } = this.#seconds;
      const { headers = {}, fetch } = this.#options;
      const answer = await download(this.#url, { timeoutSeconds: timeout, headers, ...(fetch && { fetch }) });
      const entries = readKeySet(answer.json, { isRemote: true });
      const seconds = Math.min(maxAge, answer.maxAgeSeconds ?? maxAge);
      this.#cached = { entries, freshUntil: this.#now() + seconds };
      this.#lastFailure = undefined;
    } catch (error) {
      this.#lastFailure =
        error instanceof KeySetError
          ? error
          : new KeySetError('The key set could not be fetched.', { cause: error });
    }
  }
}

/**
 * A key set that another service publishes. It is fetched when first needed, kept, fetched again when it is out of date
 * or a token names an unknown key, and used a while longer when the service is down.
 *
 * Only `https` (and `http` on the loopback interface), no redirect, at most 256 KiB. Secrets in the set are ignored.
 *
 * @throws {@link InvalidArgumentError}; when used, {@link KeySetError} `ERR_KEY_SET` and {@link KeyNotFoundError} `ERR_KEY_NOT_FOUND`
 * @example
 * const keySet = createRemoteKeySet('https://auth.example.com/.well-known/jwks.json');
 */
export function createRemoteKeySet(url: string | URL, options: RemoteKeySetOptions = {}): KeySet {
  checkOptions(options, OPTION_NAMES);
  const { headers = {} } = options;
  const isHeaders =
    typeof headers === 'object' &&
    headers !== null &&
    Object.values(headers).every((value) => typeof value === 'string');
  if (!isHeaders) throw new InvalidArgumentError('headers', 'headers must be an object of texts.');
  if (options.fetch !== undefined && typeof options.fetch !== 'function')
    throw new InvalidArgumentError('fetch', 'fetch must be a function.');
  return new RemoteKeySet(checkUrl(url), options);
}
