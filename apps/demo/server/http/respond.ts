import { HashingOverloadError } from '@countersign/password';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { Logger } from 'pino';
import { PROBLEMS, Problem, type ProblemCode, problemBody } from '../api/problems.ts';
import { NoSigningKeyError } from '../auth/tokens.ts';
import { DeadlineError, OutcomeUnknownError } from '../deadline.ts';
import { isUnavailable } from '../store/unavailable.ts';

const RETRY_SECONDS = 2;

const BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'invalid-request',
  413: 'too-large',
  415: 'unsupported-media-type',
};

/** Responds with a problem (RFC 9457). */
export function respond(c: Context, { code, details }: Problem): Response {
  const { status } = PROBLEMS[code];
  const { retryAfter = status === 503 ? RETRY_SECONDS : undefined } = details;
  if (retryAfter !== undefined) c.header('retry-after', String(retryAfter));
  if (code === 'invalid-token') {
    // Without credentials, the challenge has no error (RFC 6750 section 3).
    const error = details.reason === undefined ? '' : ', error="invalid_token"';
    c.header('www-authenticate', `Bearer realm="countersign"${error}`);
  }
  if (code === 'invalid-client') c.header('www-authenticate', 'Basic realm="countersign"');
  c.header('cache-control', 'no-store');
  c.header('content-type', 'application/problem+json');
  return c.body(JSON.stringify(problemBody(code, details, c.get('requestId'))), status);
}

/** Turns an error into a problem. Only the log contains the reason. */
export function problemOf(error: unknown, log: Logger): Problem {
  if (error instanceof Problem) return error;
  // The client closed the connection before the end of its request.
  if (error instanceof Error && error.message === 'aborted') return new Problem('invalid-request');
  if (error instanceof HashingOverloadError) return new Problem('overloaded');
  if (error instanceof HTTPException) {
    const code = BY_STATUS[error.status];
    if (code !== undefined) return new Problem(code);
  }
  const code = failureCode(error);
  log.error({ event: 'request.failed', code, err: error });
  return new Problem(code);
}

function failureCode(error: unknown): ProblemCode {
  if (error instanceof OutcomeUnknownError) return 'outcome-unknown';
  const isTemporary =
    error instanceof DeadlineError || error instanceof NoSigningKeyError || isUnavailable(error);
  return isTemporary ? 'unavailable' : 'internal';
}
