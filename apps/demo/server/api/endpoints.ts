import { createRoute, z } from '@hono/zod-openapi';
import { PROBLEMS, type ProblemCode } from './problems.ts';
import * as s from './schemas.ts';

// One table of all endpoints. Routes, validation, types, the reference page and openapi.json come from it.

const text = (description: string) => ({ description, schema: { type: 'string' as const } });
const REQUEST_ID = { 'X-Request-Id': text('The id of this request in the log.') };
const SET_COOKIE = { 'Set-Cookie': text('In cookie mode: the refresh token, for this host only.') };
const BEARER = [{ bearer: [] }];

const json = <T extends z.core.$ZodShape>(shape: T) => ({
  body: { required: true, content: { 'application/json': { schema: z.strictObject(shape) } } },
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

/** The problems of an endpoint that reads a body. */
const BODY = ['invalid-request', 'too-large', 'unsupported-media-type'] as const;
/** The problems of an endpoint that also changes something. */
const CHANGE = [...BODY, 'outcome-unknown'] as const;
/** The problems of an endpoint that also hashes a password. */
const PASSWORD = [...CHANGE, 'too-many-attempts', 'overloaded'] as const;

function problems(...codes: readonly ProblemCode[]): object {
  const everywhere: readonly ProblemCode[] = ['internal', 'unavailable'];
  const byStatus = Object.groupBy([...codes, ...everywhere], (code) => PROBLEMS[code].status);
  const responses = Object.entries(byStatus).map(([status, these = []]) => [
    status,
    {
      description: these.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join('\n\n'),
      headers: problemHeaders(status),
      content: { 'application/problem+json': { schema: s.ProblemDocument } },
    },
  ]);
  return Object.fromEntries(responses);
}

function problemHeaders(status: string): object {
  const seconds = { description: 'Seconds to wait.', schema: { type: 'integer' } };
  return {
    ...REQUEST_ID,
    ...(['429', '503'].includes(status) && { 'Retry-After': seconds }),
    ...(status === '401' && { 'WWW-Authenticate': text('RFC 6750 section 3. Absent at the login.') }),
  };
}

export const register = createRoute({
  operationId: 'register',
  method: 'post',
  path: '/v1/register',
  summary: 'Asks for an account',
  description:
    'The response is the same for known and unknown addresses. The account exists after the confirmation.',
  request: json({ email: s.Email, password: s.Password }),
  responses: {
    202: answer(s.Accepted, 'A mail will be sent.'),
    ...problems(...PASSWORD, 'unacceptable-password'),
  },
});

export const verifyEmail = createRoute({
  operationId: 'verifyEmail',
  method: 'post',
  path: '/v1/email/verify',
  summary: 'Confirms the address of a registration',
  description: 'Needs the token of the link in the mail and the password of the registration.',
  request: json({ token: s.LinkToken, password: s.Password }),
  responses: {
    200: answer(s.Verified, 'The account exists.'),
    ...problems(...PASSWORD, 'wrong-password', 'link-expired'),
  },
});

export const me = createRoute({
  operationId: 'me',
  method: 'get',
  path: '/v1/me',
  summary: 'Returns the account',
  description: 'Checks that the session is still open.',
  security: BEARER,
  responses: { 200: answer(s.Me, 'The account.'), ...problems('invalid-token') },
});

export const deleteAccount = createRoute({
  operationId: 'deleteAccount',
  method: 'delete',
  path: '/v1/me',
  summary: 'Deletes the account',
  description: 'Ends all sessions and sends a notice.',
  security: BEARER,
  request: json({ password: s.Password }),
  responses: {
    204: empty('The account is deleted.'),
    ...problems(...PASSWORD, 'invalid-token', 'wrong-password'),
  },
});

export const login = createRoute({
  operationId: 'login',
  method: 'post',
  path: '/v1/login',
  summary: 'Opens a session',
  description: 'An unknown address takes as long as a wrong password. Cookie mode is for browsers.',
  request: json({
    email: s.Email,
    password: s.Password,
    mode: s.Mode.default('body'),
    label: s.Label.optional(),
  }),
  responses: {
    200: answer(s.Tokens, 'The tokens.', SET_COOKIE),
    ...problems(...PASSWORD, 'invalid-credentials', 'wrong-origin'),
  },
});

export const refresh = createRoute({
  operationId: 'refresh',
  method: 'post',
  path: '/v1/token/refresh',
  summary: 'Exchanges a refresh token for new tokens',
  description: 'Without a token in the body, it uses the cookie.',
  security: [{ refreshCookie: [] }, {}],
  request: json({ refresh_token: s.RefreshToken.optional() }),
  responses: {
    200: answer(s.Tokens, 'The tokens.', SET_COOKIE),
    ...problems(...CHANGE, 'invalid-grant', 'wrong-origin'),
  },
});

export const logout = createRoute({
  operationId: 'logout',
  method: 'post',
  path: '/v1/logout',
  summary: 'Ends this session, the other sessions, or all',
  description: 'Uses the access token, or the cookie if there is none.',
  security: [...BEARER, { refreshCookie: [] }],
  request: json({ scope: z.enum(['here', 'others', 'everywhere']).default('here') }),
  responses: {
    204: empty('The sessions have ended.'),
    ...problems(...CHANGE, 'invalid-token', 'wrong-origin'),
  },
});

export const listSessions = createRoute({
  operationId: 'listSessions',
  method: 'get',
  path: '/v1/sessions',
  summary: 'Lists the sessions of the account',
  security: BEARER,
  responses: { 200: answer(s.Sessions, 'The sessions, newest first.'), ...problems('invalid-token') },
});

export const endSession = createRoute({
  operationId: 'endSession',
  method: 'delete',
  path: '/v1/sessions/{id}',
  summary: 'Ends one session of the account',
  security: BEARER,
  request: { params: z.object({ id: z.uuid() }) },
  responses: {
    204: empty('The session has ended.'),
    ...problems('invalid-request', 'invalid-token', 'not-found', 'outcome-unknown'),
  },
});

export const changePassword = createRoute({
  operationId: 'changePassword',
  method: 'post',
  path: '/v1/password/change',
  summary: 'Changes the password',
  description: 'Ends the other sessions and sends a notice.',
  security: BEARER,
  request: json({ current_password: s.Password, new_password: s.Password }),
  responses: {
    200: answer(s.Changed, 'The password was changed.'),
    ...problems(...PASSWORD, 'invalid-token', 'wrong-password', 'unacceptable-password'),
  },
});

export const forgotPassword = createRoute({
  operationId: 'forgotPassword',
  method: 'post',
  path: '/v1/password/forgot',
  summary: 'Asks for a reset link',
  description: 'The response is the same for known and unknown addresses. Only the newest link works.',
  request: json({ email: s.Email }),
  responses: {
    202: answer(s.Accepted, 'A mail will be sent if the address has an account.'),
    ...problems(...CHANGE, 'too-many-attempts', 'overloaded'),
  },
});

export const resetPassword = createRoute({
  operationId: 'resetPassword',
  method: 'post',
  path: '/v1/password/reset',
  summary: 'Sets a new password with the token of a link',
  description: 'Ends all sessions and sends a notice. Sign in with the new password.',
  request: json({ token: s.LinkToken, password: s.Password }),
  responses: {
    200: answer(s.Changed, 'The password was changed.'),
    ...problems(...PASSWORD, 'link-expired', 'unacceptable-password'),
  },
});

export const greeting = createRoute({
  operationId: 'greeting',
  method: 'get',
  path: '/v1/greeting',
  summary: 'A resource that checks only the token',
  description: 'It needs no database, so it accepts the token of an ended session until the token expires.',
  security: BEARER,
  responses: {
    200: answer(z.object({ greeting: z.string() }), 'A greeting.'),
    ...problems('invalid-token'),
  },
});

export const jwks = createRoute({
  operationId: 'jwks',
  method: 'get',
  path: '/.well-known/jwks.json',
  summary: 'The public keys',
  description: 'Contains the next key before it signs, and a retired key until its last token has expired.',
  responses: {
    200: {
      description: 'RFC 7517.',
      headers: { ...REQUEST_ID, ETag: text('The version.'), 'Cache-Control': text('How long to keep it.') },
      content: { 'application/jwk-set+json': { schema: s.Jwks } },
    },
    304: empty('Unchanged.'),
    ...problems(),
  },
});

export const metadata = createRoute({
  operationId: 'metadata',
  method: 'get',
  path: '/.well-known/oauth-authorization-server',
  summary: 'The metadata of this issuer',
  responses: {
    200: answer(s.Metadata, 'RFC 8414.', { 'Cache-Control': text('How long to keep it.') }),
    ...problems(),
  },
});

export const revoke = createRoute({
  operationId: 'revoke',
  method: 'post',
  path: '/oauth/revoke',
  summary: 'Revokes an access token or a refresh token',
  description: 'RFC 7009. A refresh token ends its session. An invalid token gets the same response.',
  request: form(s.TokenForm),
  responses: { 200: empty('The token does not work any more.'), ...problems(...CHANGE) },
});

export const introspect = createRoute({
  operationId: 'introspect',
  method: 'post',
  path: '/oauth/introspect',
  summary: 'Returns whether an access token still works',
  description: 'RFC 7662, for resource servers. Considers revocations and ended sessions.',
  security: [{ resourceServer: [] }],
  request: form(s.TokenForm),
  responses: {
    200: answer(s.Introspection, 'The claims of the token, if it works.'),
    ...problems(...BODY, 'invalid-client'),
  },
});
