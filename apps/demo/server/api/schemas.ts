import { z } from '@hono/zod-openapi';

/** An address as far as a service can tell without sending a mail. Case is not kept: nobody has two mailboxes that differ by it. */
export const Email = z
  .string()
  .max(254)
  .trim()
  .toLowerCase()
  .pipe(z.email())
  .openapi({ type: 'string', format: 'email', maxLength: 254, example: 'ann@example.com' });

/** Taken exactly as it is (OWASP ASVS 5.0, 6.2.8). How good it is, is the policy's to say, where one is chosen. */
export const Password = z
  .string()
  .min(1)
  .max(1024)
  .openapi({ format: 'password', example: 'nine green bottles hanging' });

/** A token of a link in a mail: 256 random bits. */
export const LinkToken = z
  .string()
  .regex(/^[\w-]{43}$/)
  .openapi({ example: 'B'.repeat(43) });

export const RefreshToken = z
  .string()
  .regex(/^csr_[\w-]{43}$/)
  .openapi({ example: `csr_${'C'.repeat(43)}` });

export const Accepted = z
  .object({ status: z.literal('accepted') })
  .openapi('Accepted', { description: 'Says nothing about whether the address is known. The mail does.' });

export const Changed = z.object({ status: z.literal('changed') }).openapi('Changed');

export const Tokens = z
  .object({
    access_token: z.string().openapi({ description: 'A JWT by RFC 9068. Good for `expires_in` seconds.' }),
    token_type: z.literal('Bearer'),
    expires_in: z.int(),
    refresh_token: RefreshToken.optional().openapi({
      description:
        'Good for one use. Used again within `refresh_reuse_window` seconds it gives the same successor; later, it ends the session. Absent in cookie mode.',
    }),
    refresh_expires_in: z.int().openapi({ description: 'Seconds until the refresh token expires unused.' }),
    refresh_reuse_window: z.int(),
    session_id: z.uuid(),
  })
  .openapi('Tokens');

export const Session = z
  .object({
    id: z.uuid(),
    current: z.boolean().openapi({ description: 'Whether it is the session of this request.' }),
    mode: z.enum(['body', 'cookie']),
    label: z.string().openapi({ description: 'What the client called itself at login, or its User-Agent.' }),
    created_at: z.iso.datetime(),
    last_used_at: z.iso.datetime(),
    expires_at: z.iso.datetime().openapi({ description: 'When it ends whatever happens.' }),
  })
  .openapi('Session');

export const Me = z
  .object({
    id: z.uuid(),
    email: z.string(),
    created_at: z.iso.datetime(),
    password_changed_at: z.iso.datetime(),
    session_id: z.uuid(),
    token_expires_at: z.iso.datetime(),
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
    introspection_endpoint: z.url(),
    introspection_endpoint_auth_methods_supported: z.array(z.string()),
    service_documentation: z.url(),
  })
  .openapi('Metadata');

export const Introspection = z
  .object({
    active: z.boolean(),
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
    code: z.string().openapi({ description: 'Stable: branch on it.' }),
    error: z.string(),
    request_id: z.string().optional(),
    errors: z.array(z.object({ pointer: z.string(), code: z.string() })).optional(),
    violations: z.array(z.object({ code: z.string(), message: z.string() })).optional(),
    reason: z.string().optional(),
  })
  .openapi('Problem', { description: 'RFC 9457. Never repeats what was submitted.' });
