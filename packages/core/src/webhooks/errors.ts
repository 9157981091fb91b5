import { CountersignError } from '../errors.ts';

/**
 * The reason why a webhook is rejected: a header is missing, repeated or malformed; no signature matches; or the timestamp
 * is outside the window. Answer with status 400 or 401.
 */
export type WebhookErrorCode = 'ERR_WEBHOOK_HEADER' | 'ERR_WEBHOOK_SIGNATURE' | 'ERR_WEBHOOK_TIMESTAMP';

/** A webhook is not authentic. The sender is wrong, not the caller. */
export class WebhookError extends CountersignError {
  override readonly name: string = 'WebhookError';
  override readonly code: WebhookErrorCode;

  constructor(code: WebhookErrorCode, message: string) {
    super(code, message);
    this.code = code;
  }
}
