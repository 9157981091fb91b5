import type { Message } from '../bytes.ts';
import { InvalidArgumentError } from '../errors.ts';
import { hmac } from '../hmac/hmac.ts';
import { integer, optional, string } from '../option-readers.ts';
import { type OptionTable, readOptions } from '../options.ts';
import { tokenUrlSafe } from '../random/tokens.ts';
import { readBody, readSecret, signedContent } from './content.ts';
import { type ReadScheme, readScheme, type WebhookScheme, type WebhookSchemeName } from './schemes.ts';

/** Values of a webhook to be sent. */
export interface SignWebhookOptions {
  /** Id of the message, if the scheme has one. The same for each attempt to deliver it. Default: random. */
  readonly id?: string | undefined;
  /** Time of sending in seconds since 1970, if the scheme has one. Default: now. */
  readonly timestamp?: number | undefined;
}

const OPTIONS = {
  id: optional(messageId),
  timestamp: optional(integer({ min: 1, max: 10 ** 12 - 1 })),
} as const satisfies OptionTable<SignWebhookOptions>;

function messageId(value: unknown, argument: string): string {
  const id = string(value, argument);
  if (/^[\w:+/=~@-]{1,256}$/.test(id)) return id;
  throw new InvalidArgumentError(
    argument,
    `${argument} must be 1 to 256 letters, digits and -_:+/=~@. A dot would make the signed text ambiguous.`,
  );
}

/**
 * Signs a webhook, and returns the headers to send with it. For tests of a receiver, and for senders.
 *
 * @param scheme the provider, or an object for another one
 * @param body the exact bytes or text that will be sent
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`)
 * @see https://www.standardwebhooks.com
 * @example
 * const body = JSON.stringify({ type: 'invoice.paid' });
 * const request = { method: 'POST', body, headers: signWebhook('standard', secret, body) };
 */
export function signWebhook(
  scheme: WebhookSchemeName | WebhookScheme,
  secret: Message,
  body: Message,
  options: SignWebhookOptions = {},
): Record<string, string> {
  const read = readScheme(scheme);
  const key = readSecret(read, secret, 'secret');
  const given = readOptions(options, OPTIONS);
  const id = valueFor('id', '{id}', read, given.id, () => `msg_${tokenUrlSafe(16)}`);
  const timestamp = valueFor('timestamp', '{timestamp}', read, given.timestamp, () =>
    Math.floor(Date.now() / 1000),
  );
  const content = signedContent(read, { body: readBody(body), timestamp, id });
  const tag = hmac(read.algorithm, key, content, { encoding: read.encoding });
  const signature = `${read.prefix}${tag}`;
  const { timestampPrefix, separator = '' } = read;
  return {
    [read.signatureHeader]:
      timestampPrefix === undefined ? signature : `${timestampPrefix}${timestamp}${separator}${signature}`,
    ...(read.timestampHeader !== undefined && { [read.timestampHeader]: String(timestamp) }),
    ...(read.idHeader !== undefined && id !== undefined && { [read.idHeader]: id }),
  };
}

/** The value of a placeholder: undefined if the scheme does not sign it. */
function valueFor<T>(
  argument: string,
  placeholder: string,
  scheme: ReadScheme,
  given: T | undefined,
  create: () => T,
): T | undefined {
  if (scheme.content.includes(placeholder)) return given ?? create();
  if (given === undefined) return undefined;
  throw new InvalidArgumentError(argument, `${argument} is not part of this scheme. Omit it.`);
}
