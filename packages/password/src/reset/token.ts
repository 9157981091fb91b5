import {
  type Clock,
  checkInteger,
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
export function createResetToken({ bytes = 32, expiresIn = '30m', now }: ResetTokenOptions = {}): ResetToken {
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

const MAX_TOKEN_LENGTH = 256;

/**
 * Whether a token is the one of a record and still good. It compares in constant time. It cannot know whether the token was used before: the store does.
 *
 * @throws {@link InvalidArgumentError} when the record is none
 */
export function verifyResetToken(
  token: string,
  record: ResetRecord,
  { now }: VerifyResetOptions = {},
): boolean {
  if (typeof record?.digest !== 'string')
    throw new InvalidArgumentError('record', 'record must be what createResetToken gave to store.');
  const expiry = readClock(record.expiresAt, 'expiresAt');
  if (typeof token !== 'string' || token.length > MAX_TOKEN_LENGTH || !token.isWellFormed()) return false;
  const isToken = compareDigest(record.digest, resetDigest(token));
  return isToken && readClock(now) < expiry;
}

/** Where the token stands in the link. */
export interface ResetUrlOptions {
  /** `path` (default) appends it; `fragment` puts it behind `#`, where it reaches neither logs nor the Referer header. */
  readonly place?: 'path' | 'fragment';
}

/**
 * The link for the mail. The base comes from configuration, never from a request's Host header.
 *
 * @throws {@link InvalidArgumentError} for a base that is no http or https URL, or has a query, a fragment or a user name
 * @example
 * resetUrl('https://example.com/reset-pwd/', token) // https://example.com/reset-pwd/TOKEN
 */
export function resetUrl(
  base: string | URL,
  token: string,
  { place = 'path' }: ResetUrlOptions = {},
): string {
  const url = URL.parse(String(base));
  const isPlain =
    url &&
    /^https?:$/.test(url.protocol) &&
    url.search === '' &&
    url.hash === '' &&
    url.username === '' &&
    url.password === '';
  if (!isPlain)
    throw new InvalidArgumentError(
      'base',
      'base must be an http or https URL without a query, a fragment or a user name.',
    );
  if (typeof token !== 'string' || !/^[A-Za-z0-9_-]{1,256}$/.test(token))
    throw new InvalidArgumentError('token', 'token must be one that createResetToken made.');
  if (place === 'fragment') url.hash = token;
  else url.pathname = `${url.pathname.replace(/\/$/, '')}/${token}`;
  return url.href;
}
