import { TokenError } from '@countersign/jwt';
import type { Context } from 'hono';
import { Problem } from '../api/problems.ts';
import type { AccessClaims } from '../auth/tokens.ts';
import type { Services } from '../services.ts';
import { findLiveSession } from '../store/sessions.ts';

/** The session of an access token, with its account. */
export type LiveSession = NonNullable<Awaited<ReturnType<typeof findLiveSession>>>;

/**
 * Verifies the access token of a request (RFC 6750 section 2.1), without the database.
 *
 * @throws a {@link Problem} `invalid-token`
 */
export async function verifiedClaims(c: Context, { tokens, metrics }: Services): Promise<AccessClaims> {
  const token = /^bearer ([\w.-]+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  if (token === undefined) throw new Problem('invalid-token');
  try {
    return await tokens.verify(token);
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    metrics.refusedTokens.inc({ reason: error.code });
    throw new Problem('invalid-token', { reason: error.code });
  }
}

/**
 * Verifies the access token of a request and that its session is still open.
 *
 * @throws a {@link Problem} `invalid-token`
 */
export async function liveSession(
  c: Context,
  services: Services,
): Promise<{ readonly claims: AccessClaims; readonly live: LiveSession }> {
  const claims = await verifiedClaims(c, services);
  const live = await findLiveSession(services.db, {
    sessionId: claims.sid,
    jti: claims.jti,
    now: services.now(),
  });
  if (!live || live.accountId !== claims.sub) throw new Problem('invalid-token', { reason: 'session-ended' });
  return { claims, live };
}
