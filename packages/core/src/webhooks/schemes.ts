import type { Encoding } from '../bytes.ts';
import { encoding } from '../encoding/encoding.ts';
import { InvalidArgumentError } from '../errors.ts';
import type { HashName } from '../hash/algorithms.ts';
import { hmacDigest } from '../hmac/hmac.ts';
import { oneOf, optional, string, withDefault } from '../option-readers.ts';
import { readOptions, type TableOf } from '../options.ts';

/** The names of the built-in schemes. */
export type WebhookSchemeName = 'standard' | 'github' | 'stripe' | 'slack' | 'shopify';

/**
 * How a provider signs its webhooks with HMAC.
 *
 * @example
 * const verifyLinear = createWebhookVerifier({ signatureHeader: 'linear-signature' }, secret);
 * const verifyZoom = createWebhookVerifier(
 *   {
 *     signatureHeader: 'x-zm-signature',
 *     timestampHeader: 'x-zm-request-timestamp',
 *     content: 'v0:{timestamp}:{body}',
 *     prefix: 'v0=',
 *   },
 *   secret,
 * );
 */
export interface WebhookScheme {
  /** Header with the signature. */
  readonly signatureHeader: string;
  /** Header with the time of sending in seconds since 1970. `content` must contain `{timestamp}`. */
  readonly timestampHeader?: string | undefined;
  /** Header with the id of the message. `content` must contain `{id}`. */
  readonly idHeader?: string | undefined;
  /** The signed text, with `{body}` once, and `{timestamp}` and `{id}` if signed. Default `{body}`. */
  readonly content?: string | undefined;
  /** The digest of HMAC. Default `sha256`. */
  readonly algorithm?: HashName | undefined;
  /** Encoding of the signature. Default `hex`. */
  readonly encoding?: Encoding | undefined;
  /** Text before a signature, such as `sha256=`. Signatures without it are ignored. */
  readonly prefix?: string | undefined;
  /** Text between several signatures in the header. Default: the header has one signature. */
  readonly separator?: string | undefined;
  /** Prefix of the timestamp, if it is in the signature header too (Stripe: `t=`). Needs `separator`. */
  readonly timestampPrefix?: string | undefined;
  /** Encoding of secrets that are text: UTF-8, or Base64 with an optional prefix `whsec_`. Default `utf8`. */
  readonly secretEncoding?: 'utf8' | 'base64' | undefined;
}

/** A scheme that has been read. */
export interface ReadScheme {
  readonly signatureHeader: string;
  readonly timestampHeader: string | undefined;
  readonly idHeader: string | undefined;
  readonly content: string;
  readonly algorithm: string;
  readonly encoding: Encoding;
  readonly prefix: string;
  readonly separator: string | undefined;
  readonly timestampPrefix: string | undefined;
  readonly secretEncoding: 'utf8' | 'base64';
}

const SCHEMES: Readonly<Record<WebhookSchemeName, WebhookScheme>> = {
  // https://www.standardwebhooks.com. webhook-signature: v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=
  standard: {
    signatureHeader: 'webhook-signature',
    timestampHeader: 'webhook-timestamp',
    idHeader: 'webhook-id',
    content: '{id}.{timestamp}.{body}',
    encoding: 'base64',
    prefix: 'v1,',
    separator: ' ',
    secretEncoding: 'base64',
  },
  // X-Hub-Signature-256: sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17
  github: { signatureHeader: 'x-hub-signature-256', prefix: 'sha256=' },
  // Stripe-Signature: t=1492774577,v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd
  stripe: {
    signatureHeader: 'stripe-signature',
    content: '{timestamp}.{body}',
    prefix: 'v1=',
    separator: ',',
    timestampPrefix: 't=',
  },
  // X-Slack-Signature: v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503
  slack: {
    signatureHeader: 'x-slack-signature',
    timestampHeader: 'x-slack-request-timestamp',
    content: 'v0:{timestamp}:{body}',
    prefix: 'v0=',
  },
  // X-Shopify-Hmac-SHA256: the tag in Base64
  shopify: { signatureHeader: 'x-shopify-hmac-sha256', encoding: 'base64' },
};

const SCHEME: TableOf<ReadScheme> = {
  signatureHeader: headerName,
  timestampHeader: optional(headerName),
  idHeader: optional(headerName),
  content: withDefault(string, '{body}'),
  algorithm: withDefault(digestName, 'sha256'),
  encoding: withDefault(encoding, 'hex'),
  prefix: withDefault(string, ''),
  separator: optional(nonEmpty),
  timestampPrefix: optional(nonEmpty),
  secretEncoding: withDefault(oneOf(['utf8', 'base64']), 'utf8'),
};

function nonEmpty(value: unknown, argument: string): string {
  if (typeof value === 'string' && value.length > 0) return value;
  throw new InvalidArgumentError(argument, `${argument} must be text, not empty.`);
}

function headerName(value: unknown, argument: string): string {
  if (typeof value === 'string' && /^[\w-]{1,100}$/.test(value)) return value.toLowerCase();
  throw new InvalidArgumentError(argument, `${argument} must be the name of a header.`);
}

function digestName(value: unknown, argument: string): string {
  return hmacDigest(string(value, argument)).info.name;
}

/**
 * Reads a scheme, by name or as an object.
 *
 * @throws {@link InvalidArgumentError}
 */
export function readScheme(scheme: unknown): ReadScheme {
  const read = readOptions(typeof scheme === 'string' ? findScheme(scheme) : scheme, SCHEME, 'scheme');
  checkContent(read);
  return read;
}

function findScheme(name: string): WebhookScheme {
  const [, found] = Object.entries(SCHEMES).find(([known]) => known === name) ?? [];
  if (found !== undefined) return found;
  throw new InvalidArgumentError(
    'scheme',
    `scheme must be an object, or one of ${Object.keys(SCHEMES).join(', ')}.`,
  );
}

/** A value that is read from a header but not signed could be changed by anybody. */
function checkContent(scheme: ReadScheme): void {
  const { content, timestampHeader, timestampPrefix, idHeader, separator } = scheme;
  const expected = {
    '{body}': true,
    '{timestamp}': timestampHeader !== undefined || timestampPrefix !== undefined,
    '{id}': idHeader !== undefined,
  };
  for (const [placeholder, isExpected] of Object.entries(expected)) {
    if (content.split(placeholder).length - 1 === (isExpected ? 1 : 0)) continue;
    throw new InvalidArgumentError(
      'content',
      isExpected
        ? `content must contain ${placeholder} once, because otherwise it is not signed.`
        : `content contains ${placeholder}, but the scheme has no header for it.`,
    );
  }
  if (timestampPrefix !== undefined && (separator === undefined || timestampHeader !== undefined)) {
    throw new InvalidArgumentError(
      'timestampPrefix',
      'timestampPrefix needs a separator, and excludes timestampHeader.',
    );
  }
}
