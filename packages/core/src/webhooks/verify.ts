import type { Bytes, Message } from '../bytes.ts';
import { InvalidArgumentError } from '../errors.ts';
import { createHmac } from '../hmac/hmac.ts';
import { checkReadable, isList, readElements } from '../members.ts';
import { optional } from '../option-readers.ts';
import { type OptionTable, readOptions } from '../options.ts';
import { type Clock, clock, readClock } from '../time/clock.ts';
import { type Duration, durationSeconds } from '../time/duration.ts';
import { readBody, readSecret, signedContent } from './content.ts';
import { WebhookError } from './errors.ts';
import { type HeaderValues, readHeaders, type WebhookHeaders } from './headers.ts';
import { type ReadScheme, readScheme, type WebhookScheme, type WebhookSchemeName } from './schemes.ts';

/** Options of a webhook verifier. */
export interface WebhookVerifierOptions {
  /**
   * The greatest difference between the timestamp and the current time, in seconds or as `"5m"`. Default 300 seconds.
   * GitHub and Shopify sign no timestamp, and reject this option.
   */
  readonly tolerance?: Duration | undefined;
  /** The current time. Default: the system's clock. */
  readonly now?: Clock | undefined;
}

/** An authentic webhook. */
export interface VerifiedWebhook {
  /** The body that was signed. Parse this, not another copy. */
  readonly body: Bytes;
  /** The signed id (Standard Webhooks). Store it for the time of the tolerance, and reject an id that you have seen. */
  readonly id?: string;
  /** The signed time of sending in seconds since 1970. */
  readonly timestamp?: number;
}

const OPTIONS = {
  tolerance: optional(durationSeconds),
  now: optional(clock),
} as const satisfies OptionTable<WebhookVerifierOptions>;

const DEFAULT_TOLERANCE_SECONDS = 300;
const MAX_SECRETS = 10;

/**
 * Creates a function that verifies webhooks of a provider. It compares signatures in constant time.
 *
 * @param scheme the provider, or an object for another one
 * @param secrets the secret, or several during a rotation: a webhook that is signed with any of them is authentic. Text for
 * Standard Webhooks is Base64 with an optional prefix `whsec_`
 * @returns a function of the raw body and the headers. It throws {@link WebhookError} (`ERR_WEBHOOK_HEADER`,
 * `ERR_WEBHOOK_SIGNATURE`, `ERR_WEBHOOK_TIMESTAMP`), and {@link InvalidArgumentError} for a body that is already parsed
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`)
 * @see https://www.standardwebhooks.com
 * @example
 * const verifyWebhook = createWebhookVerifier('github', secret);
 * const { body } = verifyWebhook(rawBody, rawHeaders);
 * const event = JSON.parse(fromUtf8(body));
 */
export function createWebhookVerifier(
  scheme: WebhookSchemeName | WebhookScheme,
  secrets: Message | readonly Message[],
  options: WebhookVerifierOptions = {},
): (body: Message, headers: WebhookHeaders) => VerifiedWebhook {
  const read = readScheme(scheme);
  const keys = readSecrets(read, secrets);
  const { tolerance, now } = readOptions(options, OPTIONS);
  if (tolerance !== undefined && !read.content.includes('{timestamp}')) {
    throw new InvalidArgumentError('tolerance', 'tolerance needs a scheme that signs a timestamp.');
  }
  return (body, headers) => {
    const values = readHeaders(read, headers);
    const signed = { body: readBody(body), timestamp: values.timestamp, id: values.id };
    checkSignature(read, keys, signedContent(read, signed), values);
    checkTimestamp(values.timestamp, tolerance ?? DEFAULT_TOLERANCE_SECONDS, readClock(now));
    return {
      body: signed.body,
      ...(values.id !== undefined && { id: values.id }),
      ...(values.timestamp !== undefined && { timestamp: values.timestamp }),
    };
  };
}

function readSecrets(scheme: ReadScheme, secrets: Message | readonly Message[]): Bytes[] {
  checkReadable(secrets, 'secrets');
  const list = isList(secrets, 'secrets') ? readElements(secrets, 'secrets', MAX_SECRETS) : [secrets];
  if (list.length === 0) throw new InvalidArgumentError('secrets', 'secrets must have at least one secret.');
  return list.map((secret) => readSecret(scheme, secret, 'secrets'));
}

function checkSignature(
  { algorithm, encoding }: ReadScheme,
  keys: readonly Bytes[],
  content: Bytes,
  { signatures }: HeaderValues,
): void {
  let isAuthentic = false;
  for (const key of keys) {
    const mac = createHmac(algorithm, key).update(content);
    for (const signature of signatures) {
      if (mac.verify(signature, { encoding })) isAuthentic = true;
    }
  }
  if (isAuthentic) return;
  throw new WebhookError(
    'ERR_WEBHOOK_SIGNATURE',
    'No signature of the webhook matches. Check the secret, and that body is the raw body of the request.',
  );
}

function checkTimestamp(timestamp: number | undefined, tolerance: number, now: Date): void {
  if (timestamp === undefined || Math.abs(now.getTime() / 1000 - timestamp) <= tolerance) return;
  throw new WebhookError(
    'ERR_WEBHOOK_TIMESTAMP',
    `The webhook is authentic, but its timestamp differs by more than ${tolerance} seconds from the current time.`,
  );
}
