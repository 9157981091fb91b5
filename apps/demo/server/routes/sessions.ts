import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import * as endpoints from '../api/endpoints.ts';
import { Problem } from '../api/problems.ts';
import type { OpenSession } from '../auth/sessions.ts';
import { ACCESS_TOKEN_SECONDS } from '../auth/tokens.ts';
import { clientAddress } from '../http/address.ts';
import { liveSession } from '../http/authenticate.ts';
import { clearRefreshCookie, refreshCookie, setRefreshCookie } from '../http/cookie.ts';
import { requireOwnOrigin } from '../http/origin.ts';
import type { Services } from '../services.ts';
import { findAccount, replaceHash } from '../store/accounts.ts';
import { queueMail } from '../store/outbox.ts';
import { deleteSessions, listSessions } from '../store/sessions.ts';

const REFRESH_TOKEN = /^csr_[\w-]{43}$/;

/** Logging in, staying in, and logging out. */
export function sessionRoutes(app: OpenAPIHono, services: Services) {
  const { db, hasher, tokens, sessions, limiter, config, log, metrics, publicUrl, now } = services;

  async function tokensOf(c: Context, { session, refreshToken, refreshExpiresAt }: OpenSession) {
    const refreshSeconds = Math.floor((refreshExpiresAt.getTime() - now().getTime()) / 1000);
    if (session.mode === 'cookie') setRefreshCookie(c, refreshToken, refreshSeconds);
    return {
      access_token: await tokens.issue(session.account_id, session.id),
      token_type: 'Bearer' as const,
      expires_in: ACCESS_TOKEN_SECONDS,
      ...(session.mode === 'body' && { refresh_token: refreshToken }),
      refresh_expires_in: refreshSeconds,
      refresh_reuse_window: config.refreshReuseSeconds,
      session_id: session.id,
    };
  }

  /** The account that an address and a password belong to. An unknown address takes the same queue and the same time. */
  async function authenticate(email: string, password: string) {
    const account = await findAccount(db, email);
    if (!account) {
      await hasher.dummyVerify(password);
      return undefined;
    }
    const { valid, rehashed } = await hasher.verify(password, account.password_hash);
    if (!valid) return undefined;
    if (rehashed === undefined) return account;
    await replaceHash(db, account.id, account.password_hash, rehashed);
    return { ...account, password_hash: rehashed };
  }

  return app
    .openapi(endpoints.login, async (c) => {
      const { email, password, mode, label } = c.req.valid('json');
      if (mode === 'cookie') requireOwnOrigin(c, publicUrl);
      const address = clientAddress(c, config.trustedProxies);
      await limiter.attemptLogin(address, email);
      const account = await authenticate(email, password);
      const called = label ?? (c.req.header('user-agent') ?? 'unknown client').slice(0, 100);
      const opened = account && (await sessions.open(account, { mode, label: called }));
      if (!opened) {
        metrics.logins.inc({ outcome: 'refused' });
        log.info({ event: 'login.refused', address });
        throw new Problem('invalid-credentials');
      }
      await limiter.succeededLogin(address, email);
      metrics.logins.inc({ outcome: 'succeeded' });
      log.info({ event: 'login.succeeded', account: account.id, session: opened.session.id, address });
      return c.json(await tokensOf(c, opened), 200);
    })
    .openapi(endpoints.refresh, async (c) => {
      const { refresh_token: fromBody } = c.req.valid('json');
      if (fromBody === undefined) requireOwnOrigin(c, publicUrl);
      const presented = fromBody ?? refreshCookie(c);
      if (presented === undefined || !REFRESH_TOKEN.test(presented)) throw new Problem('invalid-grant');
      const result = await sessions.refresh(presented, fromBody === undefined ? 'cookie' : 'body');
      metrics.refreshes.inc({ outcome: result.outcome });
      if (result.outcome === 'rotated' || result.outcome === 'replayed') {
        return c.json(await tokensOf(c, result), 200);
      }
      if (result.outcome === 'reused') {
        const { account_id: account, id: session } = result.session;
        log.warn({ event: 'refresh.reused', account, session });
        await notify(account, 'session-ended');
      }
      if (fromBody === undefined) clearRefreshCookie(c);
      throw new Problem('invalid-grant');
    })
    .openapi(endpoints.logout, async (c) => {
      const { live } = await liveSession(c, services);
      const { scope } = c.req.valid('json');
      const { accountId, sessionId } = live;
      const chosen = { here: { only: sessionId }, others: { except: sessionId }, everywhere: {} }[scope];
      const ended = await deleteSessions(db, { accountId, ...chosen });
      log.info({ event: 'logout', account: accountId, session: sessionId, scope, ended });
      if (scope !== 'others') clearRefreshCookie(c);
      return c.body(null, 204);
    })
    .openapi(endpoints.listSessions, async (c) => {
      const { live } = await liveSession(c, services);
      const open = await listSessions(db, live.accountId, now());
      const described = open.map((session) => ({
        id: session.id,
        current: session.id === live.sessionId,
        mode: session.mode,
        label: session.label,
        created_at: new Date(session.created_at).toISOString(),
        last_used_at: new Date(session.last_used_at).toISOString(),
        expires_at: new Date(session.expires_at).toISOString(),
      }));
      return c.json({ sessions: described }, 200);
    })
    .openapi(endpoints.endSession, async (c) => {
      const { live } = await liveSession(c, services);
      const { id } = c.req.valid('param');
      const ended = await deleteSessions(db, { accountId: live.accountId, only: id });
      if (ended === 0) throw new Problem('not-found');
      log.info({ event: 'session.ended', account: live.accountId, session: id });
      return c.body(null, 204);
    });

  async function notify(accountId: string, kind: 'session-ended'): Promise<void> {
    const account = await db
      .selectFrom('accounts')
      .select('email')
      .where('id', '=', accountId)
      .executeTakeFirst();
    if (account) await queueMail(db, { kind, email: account.email, now: now() });
  }
}
