import { createRoute, type RouteConfig, z } from '@hono/zod-openapi';
import { PROBLEMS, type ProblemCode } from './problems.ts';
import * as s from './schemas.ts';

// One table of all endpoints. Routes, validation, types, the reference page and openapi.json come from it.

/** One endpoint, with the problems that it may return. */
function endpoint<const P extends string, const R extends Omit<RouteConfig, 'path'> & { readonly path: P }>(
  route: R,
  ...codes: readonly ProblemCode[]
) {
  return createRoute({ ...route, responses: { ...problemResponses(codes), ...route.responses } });
}

function problemResponses(codes: readonly ProblemCode[]): object {
  const everywhere: readonly ProblemCode[] = ['internal', 'unavailable'];
  const byStatus = Object.groupBy([...codes, ...everywhere], (code) => PROBLEMS[code].status);
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, these = []]) => [
      status,
      {
        description: these.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join('\n\n'),
        headers: problemHeaders(status),
        content: { 'application/problem+json': { schema: s.ProblemDocument } },
      },
    ]),
  );
}

const text = (description: string) => ({ description, schema: { type: 'string' as const } });
const REQUEST_ID = { 'X-Request-Id': text('The id of this request in the log.') };

function problemHeaders(status: string): object {
  return {
    ...REQUEST_ID,
    ...(['429', '503'].includes(status) && {
      'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } },
    }),
    ...(status === '401' && { 'WWW-Authenticate': text('RFC 6750 section 3. Absent at the login.') }),
  };
}

const json = <T extends z.ZodType>(schema: T) => ({
  body: { required: true, content: { 'application/json': { schema } } },
});
const form = <T extends z.ZodType>(schema: T) => ({
  body: { required: true, content: { 'application/x-www-form-urlencoded': { schema } } },
});
const answer = <T extends z.ZodType>(schema: T, description: string, headers: object = {}) => ({
  description,
  headers: { ...REQUEST_ID, ...headers },
  content: { 'application/json': { schema } },
});
const empty = (description: string) => ({ description, headers: REQUEST_ID });

const BODY = ['invalid-request', 'too-large', 'unsupported-media-type'] as const;
const BEARER = [{ bearer: [] }];
const SET_COOKIE = { 'Set-Cookie': text('In cookie mode: the refresh token, for this host only.') };

export const register = endpoint(
  {
    operationId: 'register',
    method: 'post',
    path: '/v1/register',
    tags: ['Accounts'],
    summary: 'Asks for an account',
    description:
      'The response is the same for known and unknown addresses. The account exists after the confirmation.',
    request: json(z.strictObject({ email: s.Email, password: s.Password })),
    responses: { 202: answer(s.Accepted, 'A mail will be sent.') },
  },
  ...BODY,
  'unacceptable-password',
  'too-many-attempts',
  'overloaded',
  'outcome-unknown',
);

export const verifyEmail = endpoint(
  {
    operationId: 'verifyEmail',
    method: 'post',
    path: '/v1/email/verify',
    tags: ['Accounts'],
    summary: 'Confirms the address of a registration',
    description: 'Needs the token of the link in the mail and the password of the registration.',
    request: json(z.strictObject({ token: s.LinkToken, password: s.Password })),
    responses: { 200: answer(s.Verified, 'The account exists.') },
  },
  ...BODY,
  'wrong-password',
  'link-expired',
  'too-many-attempts',
  'overloaded',
  'outcome-unknown',
);

export const me = endpoint(
  {
    operationId: 'me',
    method: 'get',
    path: '/v1/me',
    tags: ['Accounts'],
    summary: 'Returns the account',
    description: 'Checks that the session is still open.',
    security: BEARER,
    responses: { 200: answer(s.Me, 'The account.') },
  },
  'invalid-token',
);

export const deleteAccount = endpoint(
  {
    operationId: 'deleteAccount',
    method: 'delete',
    path: '/v1/me',
    tags: ['Accounts'],
    summary: 'Deletes the account',
    description: 'Ends all sessions and sends a notice.',
    security: BEARER,
    request: json(z.strictObject({ password: s.Password })),
    responses: { 204: empty('The account is deleted.') },
  },
  ...BODY,
  'invalid-token',
  'wrong-password',
  'too-many-attempts',
  'overloaded',
  'outcome-unknown',
);

export const login = endpoint(
  {
    operationId: 'login',
    method: 'post',
    path: '/v1/login',
    tags: ['Sessions'],
    summary: 'Opens a session',
    description: 'An unknown address takes as long as a wrong password. Cookie mode is for browsers.',
    request: json(
      z.strictObject({
        email: s.Email,
        password: s.Password,
        mode: z.enum(['body', 'cookie']).default('body'),
        label: s.Label.optional(),
      }),
    ),
    responses: { 200: answer(s.Tokens, 'The tokens.', SET_COOKIE) },
  },
  ...BODY,
  'invalid-credentials',
  'wrong-origin',
  'too-many-attempts',
  'overloaded',
  'outcome-unknown',
);

export const refresh = endpoint(
  {
    operationId: 'refresh',
    method: 'post',
    path: '/v1/token/refresh',
    tags: ['Sessions'],
    summary: 'Exchanges a refresh token for new tokens',
    description: 'Without a token in the body, it uses the cookie.',
    security: [{ refreshCookie: [] }, {}],
    request: json(z.strictObject({ refresh_token: s.RefreshToken.optional() })),
    responses: { 200: answer(s.Tokens, 'The tokens.', SET_COOKIE) },
  },
  ...BODY,
  'invalid-grant',
  'wrong-origin',
  'outcome-unknown',
);

export const logout = endpoint(
  {
    operationId: 'logout',
    method: 'post',
    path: '/v1/logout',
    tags: ['Sessions'],
    summary: 'Ends this session, the other sessions, or all',
    description: 'Uses the access token, or the cookie if there is none.',
    security: [...BEARER, { refreshCookie: [] }],
    request: json(z.strictObject({ scope: z.enum(['here', 'others', 'everywhere']).default('here') })),
    responses: { 204: empty('The sessions have ended.') },
  },
  ...BODY,
  'invalid-token',
  'wrong-origin',
  'outcome-unknown',
);

export const listSessions = endpoint(
  {
    operationId: 'listSessions',
    method: 'get',
    path: '/v1/sessions',
    tags: ['Sessions'],
    summary: 'Lists the sessions of the account',
    security: BEARER,
    responses: { 200: answer(s.Sessions, 'The sessions, newest first.') },
  },
  'invalid-token',
);

export const endSession = endpoint(
  {
    operationId: 'endSession',
    method: 'delete',
    path: '/v1/sessions/{id}',
    tags: ['Sessions'],
    summary: 'Ends one session of the account',
    security: BEARER,
    request: { params: z.object({ id: z.uuid() }) },
    responses: { 204: empty('The session has ended.') },
  },
  'invalid-request',
  'invalid-token',
  'not-found',
  'outcome-unknown',
);

export const changePassword = endpoint(
  {
    operationId: 'changePassword',
    method: 'post',
    path: '/v1/password/change',
    tags: ['Passwords'],
    summary: 'Changes the password',
    description: 'Ends the other sessions and sends a notice.',
    security: BEARER,
    request: json(z.strictObject({ current_password: s.Password, new_password: s.Password })),
    responses: { 200: answer(s.Changed, 'The password was changed.') },
  },
  ...BODY,
  'invalid-token',
  'wrong-password',
  'unacceptable-password',
  'too-many-attempts',
  'overloaded',
  'outcome-unknown',
);

export const forgotPassword = endpoint(
  {
    operationId: 'forgotPassword',
    method: 'post',
    path: '/v1/password/forgot',
    tags: ['Passwords'],
    summary: 'Asks for a reset link',
    description: 'The response is the same for known and unknown addresses. Only the newest link works.',
    request: json(z.strictObject({ email: s.Email })),
    responses: { 202: answer(s.Accepted, 'A mail will be sent if the address has an account.') },
  },
  ...BODY,
  'too-many-attempts',
  'outcome-unknown',
);

export const resetPassword = endpoint(
  {
    operationId: 'resetPassword',
    method: 'post',
    path: '/v1/password/reset',
    tags: ['Passwords'],
    summary: 'Sets a new password with the token of a link',
    description: 'Ends all sessions and sends a notice. Sign in with the new password.',
    request: json(z.strictObject({ token: s.LinkToken, password: s.Password })),
    responses: { 200: answer(s.Changed, 'The password was changed.') },
  },
  ...BODY,
  'link-expired',
  'unacceptable-password',
  'too-many-attempts',
  'overloaded',
  'outcome-unknown',
);

export const greeting = endpoint(
  {
    operationId: 'greeting',
    method: 'get',
    path: '/v1/greeting',
    tags: ['Resources'],
    summary: 'A resource that checks only the token',
    description: 'It needs no database, so it accepts the token of an ended session until the token expires.',
    security: BEARER,
    responses: { 200: answer(z.object({ greeting: z.string() }), 'A greeting.') },
  },
  'invalid-token',
);

export const jwks = endpoint({
  operationId: 'jwks',
  method: 'get',
  path: '/.well-known/jwks.json',
  tags: ['Discovery'],
  summary: 'The public keys',
  description: 'Contains the next key before it signs, and a retired key until its last token has expired.',
  responses: {
    200: {
      description: 'RFC 7517.',
      headers: { ...REQUEST_ID, ETag: text('The version.'), 'Cache-Control': text('How long to keep it.') },
      content: { 'application/jwk-set+json': { schema: s.Jwks } },
    },
    304: empty('Unchanged.'),
  },
});

export const metadata = endpoint({
  operationId: 'metadata',
  method: 'get',
  path: '/.well-known/oauth-authorization-server',
  tags: ['Discovery'],
  summary: 'The metadata of this issuer',
  responses: { 200: answer(s.Metadata, 'RFC 8414.', { 'Cache-Control': text('How long to keep it.') }) },
});

const TokenForm = z.object({
  token: z.string().min(1).max(8192).openapi({ example: 'eyJhbGciOiJFZDI1NTE5…' }),
  token_type_hint: z.string().optional(),
});

export const revoke = endpoint(
  {
    operationId: 'revoke',
    method: 'post',
    path: '/oauth/revoke',
    tags: ['Tokens'],
    summary: 'Revokes an access token or a refresh token',
    description: 'RFC 7009. A refresh token ends its session. An invalid token gets the same response.',
    request: form(TokenForm),
    responses: { 200: empty('The token does not work any more.') },
  },
  ...BODY,
  'outcome-unknown',
);

export const introspect = endpoint(
  {
    operationId: 'introspect',
    method: 'post',
    path: '/oauth/introspect',
    tags: ['Tokens'],
    summary: 'Returns whether an access token still works',
    description: 'RFC 7662, for resource servers. Considers revocations and ended sessions.',
    security: [{ resourceServer: [] }],
    request: form(TokenForm),
    responses: { 200: answer(s.Introspection, 'The claims of the token, if it works.') },
  },
  ...BODY,
  'invalid-client',
);
