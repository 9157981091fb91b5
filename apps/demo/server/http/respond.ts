import { HashingOverloadError } from '@countersign/password';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Logger } from 'pino';
import { PROBLEMS, Problem, type ProblemCode, problemBody, RETRY_SECONDS } from '../api/problems.ts';
import { isUnavailable } from '../store/unavailable.ts';

/** What the libraries below throw, by status. */
const BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'invalid-request',
  413: 'too-large',
  415: 'unsupported-media-type',
};

/** Answers with a problem (RFC 9457). */
export function respond(c: Context, { code, details }: Problem): Response {
  const { status } = PROBLEMS[code];
  const { retryAfter = status === 503 ? RETRY_SECONDS : undefined } = details;
  if (retryAfter !== undefined) c.header('retry-after', String(retryAfter));
  if (code === 'invalid-token') {
    // With no credentials there is no error to name (RFC 6750 section 3).
    const error = details.reason === undefined ? '' : ', error="invalid_token"';
    c.header('www-authenticate', `Bearer realm="countersign"${error}`);
  }
  if (code === 'invalid-client') c.header('www-authenticate', 'Basic realm="countersign"');
  c.header('cache-control', 'no-store');
  c.header('content-type', 'application/problem+json');
  return c.body(
    JSON.stringify(problemBody(code, details, c.get('requestId'))),
    status satisfies ContentfulStatusCode,
  );
}

/** Turns whatever was thrown into a problem. The log alone learns what it was. */
export function problemOf(error: unknown, log: Logger): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof HashingOverloadError) return new Problem('overloaded');
  if (error instanceof HTTPException && BY_STATUS[error.status])
    return new Problem(BY_STATUS[error.status] ?? 'internal');
  const isDatabase = isUnavailable(error);
  log.error({ event: isDatabase ? 'database.unavailable' : 'request.failed', err: error });
  return new Problem(isDatabase ? 'unavailable' : 'internal');
}
