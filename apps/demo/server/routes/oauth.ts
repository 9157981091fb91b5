import { compareDigest, hash } from '@countersign/core';
import { TokenError } from '@countersign/jwt';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import * as endpoints from '../api/endpoints.ts';
import { Problem } from '../api/problems.ts';
import { refreshDigest } from '../auth/refresh.ts';
import type { AccessClaims } from '../auth/tokens.ts';
import type { Services } from '../services.ts';
import { deleteSessions, findLiveSession, findToken, insertRevokedToken } from '../store/sessions.ts';

/** The name of the one resource server beside this service. */
export const RESOURCE_SERVER = 'reports';

/** Revoking tokens (RFC 7009), and telling resource servers whether one was revoked (RFC 7662). */
export function oauthRoutes(app: OpenAPIHono, services: Services) {
  const { db, tokens, log, config, now } = services;

  async function claimsOf(token: string): Promise<AccessClaims | undefined> {
    try {
      return await tokens.verify(token);
    } catch (error) {
      if (error instanceof TokenError) return undefined;
      throw error;
    }
  }

  return app
    .openapi(endpoints.revoke, async (c) => {
      const { token } = c.req.valid('form');
      const known = await findToken(db, refreshDigest(token));
      if (known) {
        const { account_id: accountId, id } = known.session;
        await deleteSessions(db, { accountId, only: id });
        log.info({ event: 'session.revoked', account: accountId, session: id });
      } else {
        const claims = await claimsOf(token);
        if (claims) await insertRevokedToken(db, claims.jti, new Date(claims.exp * 1000));
        if (claims) log.info({ event: 'token.revoked', account: claims.sub, session: claims.sid });
      }
      return c.body(null, 200);
    })
    .openapi(endpoints.introspect, async (c) => {
      requireResourceServer(c, config.resourceServerSecret);
      const claims = await claimsOf(c.req.valid('form').token);
      const live =
        claims && (await findLiveSession(db, { sessionId: claims.sid, jti: claims.jti, now: now() }));
      if (!live) return c.json({ active: false }, 200);
      const { sub, sid, client_id, exp, iss, aud } = claims;
      return c.json({ active: true, sub, sid, client_id, exp, iss, aud }, 200);
    });
}

/** @throws a {@link Problem} `invalid-client` */
function requireResourceServer(c: Context, secret: string | undefined): void {
  const given = /^basic ([\w+/]+=*)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? '';
  const expected = Buffer.from(`${RESOURCE_SERVER}:${secret}`).toString('base64');
  const isKnown = secret !== undefined && compareDigest(hash('sha256', given), hash('sha256', expected));
  if (!isKnown) throw new Problem('invalid-client');
}
