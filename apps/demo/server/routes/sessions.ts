import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import * as endpoints from '../api/endpoints.ts';
import { Problem } from '../api/problems.ts';
import type { OpenSession } from '../auth/sessions.ts';
import { ACCESS_TOKEN_SECONDS } from '../auth/tokens.ts';
import { clientAddress } from '../http/address.ts';
import { requireSession } from '../http/authenticate.ts';
import { clearRefreshCookie, refreshCookie, requireOwnOrigin, setRefreshCookie } from '../http/cookie.ts';
import { queueMail } from '../mail/outbox.ts';
import type { Services } from '../services.ts';
import { findAccount, replaceHash } from '../store/accounts.ts';
import type { Database, Session } from '../store/schema.ts';
import { endSessions, findLiveSession, listSessions } from '../store/sessions.ts';
import { write } from '../store/write.ts';

/** Login, refresh, logout, and the list of sessions. */
export function sessionRoutes(app: OpenAPIHono, services: Services): void {
  const { db, hasher, tokens, sessions, limiter, config, log, metrics, publicUrl, now } = services;

  async function tokensOf(c: Context, { session, refreshToken }: OpenSession) {
    const refreshSeconds = Math.floor((session.expires_at - now().getTime()) / 1000);
    const accessToken = await tokens().issue(session.account_id, session.id);
    if (session.mode === 'cookie') setRefreshCookie(c, refreshToken, refreshSeconds);
    return {
      access_token: accessToken,
      token_type: 'Bearer' as const,
      expires_in: ACCESS_TOKEN_SECONDS,
      ...(session.mode === 'body' && { refresh_token: refreshToken }),
      refresh_expires_in: refreshSeconds,
      refresh_reuse_window: config.REFRESH_REUSE_SECONDS,
      session_id: session.id,
    };
  }

  app.openapi(endpoints.login, async (c) => {
    const { email, password, mode, label } = c.req.valid('json');
    if (mode === 'cookie') requireOwnOrigin(c, publicUrl, config.ALLOWED_ORIGINS);
    const address = clientAddress(c, config.TRUSTED_PROXIES);
    const attempts = ['password', address, email] as const;
    await limiter.count(['address', address], attempts);
    const account = await findAccount(db, email);
    // Without an account, this takes the same time.
    const { valid, rehashed } = await hasher.verify(password, account?.password_hash);
    const opened =
      account &&
      valid &&
      (await write(db, async (trx) => {
        // The row lock excludes a concurrent change of the password, which would have ended this session.
        const { id, password_hash: hash } = account;
        if (!(await replaceHash(trx, id, hash, rehashed ?? hash))) return undefined;
        await limiter.forget(trx, attempts);
        const client = (c.req.header('user-agent') ?? 'unknown client').slice(0, 100);
        return sessions.open(trx, account, { mode, label: label ?? client });
      }));
    metrics.logins.inc({ outcome: opened ? 'succeeded' : 'rejected' });
    log.info({ event: opened ? 'login.succeeded' : 'login.rejected', account: account?.id, address });
    if (!opened) throw new Problem('invalid-credentials');
    return c.json(await tokensOf(c, opened), 200);
  });

  app.openapi(endpoints.refresh, async (c) => {
    const { refresh_token: fromBody } = c.req.valid('json');
    const mode = fromBody === undefined ? 'cookie' : 'body';
    if (mode === 'cookie') requireOwnOrigin(c, publicUrl, config.ALLOWED_ORIGINS);
    const presented = fromBody ?? refreshCookie(c) ?? '';
    const result = await write(db, async (trx) => {
      const refreshed = await sessions.refresh(trx, presented, mode);
      if (refreshed.outcome === 'expired' || refreshed.outcome === 'reused') {
        const { account_id: accountId, id } = refreshed.session;
        await endSessions(trx, accountId, { only: id });
        if (refreshed.outcome === 'reused') await notify(trx, accountId);
      }
      return refreshed;
    });
    metrics.refreshes.inc({ outcome: result.outcome });
    if (result.outcome === 'rotated' || result.outcome === 'replayed')
      return c.json(await tokensOf(c, result), 200);
    if (result.outcome === 'reused') log.warn({ event: 'refresh.reused', session: result.session.id });
    if (mode === 'cookie') clearRefreshCookie(c);
    throw new Problem('invalid-grant');
  });

  async function notify(trx: Database, accountId: string): Promise<void> {
    const account = trx.selectFrom('accounts').select('email').where('id', '=', accountId);
    const { email } = await account.executeTakeFirstOrThrow();
    await queueMail(trx, { kind: 'session-ended', email, now: now() });
  }

  /** The session that logs out: of the access token, or of the cookie. Undefined if the session of the cookie has ended. */
  async function leavingSession(c: Context): Promise<Session | undefined> {
    const cookie = refreshCookie(c);
    if (c.req.header('authorization') !== undefined || cookie === undefined)
      return (await requireSession(c, services)).session;
    requireOwnOrigin(c, publicUrl, config.ALLOWED_ORIGINS);
    const session = await sessions.find(db, cookie);
    const live = session && (await findLiveSession(db, { sessionId: session.id, now: now() }));
    return live?.session;
  }

  app.openapi(endpoints.logout, async (c) => {
    const { scope } = c.req.valid('json');
    const session = await leavingSession(c);
    if (session) {
      const { id, account_id: account } = session;
      const chosen = { here: { only: id }, others: { except: id }, everywhere: {} }[scope];
      const ended = await write(db, (trx) => endSessions(trx, account, chosen));
      log.info({ event: 'logout', account, session: id, scope, ended });
    }
    if (scope !== 'others') clearRefreshCookie(c);
    return c.body(null, 204);
  });

  app.openapi(endpoints.listSessions, async (c) => {
    const { account, session: current } = await requireSession(c, services);
    const described = (await listSessions(db, account.id, now())).map((session) => ({
      id: session.id,
      current: session.id === current.id,
      mode: session.mode,
      label: session.label,
      created_at: new Date(session.created_at).toISOString(),
      last_used_at: new Date(session.refreshed_at).toISOString(),
      expires_at: new Date(session.expires_at).toISOString(),
    }));
    return c.json({ sessions: described }, 200);
  });

  app.openapi(endpoints.endSession, async (c) => {
    const { account } = await requireSession(c, services);
    const { id } = c.req.valid('param');
    const ended = await write(db, (trx) => endSessions(trx, account.id, { only: id }));
    if (ended === 0) throw new Problem('not-found');
    log.info({ event: 'session.ended', account: account.id, session: id });
    return c.body(null, 204);
  });
}
