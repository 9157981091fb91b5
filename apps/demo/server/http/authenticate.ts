import { TokenError } from '@countersign/jwt';
import { BearerError } from '@countersign/jwt/http';
import type { Context } from 'hono';
import { Problem } from '../api/problems.ts';
import type { AccessClaims } from '../auth/tokens.ts';
import type { Services } from '../services.ts';
import { findLiveSession, type LiveSession } from '../store/sessions.ts';
import { clientAddress } from './address.ts';

/**
 * Verifies the access token of a request (RFC 6750 section 2.1), without the database.
 *
 * @throws a {@link Problem} `invalid-token`
 */
export async function verifyBearer(c: Context, { tokens }: Services): Promise<AccessClaims> {
  try {
    return (await tokens().bearer.verify(c.req.header('authorization'))).claims;
  } catch (error) {
    if (!(error instanceof BearerError)) throw error;
    throw new Problem('invalid-token', error.cause instanceof TokenError ? { reason: error.cause.code } : {});
  }
}

/**
 * Verifies the access token of a request, and that its session is open.
 *
 * @throws a {@link Problem} `invalid-token`
 */
export async function requireSession(
  c: Context,
  services: Services,
): Promise<LiveSession & { readonly claims: AccessClaims }> {
  const claims = await verifyBearer(c, services);
  const { sid: sessionId, jti, sub } = claims;
  const live = await findLiveSession(services.db, { sessionId, jti, now: services.now() });
  if (live?.account.id !== sub) throw new Problem('invalid-token', { reason: 'session-ended' });
  return { ...live, claims };
}

/**
 * Counts an attempt, and verifies the password of an account or a registration.
 *
 * @throws a {@link Problem} `wrong-password` or `too-many-attempts`
 */
export async function requirePassword(
  c: Context,
  { limiter, hasher, config }: Services,
  { email, password_hash: hash }: { readonly email: string; readonly password_hash: string },
  password: string,
): Promise<void> {
  const address = clientAddress(c, config.TRUSTED_PROXIES);
  await limiter.count(['address', address], ['password', address, email]);
  if (!(await hasher.isValid(password, hash))) throw new Problem('wrong-password');
}
