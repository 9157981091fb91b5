import { type Duration, durationSeconds, hash, InvalidArgumentError, utf8 } from '@countersign/core';
import { BreachSourceError } from '../errors.ts';

/**
 * Where breached passwords are looked up: by the first five hexadecimal digits of the SHA-1, so that a source never
 * learns which password was asked about.
 */
export interface BreachSource {
  /** The digests that begin with the prefix: the other 35 digits, in upper case, and how often each was seen. */
  readonly range: (prefix: string) => Promise<ReadonlyMap<string, number>>;
}

/** How {@link checkBreached} looks up. */
export interface BreachOptions {
  readonly source: BreachSource;
  /** When the source fails: `open` counts the password as not breached, `closed` (default) throws. */
  readonly onFailure?: 'open' | 'closed';
}

/**
 * How often a password was seen in breaches; 0 when never.
 *
 * @throws {@link BreachSourceError} `ERR_BREACH_SOURCE` when the source does not answer, unless it fails open
 */
export async function checkBreached(
  password: string,
  { source, onFailure = 'closed' }: BreachOptions,
): Promise<number> {
  if (typeof password !== 'string') throw new InvalidArgumentError('password', 'password must be a string.');
  const digest = hash('sha1', utf8(password, 'password'), { encoding: 'hex' }).toUpperCase();
  try {
    const counts = await source.range(digest.slice(0, 5));
    return counts.get(digest.slice(5)) ?? 0;
  } catch (error) {
    if (onFailure === 'open') return 0;
    throw error instanceof BreachSourceError
      ? error
      : new BreachSourceError('the source failed', { cause: error });
  }
}

/** Reads the lines of a range, `SUFFIX:COUNT`. Rows with a count of 0 are padding and mean nothing. */
export function parseRange(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of text.split(/\r?\n/)) {
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
  /** How many ranges are kept. Default 256. */
  readonly cacheSize?: number;
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** Names the application to the service. Default `countersign`. */
  readonly userAgent?: string;
}

const PUBLIC_API = 'https://api.pwnedpasswords.com/range/';
const MAX_ANSWER_BYTES = 1024 * 1024;

/** The range protocol of Pwned Passwords over HTTPS, with padding, so that the answer's size tells nothing either. */
export function rangeApi(options: RangeApiOptions = {}): BreachSource {
  const {
    url = PUBLIC_API,
    timeout = 5,
    cacheSize = 256,
    fetch = globalThis.fetch,
    userAgent = 'countersign',
  } = options;
  const base = URL.parse(url);
  const isLocal = base?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(base.hostname);
  if (!base || (base.protocol !== 'https:' && !isLocal))
    throw new InvalidArgumentError(
      'url',
      'url must be an https: URL (http: only on the loopback interface).',
    );
  const timeoutMs = Math.ceil(durationSeconds(timeout, 'timeout') * 1000);
  const cache = new Map<string, ReadonlyMap<string, number>>();
  return {
    async range(prefix) {
      const known = cache.get(prefix);
      if (known) return known;
      const counts = parseRange(await read(new URL(prefix, base)));
      const [oldest] = cache.keys();
      if (cache.size >= cacheSize && oldest !== undefined) cache.delete(oldest);
      if (cacheSize > 0) cache.set(prefix, counts);
      return counts;
    },
  };

  async function read(address: URL): Promise<string> {
    try {
      const response = await fetch(address.href, {
        headers: { 'add-padding': 'true', 'user-agent': userAgent },
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (response.status !== 200) throw new BreachSourceError(`the answer was ${response.status}`);
      const text = await response.text();
      if (text.length > MAX_ANSWER_BYTES) throw new BreachSourceError('the answer was too long');
      return text;
    } catch (error) {
      if (error instanceof BreachSourceError) throw error;
      throw new BreachSourceError('the connection failed or took too long', { cause: error });
    }
  }
}
