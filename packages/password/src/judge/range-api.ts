import { type Clock, type Duration, InvalidArgumentError } from '@countersign/core';
import {
  clock,
  durationSeconds,
  durationUpTo,
  func,
  integer,
  MAX_TIMER_SECONDS,
  type OptionTable,
  optional,
  readClock,
  readOptions,
  string,
  withDefault,
} from '@countersign/core/internal';
import { BreachSourceError } from '../errors.ts';
import type { BreachSource } from './breach.ts';
import { type BreachRange, checkDigest, PREFIX_LENGTH, parseRange } from './range.ts';

/** Options of {@link rangeApi}. */
export interface RangeApiOptions {
  /** The address before the prefix, ending with `/` or `=`. Default: the public Pwned Passwords service. */
  readonly url?: string | undefined;
  /** Default 5 seconds. */
  readonly timeout?: Duration | undefined;
  /** How many ranges are kept, 0 to 100,000; each takes about 16 kB. Default 256. */
  readonly cacheSize?: number | undefined;
  /** How long they are kept. Default one day. */
  readonly cacheMaxAge?: Duration | undefined;
  /** Default: the platform's `fetch`. */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** Names the application to the service. Default `countersign`. */
  readonly userAgent?: string | undefined;
  /** Default: the system's clock. */
  readonly now?: Clock | undefined;
}

const OPTIONS = {
  url: withDefault(baseUrl, 'https://api.pwnedpasswords.com/range/'),
  timeout: withDefault(durationUpTo(MAX_TIMER_SECONDS), 5),
  cacheSize: withDefault(integer({ min: 0, max: 100_000 }), 256),
  cacheMaxAge: withDefault(durationSeconds, 86_400),
  fetch: optional(func<NonNullable<RangeApiOptions['fetch']>>()),
  userAgent: withDefault(string, 'countersign'),
  now: optional(clock),
} satisfies OptionTable<RangeApiOptions>;

/** A padded answer has about 40 KiB. */
const MAX_ANSWER_BYTES = 1024 * 1024;
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * The range protocol of Pwned Passwords over HTTPS. The service sees the first five digits of the SHA-1, and never learns the
 * password. It pads its answers, so that their size reveals nothing either.
 *
 * Look-ups of one range at the same time share one request.
 *
 * @throws {@link InvalidArgumentError} for an address that is not https (http is allowed on the loopback interface), that has
 * credentials or a fragment, or that does not end with `/` or `=`
 */
export function rangeApi(options: RangeApiOptions = {}): BreachSource {
  const read = readOptions(options, OPTIONS);
  const cache = new RangeCache(read.cacheSize, read.cacheMaxAge * 1000);
  const pending = new Map<string, Promise<BreachRange>>();
  return {
    async count(value) {
      const digest = checkDigest(value);
      const prefix = digest.slice(0, PREFIX_LENGTH);
      const now = readClock(read.now).getTime();
      const known = cache.get(prefix, now);
      if (known) return known.count(digest);
      const loading =
        pending.get(prefix) ??
        load(prefix)
          .then((range) => {
            cache.set(prefix, range, now);
            return range;
          })
          .finally(() => pending.delete(prefix));
      pending.set(prefix, loading);
      return (await loading).count(digest);
    },
  };

  async function load(prefix: string): Promise<BreachRange> {
    const { fetch = globalThis.fetch } = read;
    try {
      const response = await fetch(read.url + prefix, {
        headers: { 'add-padding': 'true', 'user-agent': read.userAgent },
        redirect: 'error',
        signal: AbortSignal.timeout(Math.ceil(read.timeout * 1000)),
      });
      if (response.status !== 200)
        throw new BreachSourceError(`the service answered with status ${response.status}`);
      return parseRange(await textOf(response));
    } catch (error) {
      if (error instanceof BreachSourceError) throw error;
      throw new BreachSourceError('the connection failed or took too long', { cause: error });
    }
  }
}

/** The most recent ranges. Adding one to a full cache removes the oldest. */
class RangeCache {
  readonly #size: number;
  readonly #maxAgeMs: number;
  readonly #ranges = new Map<string, { readonly range: BreachRange; readonly until: number }>();
  // A kept iterator finds the oldest entry in constant time. A new one would pass over all removed entries.
  readonly #oldest = this.#ranges.keys();

  constructor(size: number, maxAgeMs: number) {
    this.#size = size;
    this.#maxAgeMs = maxAgeMs;
  }

  get(prefix: string, now: number): BreachRange | undefined {
    const known = this.#ranges.get(prefix);
    if (known === undefined || now < known.until) return known?.range;
    this.#ranges.delete(prefix);
    return undefined;
  }

  set(prefix: string, range: BreachRange, now: number): void {
    if (this.#size === 0) return;
    this.#ranges.delete(prefix);
    if (this.#ranges.size >= this.#size) this.#ranges.delete(this.#oldest.next().value ?? '');
    this.#ranges.set(prefix, { range, until: now + this.#maxAgeMs });
  }
}

function baseUrl(value: unknown, argument: string): string {
  const text = string(value, argument);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !(url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.includes(url.hostname))))
    throw new InvalidArgumentError(
      argument,
      `${argument} must be an https: URL (http: only on the loopback interface).`,
    );
  if (url.username !== '' || url.password !== '')
    throw new InvalidArgumentError(
      argument,
      `${argument} contains credentials. Send them in a header, with the option fetch.`,
    );
  if (url.href.includes('#') || !/[/=]$/.test(url.href))
    throw new InvalidArgumentError(
      argument,
      `${argument} must end with / or =, because the five digits of the range are appended to it.`,
    );
  return url.href;
}

async function textOf(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let [text, size] = ['', 0];
  // Some browsers cannot iterate over a body.
  for (let chunk = await reader?.read(); chunk?.value; chunk = await reader?.read()) {
    size += chunk.value.length;
    if (size > MAX_ANSWER_BYTES) {
      await reader?.cancel();
      throw new BreachSourceError('the answer was too long');
    }
    text += decoder.decode(chunk.value, { stream: true });
  }
  return text + decoder.decode();
}
