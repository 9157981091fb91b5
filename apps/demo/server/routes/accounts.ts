import { randomUUID } from 'node:crypto';
import { resetDigest } from '@countersign/password';
import type { OpenAPIHono } from '@hono/zod-openapi';
import * as endpoints from '../api/endpoints.ts';
import { Problem } from '../api/problems.ts';
import { requireGoodPassword } from '../auth/password-rule.ts';
import { clientAddress } from '../http/address.ts';
import { requirePassword, requireSession, verifyBearer } from '../http/authenticate.ts';
import { clearRefreshCookie } from '../http/cookie.ts';
import { queueMail } from '../mail/outbox.ts';
import type { Services } from '../services.ts';
import { createAccount, findRegistration } from '../store/accounts.ts';
import { write } from '../store/write.ts';

const REGISTRATION_MILLISECONDS = 24 * 3600 * 1000;

/** Registration, confirmation, the account itself, and its deletion. */
export function accountRoutes(app: OpenAPIHono, services: Services): void {
  const { db, hasher, limiter, config, log, now } = services;

  // Known and unknown addresses take the same steps (OWASP ASVS 5.0, 6.3.8). The mail makes the difference.
  app.openapi(endpoints.register, async (c) => {
    const { email, password } = c.req.valid('json');
    await requireGoodPassword(password, email);
    await limiter.count(['address', clientAddress(c, config.TRUSTED_PROXIES)], ['mail', 'confirm', email]);
    const passwordHash = await hasher.hash(password);
    const id = randomUUID();
    await write(db, async (trx) => {
      await trx
        .insertInto('registrations')
        .values({
          id,
          email,
          password_hash: passwordHash,
          token_digest: null,
          expires_at: now().getTime() + REGISTRATION_MILLISECONDS,
        })
        .execute();
      await queueMail(trx, { kind: 'confirm', email, registrationId: id, now: now() });
    });
    return c.json({ status: 'accepted' as const }, 202);
  });

  // Programs open links in mails, so the token alone is not enough. The password proves that this person registered.
  app.openapi(endpoints.verifyEmail, async (c) => {
    const { token, password } = c.req.valid('json');
    const digest = resetDigest(token);
    const registration = await findRegistration(db, digest, now());
    if (!registration) throw new Problem('link-expired');
    await requirePassword(c, services, registration, password);
    const { email, password_hash: passwordHash } = registration;
    const id = randomUUID();
    const isCreated = await write(db, async (trx) => {
      const stillWorks = await findRegistration(trx, digest, now());
      return stillWorks !== undefined && createAccount(trx, { id, email, passwordHash, now: now() });
    });
    if (!isCreated) throw new Problem('link-expired');
    log.info({ event: 'account.created', account: id });
    return c.json({ status: 'verified' as const }, 200);
  });

  app.openapi(endpoints.me, async (c) => {
    const { claims, account, session } = await requireSession(c, services);
    return c.json(
      {
        id: account.id,
        email: account.email,
        created_at: iso(account.created_at),
        password_changed_at: iso(account.password_changed_at),
        session_id: session.id,
        token_expires_at: iso(claims.exp * 1000),
      },
      200,
    );
  });

  app.openapi(endpoints.deleteAccount, async (c) => {
    const { account } = await requireSession(c, services);
    await requirePassword(c, services, account, c.req.valid('json').password);
    await write(db, async (trx) => {
      // The sessions and reset links of the account go with it.
      await trx.deleteFrom('accounts').where('id', '=', account.id).execute();
      await queueMail(trx, { kind: 'account-deleted', email: account.email, now: now() });
    });
    log.info({ event: 'account.deleted', account: account.id });
    clearRefreshCookie(c);
    return c.body(null, 204);
  });

  app.openapi(endpoints.greeting, async (c) => {
    const { sub } = await verifyBearer(c, services);
    return c.json({ greeting: `Hello, ${sub}.` }, 200);
  });
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
