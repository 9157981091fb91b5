interface ProblemType {
  readonly status: 400 | 401 | 403 | 404 | 405 | 410 | 413 | 415 | 422 | 429 | 500 | 503;
  readonly title: string;
  readonly advice: string;
}

/**
 * Every problem has a stable code, which is also the fragment of its `type` (RFC 9457 section 3.1.1). `/problems` shows this
 * table. A problem never repeats submitted data.
 */
export const PROBLEMS = {
  'invalid-request': {
    status: 400,
    title: 'The request does not match this endpoint.',
    advice: 'Compare it with the API reference. `errors` lists the wrong members.',
  },
  'invalid-grant': {
    status: 400,
    title: 'The refresh token is invalid: it has expired, its session has ended, or it was used before.',
    advice: 'Sign in again.',
  },
  'invalid-credentials': {
    status: 401,
    title: 'The address or the password is wrong, or the address is not confirmed yet.',
    advice: 'Confirm the address with the link in the mail, or ask for a reset link.',
  },
  'invalid-token': {
    status: 401,
    title: 'The access token is missing or invalid.',
    advice: 'Get a new one with the refresh token, or sign in again. `reason` names the failed check.',
  },
  'invalid-client': {
    status: 401,
    title: 'The caller is not a resource server of this service.',
    advice: 'Authenticate with Basic, as resource-server with RESOURCE_SERVER_SECRET.',
  },
  'wrong-password': {
    status: 403,
    title: 'The password is wrong.',
    advice: 'Enter the current password, or the password of the registration.',
  },
  'wrong-origin': {
    status: 403,
    title: 'A request with cookies came from another site.',
    advice: 'Send it from a page of this service, or add the origin to ALLOWED_ORIGINS.',
  },
  'not-found': {
    status: 404,
    title: 'There is nothing at this address.',
    advice: 'See the API reference for all addresses.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'This address does not support the method.',
    advice: '`Allow` lists the supported methods.',
  },
  'link-expired': {
    status: 410,
    title: 'The link was used, has expired, or was replaced by a newer one.',
    advice: 'Ask for a new link.',
  },
  'too-large': { status: 413, title: 'The request is too large.', advice: 'A body has at most 16 KiB.' },
  'unsupported-media-type': {
    status: 415,
    title: 'The body has the wrong media type, or is compressed.',
    advice: 'Use the media type in the API reference, without Content-Encoding.',
  },
  'unacceptable-password': {
    status: 422,
    title: 'The password is not acceptable.',
    advice: '`violations` lists the reasons. A long phrase is best.',
  },
  'too-many-attempts': {
    status: 429,
    title: 'There were too many attempts.',
    advice: 'Try again after the number of seconds in Retry-After.',
  },
  internal: {
    status: 500,
    title: 'The service has an error.',
    advice: 'Report it together with `request_id`.',
  },
  overloaded: {
    status: 503,
    title: 'The service is busy.',
    advice: 'Try again after the number of seconds in Retry-After.',
  },
  unavailable: {
    status: 503,
    title: 'The service cannot reach its database, or is stopping.',
    advice: 'Nothing was changed. Try again after the number of seconds in Retry-After.',
  },
  'outcome-unknown': {
    status: 503,
    title: 'The connection to the database was lost while the change was saved.',
    advice: 'The change may or may not have been made. Check before you repeat the request.',
  },
} as const satisfies Readonly<Record<string, ProblemType>>;

export type ProblemCode = keyof typeof PROBLEMS;

/** Members of a problem beyond its code. */
export interface ProblemDetails {
  /** Seconds to wait before the next attempt. */
  readonly retryAfter?: number;
  /** The wrong members of the request, as JSON pointers. */
  readonly errors?: readonly { readonly pointer: string; readonly code: string }[];
  /** The rules that a password fails. */
  readonly violations?: readonly { readonly code: string; readonly message: string }[];
  /** The check that a token failed. */
  readonly reason?: string;
}

/** An error that a client receives. */
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

/** The JSON of a problem (RFC 9457 section 3). `error` is the name that OAuth clients read (RFC 6749 section 5.2). */
export function problemBody(
  code: ProblemCode,
  { retryAfter: _, ...details }: ProblemDetails = {},
  requestId?: string,
): object {
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
