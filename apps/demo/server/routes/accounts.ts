import { randomUUID } from 'node:crypto';
import { checkPassword, nistPolicy, resetDigest } from '@countersign/password';
import type { OpenAPIHono } from '@hono/zod-openapi';
import * as endpoints from '../api/endpoints.ts';
import { Problem } from '../api/problems.ts';
import { clientAddress } from '../http/address.ts';
import { liveSession, verifiedClaims } from '../http/authenticate.ts';
import type { Services } from '../services.ts';
import { addRegistration, confirmRegistration } from '../store/accounts.ts';
import { queueMail } from '../store/outbox.ts';
import { inTransaction } from '../store/transaction.ts';

const REGISTRATION_MILLISECONDS = 24 * 3600 * 1000;

/** @throws a {@link Problem} `unacceptable-password` */
export async function requireGoodPassword(password: string, ...context: readonly string[]): Promise<void> {
  const violations = await checkPassword(password, nistPolicy({ context: [...context, 'countersign'] }));
  if (violations.length > 0)
    throw new Problem('unacceptable-password', {
      violations: violations.map(({ code, message }) => ({ code, message })),
    });
}

/** Registering, and resources that need a token. */
export function accountRoutes(app: OpenAPIHono, services: Services) {
  const { db, hasher, limiter, config, now } = services;
  return (
    app
      // Known and unknown addresses take the same steps (OWASP ASVS 5.0, 6.3.8): which one it is, is found out when the mail is made.
      .openapi(endpoints.register, async (c) => {
        const { email, password } = c.req.valid('json');
        await limiter.attempt({ rule: 'registration', of: [clientAddress(c, config.trustedProxies)] });
        await requireGoodPassword(password, email);
        // Not before: who looks for an acceptable password has asked for no mail yet.
        await limiter.attempt({ rule: 'mail', of: [email] });
        const passwordHash = await hasher.hash(password);
        const id = randomUUID();
        const expiresAt = new Date(now().getTime() + REGISTRATION_MILLISECONDS);
        await inTransaction(db, async (trx) => {
          await addRegistration(trx, { id, email, passwordHash, expiresAt });
          await queueMail(trx, { kind: 'confirm', email, registrationId: id, now: now() });
        });
        return c.json({ status: 'accepted' as const }, 202);
      })
      .openapi(endpoints.verifyEmail, async (c) => {
        await limiter.attempt({ rule: 'link', of: [clientAddress(c, config.trustedProxies)] });
        const tokenDigest = resetDigest(c.req.valid('json').token);
        const accountId = await confirmRegistration(db, { tokenDigest, accountId: randomUUID(), now: now() });
        if (accountId === undefined) throw new Problem('link-expired');
        services.log.info({ event: 'account.created', account: accountId });
        return c.json({ status: 'verified' as const }, 200);
      })
      .openapi(endpoints.me, async (c) => {
        const { claims, live } = await liveSession(c, services);
        return c.json(
          {
            id: live.accountId,
            email: live.email,
            created_at: iso(live.createdAt),
            password_changed_at: iso(live.passwordChangedAt),
            session_id: live.sessionId,
            token_expires_at: iso(claims.exp * 1000),
          },
          200,
        );
      })
      .openapi(endpoints.greeting, async (c) => {
        const { sub } = await verifiedClaims(c, services);
        return c.json({ greeting: `Hello, ${sub}.` }, 200);
      })
  );
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
