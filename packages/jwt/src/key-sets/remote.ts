import {
  type Clock,
  clock,
  type Duration,
  durationSeconds,
  func,
  InvalidArgumentError,
  integer,
  list,
  type OptionReader,
  optional,
  readClock,
  readOptions,
  string,
  type TableOf,
  withDefault,
} from '@countersign/core/internal';
import { KeyNotFoundError, KeySetError } from '../errors.ts';
import type { Algorithm } from '../keys/algorithms.ts';
import type { Key } from '../keys/key.ts';
import { KeySet } from '../keys/key-set.ts';
import type { ProtectedHeader } from '../token/header.ts';
import { checkUrl } from './address.ts';
import { download, type Fetch } from './download.ts';
import { type KeySetEntries, type KeySetProblem, readKeySet, selectKey } from './entries.ts';
import { type HeadersSource, readHeaders } from './headers.ts';
import { DEFAULT_MAX_KEYS, MAX_KEYS, verificationKey } from './local.ts';
import { Turns } from './turns.ts';

/** Options of {@link createRemoteKeySet}. */
export interface RemoteKeySetOptions {
  /** How long a set is used before it is fetched again, unless `Cache-Control: max-age` is shorter. At most a week; default 10 minutes. */
  readonly cacheMaxAge?: Duration | undefined;
  /** Minimum time between two fetches, so that tokens with unknown key ids cannot cause many. 0.1 seconds to a day; default 30 seconds. */
  readonly cooldown?: Duration | undefined;
  /** Maximum time of one fetch. At most 5 minutes; default 5 seconds. */
  readonly timeout?: Duration | undefined;
  /** How long beyond its age a set is still used if it cannot be fetched. At most 4 weeks; default 1 day. */
  readonly staleFor?: Duration | undefined;
  /** Headers of the request. */
  readonly headers?: HeadersSource | undefined;
  /** Hosts of a private network, with or without port, that may be reached without TLS. */
  readonly allowHttp?: readonly string[] | undefined;
  /** Maximum number of keys. 1 to 100 000, default 1000. */
  readonly maxKeys?: number | undefined;
  /** Maximum size of the answer in bytes. Default 256 KiB. */
  readonly maxBytes?: number | undefined;
  /** The `fetch` to use, for example with a proxy or a private CA. Default: the runtime's. */
  readonly fetch?: Fetch | undefined;
  /** Default: the system's clock. */
  readonly now?: Clock | undefined;
}

const DAY = 86_400;
const WEEK = 7 * DAY;
const DEFAULT_MAX_BYTES = 256 * 1024;

/** Reads a duration in a range, in seconds. */
function secondsFrom(min: number, max: number): OptionReader<number> {
  return (value, argument) => {
    const seconds = durationSeconds(value, argument);
    if (seconds >= min && seconds <= max) return seconds;
    throw new InvalidArgumentError(argument, `${argument} must be from ${min} to ${max} seconds.`);
  };
}

const OPTIONS: TableOf<RemoteSettings> = {
  cacheMaxAge: withDefault(secondsFrom(0, WEEK), 600),
  cooldown: withDefault(secondsFrom(0.1, DAY), 30),
  timeout: withDefault(secondsFrom(0.001, 300), 5),
  staleFor: withDefault(secondsFrom(0, 4 * WEEK), DAY),
  headers: optional(readHeaders),
  allowHttp: optional(list(string)),
  maxKeys: withDefault(integer(MAX_KEYS), DEFAULT_MAX_KEYS),
  maxBytes: withDefault(integer({ min: 1, max: 2 ** 26 }), DEFAULT_MAX_BYTES),
  fetch: optional(func<Fetch>()),
  now: optional(clock),
};

/** Options of {@link createRemoteKeySet} after they were checked. Durations are in seconds. */
export interface RemoteSettings {
  readonly cacheMaxAge: number;
  readonly cooldown: number;
  readonly timeout: number;
  readonly staleFor: number;
  readonly headers: readonly (readonly [string, string])[] | undefined;
  readonly allowHttp: readonly string[] | undefined;
  readonly maxKeys: number;
  readonly maxBytes: number;
  readonly fetch: Fetch | undefined;
  readonly now: Clock | undefined;
}

/** @throws {@link InvalidArgumentError} */
export function readRemoteOptions(options: RemoteKeySetOptions): RemoteSettings {
  return readOptions(options, OPTIONS);
}

interface Cached {
  readonly entries: KeySetEntries;
  /** When it should be fetched again, in seconds. */
  readonly freshUntil: number;
}

/** The pause after the first failure, in seconds. It doubles until the first success, up to the cooldown. */
const FIRST_PAUSE = 1;

/** A key set that another service publishes. */
export interface RemoteKeySet extends KeySet {
  /** The entries of the last JWK Set that are not used, or not as they are written. */
  readonly problems: readonly KeySetProblem[];
  /**
   * Fetches the set now, so that the first token does not wait.
   *
   * @throws {@link KeySetError}
   */
  preload(): Promise<void>;
}

class FetchedKeySet extends KeySet implements RemoteKeySet {
  readonly #url: URL;
  readonly #options: RemoteSettings;
  readonly #turns = new Turns();
  #cached: Cached | undefined;
  #lastAttempt = Number.NEGATIVE_INFINITY;
  #failures = 0;
  #lastFailure: KeySetError | undefined;
  #fetching: Promise<void> | undefined;

  constructor(url: URL, options: RemoteSettings) {
    super();
    this.#url = url;
    this.#options = options;
  }

  get problems(): readonly KeySetProblem[] {
    return this.#cached?.entries.problems ?? [];
  }

  async preload(): Promise<void> {
    if (!this.#isFresh()) await this.#refresh();
    this.#usable();
  }

  override async select(
    header: ProtectedHeader,
    algorithm: Algorithm,
  ): Promise<Key<'public'> | Key<'secret'>> {
    if (!this.#isFresh()) await this.#refresh();
    try {
      return verificationKey(selectKey(this.#usable(), header, algorithm));
    } catch (error) {
      // The key may have been published after the last fetch.
      if (!(error instanceof KeyNotFoundError) || this.#isPausing()) throw error;
      await this.#refresh();
      return verificationKey(selectKey(this.#usable(), header, algorithm));
    }
  }

  #now(): number {
    return readClock(this.#options.now).getTime() / 1000;
  }

  #isFresh(): boolean {
    return this.#cached !== undefined && this.#now() < this.#cached.freshUntil;
  }

  /** The time until the next fetch: growing before the first success, the cooldown afterwards. */
  #pause(): number {
    const { cooldown } = this.#options;
    if (this.#cached || this.#failures === 0) return cooldown;
    return Math.min(cooldown, FIRST_PAUSE * 2 ** (this.#failures - 1));
  }

  #isPausing(): boolean {
    const passed = this.#now() - this.#lastAttempt;
    // A clock that was set back does not tell how much time has passed.
    return passed >= 0 && passed < this.#pause();
  }

  /** The set to use: for a while, one that is out of date is better than none. */
  #usable(): KeySetEntries {
    if (this.#cached && this.#now() < this.#cached.freshUntil + this.#options.staleFor)
      return this.#cached.entries;
    throw this.#lastFailure ?? new KeySetError('The key set could not be fetched.');
  }

  /** Fetches once for all that wait. A failure is remembered, and the last set stays. */
  async #refresh(): Promise<void> {
    if (!this.#fetching) {
      if (this.#isPausing()) return;
      this.#lastAttempt = this.#now();
      this.#fetching = this.#fetch(this.#lastAttempt).finally(() => {
        this.#fetching = undefined;
      });
    }
    await this.#fetching;
    await this.#turns.next();
  }

  async #fetch(now: number): Promise<void> {
    const { timeout, cacheMaxAge, cooldown, headers = [], fetch, maxBytes, maxKeys } = this.#options;
    try {
      const answer = await download(this.#url, {
        what: 'key set',
        timeoutSeconds: timeout,
        headers,
        fetch,
        maxBytes,
      });
      const entries = readKeySet(answer.json, { isRemote: true, maxKeys });
      const age = Math.min(cacheMaxAge, answer.maxAgeSeconds ?? cacheMaxAge);
      // Until the cooldown is over, it cannot be fetched again anyway.
      this.#cached = { entries, freshUntil: now + Math.max(age, cooldown) };
      this.#failures = 0;
      this.#lastFailure = undefined;
    } catch (error) {
      this.#failures += 1;
      this.#lastFailure =
        error instanceof KeySetError
          ? error
          : new KeySetError('The key set could not be fetched.', { cause: error });
    }
  }
}

/**
 * Creates a key set that another service publishes. It is fetched when first needed, and again when it is out of date or
 * a token names an unknown key. If the service is down, the last set is used for a while.
 *
 * Only `https`, and `http` on the loopback interface and for `allowHttp`. Redirects are not followed, and secrets in the
 * set are ignored.
 *
 * @throws {@link InvalidArgumentError}; when used, {@link KeySetError} `ERR_KEY_SET` and {@link KeyNotFoundError} `ERR_KEY_NOT_FOUND`
 * @example
 * const keySet = createRemoteKeySet('https://auth.example.com/.well-known/jwks.json');
 * const verify = createVerifier(keySet, { algorithms: ['ES256'], audience: 'api' });
 */
export function createRemoteKeySet(url: string | URL, options: RemoteKeySetOptions = {}): RemoteKeySet {
  const read = readRemoteOptions(options);
  return new FetchedKeySet(checkUrl(url, read.allowHttp ?? []), read);
}
