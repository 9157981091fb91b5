import {
  type Clock,
  compareDigest,
  type Duration,
  hash,
  InvalidArgumentError,
  tokenUrlSafe,
} from '@countersign/core';
import {
  checkReadable,
  clock,
  durationUpTo,
  integer,
  type OptionTable,
  oneOf,
  optional,
  readClock,
  readDate,
  readMembers,
  readOptions,
  string,
  withDefault,
} from '@countersign/core/internal';

/** Options of {@link createResetToken}. */
export interface ResetTokenOptions {
  /** Random bytes, 16 to 64. Default 32. */
  readonly bytes?: number | undefined;
  /** How long the token is valid, at most a year. Default 30 minutes. */
  readonly expiresIn?: Duration | undefined;
  /** Default: the system's clock. */
  readonly now?: Clock | undefined;
}

/** The part of a reset token that is stored. */
export interface ResetRecord {
  /** The SHA-256 of the token, in hexadecimal. A random token needs no slow hash (OWASP ASVS 5.0, 6.5.2). */
  readonly digest: string;
  readonly expiresAt: Date;
}

/** A new reset token. Send the token by mail and do not store it. Store the rest. */
export interface ResetToken extends ResetRecord {
  readonly token: string;
}

const MAX_SECONDS = 366 * 86_400;

const TOKEN_OPTIONS = {
  bytes: withDefault(integer({ min: 16, max: 64 }), 32),
  expiresIn: withDefault(durationUpTo(MAX_SECONDS), 30 * 60),
  now: optional(clock),
} satisfies OptionTable<ResetTokenOptions>;

/**
 * Makes a token that lets its holder set a new password once, for a limited time.
 *
 * The database ensures *once*, in one statement:
 * `UPDATE … SET used_at = now WHERE digest = ? AND used_at IS NULL AND expires_at > now`.
 *
 * @throws {@link InvalidArgumentError}
 */
export function createResetToken(options: ResetTokenOptions = {}): ResetToken {
  const { bytes, expiresIn, now } = readOptions(options, TOKEN_OPTIONS);
  const expiresAt = new Date(readClock(now).getTime() + expiresIn * 1000);
  if (Number.isNaN(expiresAt.getTime()))
    throw new InvalidArgumentError('now', 'now is too late for a date after it.');
  const token = tokenUrlSafe(bytes);
  return { token, digest: resetDigest(token), expiresAt };
}

const MAX_TOKEN_LENGTH = 256;

/**
 * The digest under which a token is stored and found.
 *
 * @throws {@link InvalidArgumentError} for anything but well-formed text of at most 256 characters
 */
export function resetDigest(token: string): string {
  if (isToken(token)) return hash('sha256', token, { encoding: 'hex' });
  throw new InvalidArgumentError(
    'token',
    `token must be a string of at most ${MAX_TOKEN_LENGTH} characters, without lone surrogates.`,
  );
}

function isToken(token: unknown): token is string {
  return typeof token === 'string' && token.length <= MAX_TOKEN_LENGTH && token.isWellFormed();
}

/** Options of {@link verifyResetToken}. */
export interface VerifyResetOptions {
  /** Default: the system's clock. */
  readonly now?: Clock | undefined;
}

const VERIFY_OPTIONS = { now: optional(clock) } satisfies OptionTable<VerifyResetOptions>;

/** A stored reset token, as a database driver or JSON returns it. */
export interface StoredResetRecord {
  readonly digest: string;
  /** A Date, or ISO 8601 with a time zone, such as `2026-01-01T00:30:00.000Z`. */
  readonly expiresAt: Date | string;
}

/**
 * Whether a token belongs to a record and has not expired. The digests are compared in constant time. Whether the token was used
 * before is for the database to decide.
 *
 * @throws {@link InvalidArgumentError} for a record without a digest or a valid `expiresAt`
 */
export function verifyResetToken(
  token: string,
  record: StoredResetRecord,
  options: VerifyResetOptions = {},
): boolean {
  const { now } = readOptions(options, VERIFY_OPTIONS);
  const members = readMembers(record, 'record');
  const digest = string(members['digest'], 'digest');
  const expiresAt = readExpiry(members['expiresAt']);
  if (!isToken(token)) return false;
  return compareDigest(digest, resetDigest(token)) && readClock(now).getTime() < expiresAt;
}

const ISO_DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

function readExpiry(value: unknown): number {
  if (typeof value !== 'string') return readDate(value, 'expiresAt').getTime();
  const time = ISO_DATE.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isFinite(time)) return time;
  throw new InvalidArgumentError(
    'expiresAt',
    'expiresAt must be a valid Date, or ISO 8601 text with a time zone such as "2026-01-01T00:30:00Z".',
  );
}

/** Options of {@link resetUrl}. */
export interface ResetUrlOptions {
  /**
   * `path` (default) appends the token to the path. `query` sets a parameter. `fragment` appends it after `#`, where it reaches
   * neither logs nor the Referer header; a base such as `https://example.com/#/reset` becomes `…/#/reset/TOKEN`.
   */
  readonly place?: 'path' | 'query' | 'fragment' | undefined;
  /** The name of the query parameter. Default `token`. */
  readonly parameter?: string | undefined;
}

const URL_OPTIONS = {
  place: withDefault(oneOf(['path', 'query', 'fragment']), 'path'),
  parameter: withDefault(string, 'token'),
} satisfies OptionTable<ResetUrlOptions>;

/**
 * The link for the mail. Take the base from configuration, never from a request's Host header. Its other parts stay as they are.
 *
 * @throws {@link InvalidArgumentError} for a base that is not an http or https URL, that contains credentials, or whose fragment
 * is not a route (`#/…`) if the token belongs there
 * @example
 * resetUrl('https://example.com/reset-pwd/', token) // https://example.com/reset-pwd/TOKEN
 */
export function resetUrl(base: string | URL, token: string, options: ResetUrlOptions = {}): string {
  const { place, parameter } = readOptions(options, URL_OPTIONS);
  const url = readBase(base);
  if (typeof token !== 'string' || !/^[A-Za-z0-9_-]{1,256}$/.test(token))
    throw new InvalidArgumentError('token', 'token must be a token that createResetToken made.');
  if (place === 'path') url.pathname = appended(url.pathname, token);
  else if (place === 'query') url.search = withParameter(url.search.slice(1), parameter, token);
  else url.hash = inFragment(url.hash.slice(1), token);
  return url.href;
}

function readBase(base: unknown): URL {
  checkReadable(base, 'base');
  const text = base instanceof URL ? base.href : string(base, 'base');
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '') return url;
  throw new InvalidArgumentError('base', 'base must be an http or https URL without credentials.');
}

function appended(path: string, token: string): string {
  return `${path.replace(/\/$/, '')}/${token}`;
}

/** Sets one parameter of a query. The text of the others is kept: `URLSearchParams` would rewrite it. */
function withParameter(query: string, parameter: string, token: string): string {
  if (parameter === '')
    throw new InvalidArgumentError('parameter', 'parameter must be the name of a query parameter.');
  const added = new URLSearchParams([[parameter, token]]).toString();
  const parts = query === '' ? [] : query.split('&');
  const isParameter = (part: string): boolean => new URLSearchParams(part).has(parameter);
  const at = parts.findIndex(isParameter);
  const others = parts.map((part, index) => (index === at ? added : part));
  return [
    ...others.filter((part, index) => index === at || !isParameter(part)),
    ...(at < 0 ? [added] : []),
  ].join('&');
}

function inFragment(fragment: string, token: string): string {
  if (fragment === '') return token;
  if (/^!?\//.test(fragment)) return appended(fragment, token);
  throw new InvalidArgumentError(
    'base',
    'base already has a fragment. Only a route such as #/reset can be followed by the token.',
  );
}
