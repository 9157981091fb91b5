import { compareDigest, hash } from '@countersign/core';
import { BearerError } from '@countersign/jwt/http';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import * as endpoints from '../api/endpoints.ts';
import { Problem } from '../api/problems.ts';
import type { AccessClaims } from '../auth/tokens.ts';
import type { Services } from '../services.ts';
import { endSessions, findLiveSession } from '../store/sessions.ts';
import { write } from '../store/write.ts';

/** The client id of resource servers. */
const RESOURCE_SERVER = 'resource-server';

/** Revocation (RFC 7009), and introspection for resource servers (RFC 7662). */
export function oauthRoutes(app: OpenAPIHono, { db, tokens, sessions, log, config, now }: Services): void {
  async function claimsOf(token: string): Promise<AccessClaims | undefined> {
    try {
      return (await tokens().bearer.verify(`Bearer ${token}`)).claims;
    } catch (error) {
      if (error instanceof BearerError) return undefined;
      throw error;
    }
  }

  app.openapi(endpoints.revoke, async (c) => {
    const { token } = c.req.valid('form');
    const session = await sessions.find(db, token);
    const claims = session ? undefined : await claimsOf(token);
    await write(db, async (trx) => {
      if (session) await endSessions(trx, session.account_id, { only: session.id });
      if (claims)
        await trx
          .insertInto('revoked_tokens')
          .values({ jti: claims.jti, expires_at: claims.exp * 1000 })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
    });
    log.info({ event: 'token.revoked', session: session?.id ?? claims?.sid });
    return c.body(null, 200);
  });

  app.openapi(endpoints.introspect, async (c) => {
    requireResourceServer(c, config.RESOURCE_SERVER_SECRET);
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
