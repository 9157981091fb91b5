/**
 * Everything that can go wrong, each with a stable code, which is also the fragment of its `type` (RFC 9457 section 3.1.1):
 * `/problems` says what each one means and what to do. Nothing that was submitted is ever repeated.
 */
export const PROBLEMS = {
  'invalid-request': {
    status: 400,
    title: 'The request is not what this endpoint takes.',
    advice: 'Compare it with the API reference; `errors` points at the members that are wrong.',
  },
  'invalid-grant': {
    status: 400,
    title: 'The refresh token is not valid: it has expired, its session has ended, or it was used before.',
    advice: 'Log in again.',
  },
  'invalid-credentials': {
    status: 401,
    title: 'The address or the password is wrong, or the address has not been confirmed yet.',
    advice: 'Confirm the address with the link in the mail, or ask for a reset link.',
  },
  'invalid-token': {
    status: 401,
    title: 'The access token is missing or not valid.',
    advice: 'Get a new one with the refresh token, or log in again. `reason` says which check failed.',
  },
  'invalid-client': {
    status: 401,
    title: 'The caller is no resource server of this service.',
    advice: 'Send the identifier and secret of a resource server as Basic authentication.',
  },
  'wrong-origin': {
    status: 403,
    title: 'A request that uses cookies came from another site.',
    advice: 'Send it from a page of this service, with the Origin header that browsers add.',
  },
  'not-found': { status: 404, title: 'There is nothing here.', advice: 'The API reference lists what is.' },
  'method-not-allowed': {
    status: 405,
    title: 'There is something here, but not for this method.',
    advice: '`Allow` lists the methods.',
  },
  timeout: { status: 408, title: 'The request took too long to arrive.', advice: 'Send it again, faster.' },
  'link-expired': {
    status: 410,
    title: 'The link was used, has expired, or was replaced by a newer one.',
    advice: 'Ask for a new one.',
  },
  'too-large': {
    status: 413,
    title: 'The request is too large.',
    advice: 'Bodies have at most 16 KiB.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The body is of another type, or compressed.',
    advice: 'Send it as the API reference says, without Content-Encoding.',
  },
  'unacceptable-password': {
    status: 422,
    title: 'The password is not acceptable.',
    advice: '`violations` says why. Length counts; nothing else is asked of it.',
  },
  'too-many-attempts': {
    status: 429,
    title: 'There were too many attempts.',
    advice: 'Wait for as many seconds as Retry-After says.',
  },
  'headers-too-large': {
    status: 431,
    title: 'The headers are too large.',
    advice: 'They have at most 8 KiB.',
  },
  internal: {
    status: 500,
    title: 'Something went wrong here.',
    advice: 'Quote `request_id` when you report it.',
  },
  overloaded: {
    status: 503,
    title: 'Too much is going on at once.',
    advice: 'Try again after as many seconds as Retry-After says.',
  },
  unavailable: {
    status: 503,
    title: 'The service cannot reach what it needs, or is shutting down.',
    advice: 'Nothing was changed. Try again after as many seconds as Retry-After says.',
  },
} as const satisfies Readonly<
  Record<string, { readonly status: number; readonly title: string; readonly advice: string }>
>;

export type ProblemCode = keyof typeof PROBLEMS;

/** How long to stay away after a 503 that does not say it by itself. */
export const RETRY_SECONDS = 2;

/** What a problem says beyond its code. */
export interface ProblemDetails {
  /** Seconds to wait before trying again. */
  readonly retryAfter?: number;
  /** Which members of the request are wrong, by JSON pointer, and how. */
  readonly errors?: readonly { readonly pointer: string; readonly code: string }[];
  /** The rules that a password fails. */
  readonly violations?: readonly { readonly code: string; readonly message: string }[];
  /** Which check an access token fails. */
  readonly reason?: string;
}

/** A refusal. Thrown by whatever finds the reason, and answered in one place. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly details: ProblemDetails;

  constructor(code: ProblemCode, details: ProblemDetails = {}) {
    super(PROBLEMS[code].title);
    this.code = code;
    this.details = details;
  }
}

/** A problem's JSON (RFC 9457 section 3), with `error` for those who know OAuth's names (RFC 6749 section 5.2). */
export function problemBody(
  code: ProblemCode,
  { retryAfter: _, ...details }: ProblemDetails = {},
  requestId?: string,
) {
  const { status, title } = PROBLEMS[code];
  return {
    type: `/problems#${code}`,
    title,
    status,
    code,
    error: code.replaceAll('-', '_'),
    ...(requestId !== undefined && { request_id: requestId }),
    ...details,
  };
}
