import { CountersignError, type CountersignErrorOptions } from '@countersign/core/internal';

/** The codes of a {@link BearerError}. */
export type BearerErrorCode =
  | 'ERR_BEARER_MISSING'
  | 'ERR_BEARER_REQUEST'
  | 'ERR_BEARER_TOKEN'
  | 'ERR_BEARER_SCOPE'
  | 'ERR_BEARER_UNAVAILABLE';

/** The HTTP status of each code. */
const STATUS = {
  ERR_BEARER_MISSING: 401,
  ERR_BEARER_REQUEST: 400,
  ERR_BEARER_TOKEN: 401,
  ERR_BEARER_SCOPE: 403,
  ERR_BEARER_UNAVAILABLE: 503,
} as const satisfies Record<BearerErrorCode, number>;

/**
 * A request is rejected. `status` and `headers` are the answer. `cause` is for the log; the answer contains nothing of
 * the token.
 */
export class BearerError extends CountersignError {
  override readonly name: string = 'BearerError';
  override readonly code: BearerErrorCode;
  readonly status: 400 | 401 | 403 | 503;
  /** `WWW-Authenticate`, or `Retry-After` if the key server is unavailable. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: BearerErrorCode,
    message: string,
    headers: Readonly<Record<string, string>>,
    options: CountersignErrorOptions = {},
  ) {
    super(code, message, options);
    this.code = code;
    this.status = STATUS[code];
    this.headers = Object.freeze({ ...headers });
  }
}
