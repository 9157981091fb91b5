import { createRoute, type RouteConfig, z } from '@hono/zod-openapi';
import { PROBLEMS, type ProblemCode } from './problems.ts';
import * as s from './schemas.ts';

/**
 * Every endpoint of the API, once: routes, validation, types, the reference page and `openapi.json` are all made from this table.
 */

const anywhere: readonly ProblemCode[] = ['internal', 'unavailable'];

/** The answers that are problems, by status. */
function problemResponses(codes: readonly ProblemCode[]): object {
  const byStatus = Object.groupBy([...codes, ...anywhere], (code) => PROBLEMS[code].status);
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, these = []]) => [
      status,
      {
        description: these.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join('\n\n'),
        content: { 'application/problem+json': { schema: s.ProblemDocument } },
      },
    ]),
  );
}

/** One endpoint, with the problems it may answer. */
function endpoint<const P extends string, const R extends Omit<RouteConfig, 'path'> & { readonly path: P }>(
  route: R,
  ...codes: readonly ProblemCode[]
) {
  return createRoute({ ...route, responses: { ...problemResponses(codes), ...route.responses } });
}

function takes<T extends z.ZodType>(schema: T) {
  return { body: { required: true, content: { 'application/json': { schema } } } };
}

function takesForm<T extends z.ZodType>(schema: T) {
  return { body: { required: true, content: { 'application/x-www-form-urlencoded': { schema } } } };
}

function gives<T extends z.ZodType>(schema: T, description: string) {
  return { description, content: { 'application/json': { schema } } };
}

const BODY = ['invalid-request', 'too-large', 'unsupported-media-type'] as const;
const BEARER = [{ bearer: [] }];
const REFRESH_COOKIE = {
  description: 'In cookie mode, also sets or clears the cookie `__Host-countersign-refresh`.',
};

export const register = endpoint(
  {
    method: 'post',
    path: '/v1/register',
    tags: ['Accounts'],
    summary: 'Asks for an account',
    description:
      'The same answer whether or not the address is known. The account exists once the link in the mail was confirmed; until then, nobody can log in.',
    request: takes(z.strictObject({ email: s.Email, password: s.Password })),
    responses: { 202: gives(s.Accepted, 'A mail is on its way.') },
  },
  ...BODY,
  'unacceptable-password',
  'too-many-attempts',
  'overloaded',
);

export const verifyEmail = endpoint(
  {
    method: 'post',
    path: '/v1/email/verify',
    tags: ['Accounts'],
    summary: 'Confirms the address of a new account',
    description: 'With the token of the link in the mail, once. The account exists from now on.',
    request: takes(z.strictObject({ token: s.LinkToken })),
    responses: { 200: gives(z.object({ status: z.literal('verified') }), 'The account exists.') },
  },
  ...BODY,
  'link-expired',
  'too-many-attempts',
);

export const login = endpoint(
  {
    method: 'post',
    path: '/v1/login',
    tags: ['Sessions'],
    summary: 'Opens a session',
    description:
      'An unknown address costs the same time as a wrong password. In `cookie` mode, for browsers, the refresh token goes into a cookie that no script can read, and the request must come from a page of this service.',
    request: takes(
      z.strictObject({
        email: s.Email,
        password: s.Password,
        mode: z.enum(['body', 'cookie']).default('body'),
        label: z
          .string()
          .trim()
          .min(1)
          .max(100)
          .optional()
          .openapi({ description: 'A name for the session.' }),
      }),
    ),
    responses: { 200: { ...gives(s.Tokens, `The tokens. ${REFRESH_COOKIE.description}`) } },
  },
  ...BODY,
  'invalid-credentials',
  'wrong-origin',
  'too-many-attempts',
  'overloaded',
);

export const refresh = endpoint(
  {
    method: 'post',
    path: '/v1/token/refresh',
    tags: ['Sessions'],
    summary: 'Gives new tokens for a refresh token',
    description: 'From the body, or, when the body has none, from the cookie.',
    request: takes(z.strictObject({ refresh_token: s.RefreshToken.optional() })),
    responses: { 200: gives(s.Tokens, `The tokens. ${REFRESH_COOKIE.description}`) },
  },
  ...BODY,
  'invalid-grant',
  'wrong-origin',
);

export const logout = endpoint(
  {
    method: 'post',
    path: '/v1/logout',
    tags: ['Sessions'],
    summary: 'Ends this session, the others, or all',
    description: 'Access tokens of an ended session are refused at once.',
    security: BEARER,
    request: takes(z.strictObject({ scope: z.enum(['here', 'others', 'everywhere']).default('here') })),
    responses: { 204: { description: 'They have ended.' } },
  },
  ...BODY,
  'invalid-token',
);

export const listSessions = endpoint(
  {
    method: 'get',
    path: '/v1/sessions',
    tags: ['Sessions'],
    summary: 'Lists the sessions of the account',
    security: BEARER,
    responses: { 200: gives(z.object({ sessions: z.array(s.Session) }), 'The sessions, newest first.') },
  },
  'invalid-token',
);

export const endSession = endpoint(
  {
    method: 'delete',
    path: '/v1/sessions/{id}',
    tags: ['Sessions'],
    summary: 'Ends one session of the account',
    security: BEARER,
    request: { params: z.object({ id: z.uuid() }) },
    responses: { 204: { description: 'It has ended.' } },
  },
  'invalid-request',
  'invalid-token',
  'not-found',
);

export const changePassword = endpoint(
  {
    method: 'post',
    path: '/v1/password/change',
    tags: ['Passwords'],
    summary: 'Changes the password',
    description: 'Ends all other sessions and sends a notice.',
    security: BEARER,
    request: takes(z.strictObject({ current_password: s.Password, new_password: s.Password })),
    responses: { 200: gives(s.Changed, 'The password was changed.') },
  },
  ...BODY,
  'invalid-token',
  'invalid-credentials',
  'unacceptable-password',
  'too-many-attempts',
  'overloaded',
);

export const forgotPassword = endpoint(
  {
    method: 'post',
    path: '/v1/password/forgot',
    tags: ['Passwords'],
    summary: 'Asks for a link that sets a new password',
    description:
      'The same answer in the same time whether or not the address is known. The newest link alone works, once, for 30 minutes.',
    request: takes(z.strictObject({ email: s.Email })),
    responses: { 202: gives(s.Accepted, 'A mail is on its way, if the address is known.') },
  },
  ...BODY,
  'too-many-attempts',
);

export const resetPassword = endpoint(
  {
    method: 'post',
    path: '/v1/password/reset',
    tags: ['Passwords'],
    summary: 'Sets a new password with the token of a link',
    description: 'Ends all sessions and sends a notice. It does not log in.',
    request: takes(z.strictObject({ token: s.LinkToken, password: s.Password })),
    responses: { 200: gives(s.Changed, 'The password was changed.') },
  },
  ...BODY,
  'link-expired',
  'unacceptable-password',
  'too-many-attempts',
  'overloaded',
);

export const me = endpoint(
  {
    method: 'get',
    path: '/v1/me',
    tags: ['Resources'],
    summary: 'Says who the token speaks for',
    description: 'Asks the database whether the session is still open.',
    security: BEARER,
    responses: { 200: gives(s.Me, 'The account.') },
  },
  'invalid-token',
);

export const greeting = endpoint(
  {
    method: 'get',
    path: '/v1/greeting',
    tags: ['Resources'],
    summary: 'A resource that needs nothing but a valid token',
    description:
      'The token is checked without the database, so that a token of an ended session works here until it expires.',
    security: BEARER,
    responses: { 200: gives(z.object({ greeting: z.string() }), 'A greeting.') },
  },
  'invalid-token',
);

export const jwks = endpoint({
  method: 'get',
  path: '/.well-known/jwks.json',
  tags: ['Discovery'],
  summary: 'The public keys',
  description:
    'The next key stands here before it signs, and a retired one until its last token has expired.',
  responses: {
    200: { description: 'RFC 7517.', content: { 'application/jwk-set+json': { schema: s.Jwks } } },
    304: { description: 'Unchanged.' },
  },
});

export const metadata = endpoint({
  method: 'get',
  path: '/.well-known/oauth-authorization-server',
  tags: ['Discovery'],
  summary: 'What this issuer offers',
  responses: { 200: gives(s.Metadata, 'RFC 8414. Holds only what is true.') },
});

export const revoke = endpoint(
  {
    method: 'post',
    path: '/oauth/revoke',
    tags: ['Tokens'],
    summary: 'Revokes an access or a refresh token',
    description: 'RFC 7009. A refresh token ends its session. A token that is none is answered alike.',
    request: takesForm(
      z.object({ token: z.string().min(1).max(8192), token_type_hint: z.string().optional() }),
    ),
    responses: { 200: { description: 'It no longer works.' } },
  },
  ...BODY,
);

export const introspect = endpoint(
  {
    method: 'post',
    path: '/oauth/introspect',
    tags: ['Tokens'],
    summary: 'Tells a resource server whether an access token still works',
    description: 'RFC 7662. Its session and the token itself may have been revoked before it expires.',
    security: [{ resourceServer: [] }],
    request: takesForm(
      z.object({ token: z.string().min(1).max(8192), token_type_hint: z.string().optional() }),
    ),
    responses: { 200: gives(s.Introspection, 'What the token says, if it works.') },
  },
  ...BODY,
  'invalid-client',
);
