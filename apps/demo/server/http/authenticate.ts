import { TokenError } from '@countersign/jwt';
import type { Context } from 'hono';
import { Problem } from '../api/problems.ts';
import type { AccessClaims } from '../auth/tokens.ts';
import type { Services } from '../services.ts';
import { findLiveSession, type LiveSession } from '../store/sessions.ts';

/**
 * Verifies the access token of a request (RFC 6750 section 2.1), without the database.
 *
 * @throws a {@link Problem} `invalid-token`
 */
export async function verifyBearer(c: Context, { tokens }: Services): Promise<AccessClaims> {
  const token = /^bearer ([\w.-]+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  if (token === undefined) throw new Problem('invalid-token');
  try {
    return await tokens.verify(token);
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    throw new Problem('invalid-token', { reason: error.code });
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
