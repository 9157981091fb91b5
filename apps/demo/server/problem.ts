import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** What can go wrong, each with a stable code. Nothing that was submitted is ever repeated. */
const PROBLEMS = {
  'invalid-request': { status: 400, title: 'The request is not what this endpoint takes.' },
  'invalid-credentials': { status: 401, title: 'The address or the password is wrong.' },
  'invalid-token': { status: 401, title: 'The access token is not valid.' },
  'not-found': { status: 404, title: 'There is nothing here.' },
  'invalid-reset': {
    status: 410,
    title: 'The reset link was used, has expired, or was replaced by a newer one.',
  },
  'too-large': { status: 413, title: 'The request is too large.' },
  'unacceptable-password': { status: 422, title: 'The password is not acceptable.' },
  overloaded: { status: 503, title: 'Too much is going on at once. Try again in a moment.' },
  internal: { status: 500, title: 'Something went wrong here.' },
} as const satisfies Readonly<
  Record<string, { readonly status: ContentfulStatusCode; readonly title: string }>
>;

export type ProblemCode = keyof typeof PROBLEMS;

/** An answer that says what went wrong (RFC 9457). */
export function problem(
  c: Context,
  code: ProblemCode,
  extensions: Readonly<Record<string, unknown>> = {},
): Response {
  const { status, title } = PROBLEMS[code];
  if (code === 'overloaded') c.header('retry-after', '2');
  if (code === 'invalid-token')
    c.header('www-authenticate', 'Bearer realm="countersign", error="invalid_token"');
  c.header('content-type', 'application/problem+json');
  return c.body(JSON.stringify({ type: `/problems#${code}`, title, status, code, ...extensions }), status);
}
