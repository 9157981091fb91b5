import { InvalidArgumentError } from '../errors.ts';
import { readElements, readMembers } from '../members.ts';
import { WebhookError } from './errors.ts';
import type { ReadScheme } from './schemes.ts';

/** The headers of a request: a `Headers` object, or those of Node.js. Names are not case-sensitive. */
export type WebhookHeaders =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/** The values that a scheme finds in the headers. */
export interface HeaderValues {
  /** Encoded signatures without their prefix. */
  readonly signatures: readonly string[];
  readonly timestamp: number | undefined;
  readonly id: string | undefined;
}

const MAX_HEADER_LENGTH = 4096;
const MAX_SIGNATURES = 20;

/**
 * Reads the headers of a webhook.
 *
 * @throws {@link WebhookError} `ERR_WEBHOOK_HEADER` for a missing, repeated or malformed header
 */
export function readHeaders(scheme: ReadScheme, headers: WebhookHeaders): HeaderValues {
  const lookUp = headerLookUp(headers);
  const value = (name: string): string => checkHeader(name, lookUp(name));
  const signature = value(scheme.signatureHeader);
  const parts =
    scheme.separator === undefined ? [signature] : signature.split(scheme.separator, MAX_SIGNATURES + 2);
  const signatures = withPrefix(parts, scheme.prefix);
  if (signatures.length === 0 || signatures.length > MAX_SIGNATURES) {
    throw malformed(
      scheme.signatureHeader,
      `must have 1 to ${MAX_SIGNATURES} signatures of the expected version`,
    );
  }
  return {
    signatures,
    timestamp: readTimestamp(scheme, parts, value),
    id: scheme.idHeader === undefined ? undefined : readId(scheme.idHeader, value(scheme.idHeader)),
  };
}

function withPrefix(parts: readonly string[], prefix: string): string[] {
  return parts.filter((part) => part.startsWith(prefix)).map((part) => part.slice(prefix.length));
}

function readTimestamp(
  { timestampHeader, timestampPrefix, signatureHeader }: ReadScheme,
  parts: readonly string[],
  value: (name: string) => string,
): number | undefined {
  if (timestampHeader !== undefined) return seconds(timestampHeader, value(timestampHeader));
  if (timestampPrefix === undefined) return undefined;
  const [timestamp = '', ...more] = withPrefix(parts, timestampPrefix);
  if (more.length > 0) throw malformed(signatureHeader, 'must have one timestamp');
  return seconds(signatureHeader, timestamp);
}

function seconds(name: string, text: string): number {
  // The canonical form only: the signed text is rebuilt from the number.
  if (/^[1-9]\d{0,11}$/.test(text)) return Number(text);
  throw malformed(name, 'must have a timestamp in seconds since 1970');
}

function readId(name: string, id: string): string {
  // Without a dot, because the dots of the signed text separate its parts.
  if (/^[\w:+/=~@-]{1,256}$/.test(id)) return id;
  throw malformed(name, 'must be an id of at most 256 letters, digits and -_:+/=~@');
}

type LookUp = (name: string) => unknown;

function headerLookUp(headers: unknown): LookUp {
  if (hasGet(headers)) return (name) => headers.get(name) ?? undefined;
  const members = Object.entries(readMembers(headers, 'headers'));
  return (name) => {
    const values = members.flatMap(([key, value]) => {
      if (key.toLowerCase() !== name || value === undefined) return [];
      return Array.isArray(value) ? readElements(value, 'headers', MAX_SIGNATURES) : [value];
    });
    if (values.length > 1) throw malformed(name, 'must not be repeated');
    return values[0];
  };
}

function hasGet(headers: unknown): headers is { get(name: string): unknown } {
  return (
    typeof headers === 'object' && headers !== null && 'get' in headers && typeof headers.get === 'function'
  );
}

function checkHeader(name: string, value: unknown): string {
  if (value === undefined) throw malformed(name, 'is missing');
  if (typeof value !== 'string') throw new InvalidArgumentError('headers', `headers has no text in ${name}.`);
  if (value.length <= MAX_HEADER_LENGTH) return value;
  throw malformed(name, `must have at most ${MAX_HEADER_LENGTH} characters`);
}

function malformed(name: string, problem: string): WebhookError {
  return new WebhookError('ERR_WEBHOOK_HEADER', `The header ${name} ${problem}.`);
}
