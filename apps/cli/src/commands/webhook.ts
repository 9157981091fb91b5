import {
  createWebhookVerifier,
  signWebhook,
  WebhookError,
  type WebhookSchemeName,
} from '@countersign/core/webhooks';
import type { Secret } from '../args/secret.ts';
import type { ExitCode } from '../errors.ts';
import type { Io } from '../io/io.ts';

const SIGNATURE_HEADERS: Readonly<Record<WebhookSchemeName, string>> = {
  standard: 'webhook-signature',
  github: 'x-hub-signature-256',
  stripe: 'stripe-signature',
  slack: 'x-slack-signature',
  shopify: 'x-shopify-hmac-sha256',
};

interface Webhook {
  readonly scheme: WebhookSchemeName;
  readonly secret: Secret;
  readonly body: string | Uint8Array;
}

/** Prints the headers of a webhook. */
export function signBody({ scheme, secret, body }: Webhook, io: Io): ExitCode {
  const headers = signWebhook(scheme, secret, body);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  io.result(lines.join('\n'), { headers });
  return 0;
}

/** Verifies a signature header or several header lines. @throws WebhookError */
export function verifyBody({ scheme, secret, body }: Webhook, given: string, io: Io): ExitCode {
  const verify = createWebhookVerifier(scheme, secret);
  try {
    verify(body, headersOf(scheme, given));
  } catch (error) {
    if (!(error instanceof WebhookError && io.isJson)) throw error;
    io.result('', { valid: false });
    return 1;
  }
  if (io.isJson) io.result('', { valid: true });
  return 0;
}

/** Lines such as `webhook-id: 1`, or only the value of the signature header. */
function headersOf(scheme: WebhookSchemeName, given: string): Readonly<Record<string, string>> {
  const lines = [...given.matchAll(/^([\w-]+): *(.*?)\r?$/gm)];
  if (lines.length === 0) return { [SIGNATURE_HEADERS[scheme]]: given };
  return Object.fromEntries(lines.map(([, name = '', value = '']) => [name.toLowerCase(), value]));
}
