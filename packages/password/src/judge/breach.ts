import {
  type Clock,
  checkInteger,
  checkOptions,
  type Duration,
  durationSeconds,
  hash,
  InvalidArgumentError,
  readClock,
  utf8,
} from '@countersign/core';
import { BreachSourceError } from '../errors.ts';

/** Where breached passwords are looked up, by their SHA-1: a service, files, or a table of your own. */
export interface BreachSource {
  /** How often the password with this SHA-1 (40 upper-case hexadecimal digits) was seen; 0 when never. */
  readonly count: (digest: string) => Promise<number>;
}

/** How {@link checkBreached} looks up. */
export interface BreachOptions {
  readonly source: BreachSource;
  /** When the source fails: `open` counts the password as not breached, `closed` (default) throws. */
  readonly onFailure?: 'open' | 'closed';
}

const OPTIONS: ReadonlySet<string> = new Set([
  'source',
  'onFailure',
] satisfies readonly (keyof BreachOptions)[]);

/**
 * How often a password was seen in breaches; 0 when never.
 *
 * @throws {@link BreachSourceError} `ERR_BREACH_SOURCE` when the source does not answer, unless it fails open
 * @example
 * await checkBreached(password, { source: rangeApi(), onFailure: 'open' })
 */
export async function checkBreached(password: string, options: BreachOptions): Promise<number> {
  const { source, onFailure } = checkBreachOptions(options);
  const digest = hash('sha1', utf8(password, 'password'), { encoding: 'hex' }).toUpperCase();
  try {
    return await source.count(digest);
  } catch (error) {
    if (onFailure === 'open') return 0;
    throw error instanceof BreachSourceError
      ? error
      : new BreachSourceError('the source failed', { cause: error });
  }
}

/** Checks the options of a look-up. */
export function checkBreachOptions(options: BreachOptions): Required<BreachOptions> {
  checkOptions(options, OPTIONS);
  const { source, onFailure = 'closed' } = options;
  if (typeof source?.count !== 'function')
    throw new InvalidArgumentError('source', 'source must have a function count, as rangeApi() has.');
  if (onFailure !== 'open' && onFailure !== 'closed')
    throw new InvalidArgumentError('onFailure', 'onFailure must be "open" or "closed".');
  return { source, onFailure };
}

/** How many digits of the SHA-1 a range has in common. */
export const PREFIX_LENGTH = 5;

/** Reads the lines of a range, `SUFFIX:COUNT`. Rows with a count of 0 are padding and mean nothing. */
export function parseRange(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of text.split('\n')) {
    const [, suffix, count] = /^([0-9A-Fa-f]{35}):(\d{1,12})$/.exec(line.trim()) ?? [];
    if (suffix !== undefined && Number(count) > 0) counts.set(suffix.toUpperCase(), Number(count));
  }
  return counts;
}

/** Options of {@link rangeApi}. */
export interface RangeApiOptions {
  /** The address before the prefix. Default: the public Pwned Passwords service. */
  readonly url?: string;
  /** Default 5 seconds. */
  readonly timeout?: Duration;
  /** How many ranges are kept, 0 to 100 000. Default 256. */
  readonly cacheSize?: number;
  /** How long they are kept. Default a day. */
  readonly cacheMaxAge?: Duration;
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** Names the application to the service. Default `countersign`. */
  readonly userAgent?: string;
  /** Default: the system's clock. */
  readonly now?: Clock;
}

const API_OPTIONS: ReadonlySet<string> = new Set([
  'url',
  'timeout',
  'cacheSize',
  'cacheMaxAge',
  'fetch',
  'userAgent',
  'now',
] satisfies readonly (keyof RangeApiOptions)[]);

const PUBLIC_API = 'https://api.pwnedpasswords.com/range/';
/** Padded answers have about 40 KiB. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/**
 * The range protocol of Pwned Passwords over HTTPS: the service is asked for the first five digits of the SHA-1, and never
 * learns which password was meant. Answers are padded, so that their size tells nothing either.
 *
 * @throws {@link InvalidArgumentError} for an address that is not https (http is taken on the loopback interface)
 */
export function rangeApi(options: RangeApiOptions = {}): BreachSource {
  checkOptions(options, API_OPTIONS);
  const { url = PUBLIC_API, fetch = globalThis.fetch, userAgent = 'countersign' } = options;
  const base = baseUrl(url);
  const cacheSize = checkInteger(options.cacheSize ?? 256, 'cacheSize', { min: 0, max: 100_000 });
  const maxAgeMs = durationSeconds(options.cacheMaxAge ?? '1d', 'cacheMaxAge') * 1000;
  const timeoutMs = Math.ceil(durationSeconds(options.timeout ?? 5, 'timeout') * 1000);
  const cache = new Map<string, { readonly counts: ReadonlyMap<string, number>; readonly until: number }>();
  return {
    async count(digest) {
      const prefix = digest.slice(0, PREFIX_LENGTH);
      const now = readClock(options.now).getTime();
      const known = cache.get(prefix);
      if (known && now < known.until) return countIn(known.counts, digest);
      const counts = parseRange(await read(new URL(prefix, base)));
      const [oldest] = cache.keys();
      if (cache.size >= cacheSize && oldest !== undefined) cache.delete(oldest);
      if (cacheSize > 0) cache.set(prefix, { counts, until: now + maxAgeMs });
      return countIn(counts, digest);
    },
  };

  async function read(address: URL): Promise<string> {
    try {
      const response = await fetch(address.href, {
        headers: { 'add-padding': 'true', 'user-agent': userAgent },
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (response.status !== 200) throw new BreachSourceError(`the answer was ${response.status}`);
      return await textOf(response);
    } catch (error) {
      if (error instanceof BreachSourceError) throw error;
      throw new BreachSourceError('the connection failed or took too long', { cause: error });
    }
  }
}

function countIn(counts: ReadonlyMap<string, number>, digest: string): number {
  return counts.get(digest.slice(PREFIX_LENGTH)) ?? 0;
}

function baseUrl(url: string): URL {
  const base = URL.parse(url);
  const isLocal = base?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(base.hostname);
  if (base && (base.protocol === 'https:' || isLocal)) return base;
  throw new InvalidArgumentError('url', 'url must be an https: URL (http: only on the loopback interface).');
}

/** The text of an answer, of which no more is taken in than a range can be long. */
async function textOf(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let [text, size] = ['', 0];
  // By a reader, since not every browser iterates over a body.
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    size += part.value.length;
    if (size > MAX_ANSWER_BYTES) {
      await reader?.cancel();
      throw new BreachSourceError('the answer was too long');
    }
    text += decoder.decode(part.value, { stream: true });
  }
  return text;
}
