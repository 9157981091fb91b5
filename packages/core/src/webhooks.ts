/**
 * Signed webhooks: Standard Webhooks, GitHub, Stripe, Slack, Shopify, and other providers as small objects.
 *
 * @packageDocumentation
 */
export { WebhookError, type WebhookErrorCode } from './webhooks/errors.ts';
export type { WebhookHeaders } from './webhooks/headers.ts';
export type { WebhookScheme, WebhookSchemeName } from './webhooks/schemes.ts';
export { type SignWebhookOptions, signWebhook } from './webhooks/sign.ts';
export {
  createWebhookVerifier,
  type VerifiedWebhook,
  type WebhookVerifierOptions,
} from './webhooks/verify.ts';
