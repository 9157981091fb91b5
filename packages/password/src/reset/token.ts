import {
  type Clock,
  checkInteger,
  checkOptions,
  compareDigest,
  type Duration,
  durationSeconds,
  hash,
  InvalidArgumentError,
  readClock,
  tokenUrlSafe,
} from '@countersign/core';

/** Options of {@link createResetToken}. */
export interface ResetTokenOptions {
  /** Random bytes, 16 to 64. Default 32. */
  readonly bytes?: number;
  /** How long it is good for. Default 30 minutes. */
  readonly expiresIn?: Duration;
  /** Default: the system's clock. */
  readonly now?: Clock;
}

const TOKEN_OPTIONS: ReadonlySet<string> = new Set([
  'bytes',
  'expiresIn',
  'now',
] satisfies readonly (keyof ResetTokenOptions)[]);

/** What is kept of a reset token. */
export interface ResetRecord {
  /** The SHA-256 of the token, in hexadecimal. A token of so much chance needs no slow hash (OWASP ASVS 5.0, 6.5.2). */
  readonly digest: string;
  readonly expiresAt: Date;
}

/** A new reset token: the token goes into the mail and is forgotten, the rest into the database. */
export interface ResetToken extends ResetRecord {
  readonly token: string;
}

/**
 * Makes a token that lets its holder set a new password, once, for a while.
 *
 * *Once* is the store's to decide, in one statement: `UPDATE … SET used_at = now WHERE digest = ? AND used_at IS NULL AND expires_at > now`.
 *
 * @throws {@link InvalidArgumentError}
 */
export function createResetToken(options: ResetTokenOptions = {}): ResetToken {
  checkOptions(options, TOKEN_OPTIONS);
  const { bytes = 32, expiresIn = '30m', now } = options;
  checkInteger(bytes, 'bytes', { min: 16, max: 64 });
  const seconds = durationSeconds(expiresIn, 'expiresIn');
  const token = tokenUrlSafe(bytes);
  return {
    token,
    digest: resetDigest(token),
    expiresAt: new Date(readClock(now).getTime() + seconds * 1000),
  };
}

/** The digest under which a token is stored and looked up. */
export function resetDigest(token: string): string {
  if (typeof token !== 'string' || !token.isWellFormed())
    throw new InvalidArgumentError('token', 'token must be a string.');
  return hash('sha256', token, { encoding: 'hex' });
}

/** When the verification happens. */
export interface VerifyResetOptions {
  /** Default: the system's clock. */
  readonly now?: Clock;
}

const VERIFY_OPTIONS: ReadonlySet<string> = new Set(['now'] satisfies readonly (keyof VerifyResetOptions)[]);
const MAX_TOKEN_LENGTH = 256;

/**
 * Whether a token is the one of a record and still good. It compares in constant time. It cannot know whether the token was used before: the store does.
 *
 * @throws {@link InvalidArgumentError} when the record is none
 */
export function verifyResetToken(
  token: string,
  record: ResetRecord,
  options: VerifyResetOptions = {},
): boolean {
  checkOptions(options, VERIFY_OPTIONS);
  if (typeof record?.digest !== 'string')
    throw new InvalidArgumentError('record', 'record must be what createResetToken gave to store.');
  const expiry = readClock(record.expiresAt, 'expiresAt');
  if (typeof token !== 'string' || token.length > MAX_TOKEN_LENGTH || !token.isWellFormed()) return false;
  const isToken = compareDigest(record.digest, resetDigest(token));
  return isToken && readClock(options.now) < expiry;
}

/** Where the token stands in the link. */
export interface ResetUrlOptions {
  /**
   * `path` (default) appends it to the path; `query` sets a parameter; `fragment` puts it behind `#`, where it reaches
   * neither logs nor the Referer header.
   */
  readonly place?: 'path' | 'query' | 'fragment';
  /** The name of the query's parameter. Default `token`. */
  readonly parameter?: string;
}

const URL_OPTIONS: ReadonlySet<string> = new Set([
  'place',
  'parameter',
] satisfies readonly (keyof ResetUrlOptions)[]);

/**
 * The link for the mail. The base comes from configuration, never from a request's Host header; its path, query and fragment
 * are kept.
 *
 * @throws {@link InvalidArgumentError} for a base that is no http or https URL, names a user, or has a fragment where the token
 * should stand
 * @example
 * resetUrl('https://example.com/reset-pwd/', token) // https://example.com/reset-pwd/TOKEN
 */
export function resetUrl(base: string | URL, token: string, options: ResetUrlOptions = {}): string {
  checkOptions(options, URL_OPTIONS);
  const { place = 'path', parameter = 'token' } = options;
  const url = URL.parse(String(base));
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw new InvalidArgumentError('base', 'base must be an http or https URL without a user name.');
  if (typeof token !== 'string' || !/^[A-Za-z0-9_-]{1,256}$/.test(token))
    throw new InvalidArgumentError('token', 'token must be one that createResetToken made.');
  switch (place) {
    case 'path':
      url.pathname = `${url.pathname.replace(/\/$/, '')}/${token}`;
      return url.href;
    case 'query':
      if (typeof parameter !== 'string' || parameter === '')
        throw new InvalidArgumentError('parameter', 'parameter must be the name of a query parameter.');
      url.searchParams.set(parameter, token);
      return url.href;
    case 'fragment':
      if (url.hash !== '')
        throw new InvalidArgumentError('base', 'base has a fragment already, where the token should stand.');
      url.hash = token;
      return url.href;
    default:
      throw new InvalidArgumentError('place', 'place must be "path", "query" or "fragment".');
  }
}
