import { InvalidArgumentError } from '@countersign/core/internal';

/** A request, its headers, or the values of its Authorization header. */
export type BearerSource = Request | Headers | string | readonly string[] | null | undefined;

/** The credential of a request. */
export type Credential =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'malformed'; readonly reason: string };

/** `b64token` (RFC 6750 section 2.1). */
const B64_TOKEN = /^[\w.~+/-]+=*$/;

/** Two Authorization headers arrive joined by a comma (RFC 9110 section 5.3). */
const SECOND_CREDENTIAL = /,[ \t]*bearer(?:[ \t,]|$)/i;

const SCHEME = 'bearer';

/**
 * Reads the bearer token of a request (RFC 6750 section 2.1). Tokens in a query or body are ignored.
 *
 * @param maxLength the maximum length of the header's value
 * @throws {@link InvalidArgumentError} if the source is neither a request nor headers nor text
 */
export function readCredential(source: unknown, maxLength: number): Credential {
  const header = authorization(source);
  if (header === null || header === undefined) return { kind: 'none' };
  if (typeof header !== 'string') return malformed('The request has more than one Authorization header.');
  if (header.length > maxLength) return malformed('The Authorization header is too long.');
  return parseCredential(header.replace(/^[ \t]+/, ''));
}

function parseCredential(header: string): Credential {
  if (header === '') return malformed('The Authorization header is empty.');
  const space = header.indexOf(' ');
  const scheme = space === -1 ? header : header.slice(0, space);
  if (SECOND_CREDENTIAL.test(header) || scheme.toLowerCase() === `${SCHEME},`)
    return malformed('The request has more than one Authorization header.');
  if (scheme.toLowerCase() !== SCHEME) return { kind: 'none' };
  const token = space === -1 ? '' : header.slice(space).trim();
  if (token === '') return malformed('The Authorization header has no token after "Bearer".');
  if (!B64_TOKEN.test(token)) return malformed('The bearer token has characters that a token cannot have.');
  return { kind: 'token', token };
}

function malformed(reason: string): Credential {
  return { kind: 'malformed', reason };
}

/** The value of the Authorization header. An array means several values. */
function authorization(source: unknown): unknown {
  if (source === null || source === undefined || typeof source === 'string') return source;
  if (Array.isArray(source)) return source.length > 1 ? source : source[0];
  const headers = isObject(source) && 'headers' in source ? source.headers : source;
  if (isHeaders(headers)) return headers.get('authorization');
  throw new InvalidArgumentError(
    'source',
    'source must be a Request, its Headers, or the value of its Authorization header.',
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Recognises `Headers`, also of another realm or another implementation. */
function isHeaders(value: unknown): value is { get(name: string): unknown } {
  return isObject(value) && 'get' in value && typeof value.get === 'function';
}
