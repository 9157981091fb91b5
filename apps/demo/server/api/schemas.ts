import { z } from '@hono/zod-openapi';

/** Nobody has two mailboxes that differ only in case, so addresses are lower case. */
export const Email = z
  .string()
  .max(254)
  .trim()
  .toLowerCase()
  .pipe(z.email())
  .openapi({ type: 'string', format: 'email', maxLength: 254, example: 'ann@example.com' });

/** Any text (OWASP ASVS 5.0, 6.2.8). The password rule judges new passwords. */
export const Password = z
  .string()
  .min(1)
  .max(1024)
  .openapi({ format: 'password', example: 'nine green bottles hanging' });

/** The token of a link in a mail: 256 random bits. */
export const LinkToken = z
  .string()
  .regex(/^[\w-]{43}$/)
  .openapi({ example: 'q7-HnQOt3eSB2Wm4sJ1nXkYy0cUuZrVbGdLhPfTi8xA' });

/** Control characters are not part of a name, and PostgreSQL cannot store U+0000. */
export const Label = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^\P{Cc}*$/u)
  .openapi({ description: 'A name for the session.', example: 'Ann’s laptop' });

export const Mode = z.enum(['body', 'cookie']);

export const RefreshToken = z
  .string()
  .max(100)
  .openapi({ example: `csr_${'C'.repeat(70)}` });

export const Accepted = z
  .object({ status: z.literal('accepted') })
  .openapi('Accepted', { description: 'The same for known and unknown addresses.' });

export const Changed = z.object({ status: z.literal('changed') }).openapi('Changed');

export const Verified = z.object({ status: z.literal('verified') }).openapi('Verified');

export const Tokens = z
  .object({
    access_token: z.string().openapi({ description: 'A JWT (RFC 9068).', example: 'eyJhbGciOiJFZDI1NTE5…' }),
    token_type: z.literal('Bearer'),
    expires_in: z.int().openapi({ description: 'Seconds until the access token expires.', example: 300 }),
    refresh_token: RefreshToken.optional().openapi({
      description:
        'For one use. A retry within `refresh_reuse_window` seconds returns the same successor. Later reuse ends the session. Absent in cookie mode.',
    }),
    refresh_expires_in: z
      .int()
      .openapi({ description: 'Seconds until the refresh token expires.', example: 604_800 }),
    refresh_reuse_window: z.int().openapi({ example: 10 }),
    session_id: z.uuid().openapi({ example: '3f0e7f9a-6a4c-4d0e-9a51-0c2f9f5b7d11' }),
  })
  .openapi('Tokens');

const Time = z.iso.datetime().openapi({ example: '2026-06-01T12:00:00.000Z' });
const Id = z.uuid().openapi({ example: '3f0e7f9a-6a4c-4d0e-9a51-0c2f9f5b7d11' });

const Session = z
  .object({
    id: Id,
    current: z
      .boolean()
      .openapi({ description: 'Whether this request belongs to the session.', example: true }),
    mode: Mode,
    label: z
      .string()
      .openapi({ description: 'The name from the login, or the User-Agent.', example: 'Ann’s laptop' }),
    created_at: Time,
    last_used_at: Time,
    expires_at: Time,
  })
  .openapi('Session');

export const Sessions = z.object({ sessions: z.array(Session) }).openapi('Sessions');

export const Me = z
  .object({
    id: Id,
    email: z.string().openapi({ example: 'ann@example.com' }),
    created_at: Time,
    password_changed_at: Time,
    session_id: Id,
    token_expires_at: Time,
  })
  .openapi('Me');

export const Jwks = z
  .object({
    keys: z.array(
      z.looseObject({ kty: z.string(), kid: z.string(), alg: z.string(), use: z.literal('sig') }),
    ),
  })
  .openapi('Jwks');

export const Metadata = z
  .object({
    issuer: z.url(),
    jwks_uri: z.url(),
    response_types_supported: z.array(z.string()),
    grant_types_supported: z.array(z.string()),
    revocation_endpoint: z.url(),
    revocation_endpoint_auth_methods_supported: z.array(z.string()),
    introspection_endpoint: z.url().optional(),
    introspection_endpoint_auth_methods_supported: z.array(z.string()).optional(),
    service_documentation: z.url(),
  })
  .openapi('Metadata');

export const TokenForm = z.object({
  token: z.string().min(1).max(8192).openapi({ example: 'eyJhbGciOiJFZDI1NTE5…' }),
  token_type_hint: z.string().optional(),
});

export const Introspection = z
  .object({
    active: z.boolean().openapi({ example: true }),
    sub: z.string().optional(),
    sid: z.string().optional(),
    client_id: z.string().optional(),
    exp: z.int().optional(),
    iss: z.string().optional(),
    aud: z.array(z.string()).optional(),
  })
  .openapi('Introspection');

export const ProblemDocument = z
  .looseObject({
    type: z.string().openapi({ example: '/problems#invalid-request' }),
    title: z.string(),
    status: z.int(),
    code: z.string().openapi({ description: 'Stable. Branch on it.' }),
    error: z.string(),
    request_id: z.string().optional(),
    errors: z.array(z.object({ pointer: z.string(), code: z.string() })).optional(),
    violations: z.array(z.object({ code: z.string(), message: z.string() })).optional(),
    reason: z.string().optional(),
  })
  .openapi('Problem', { description: 'RFC 9457. Contains no submitted data.' });
