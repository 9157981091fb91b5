import { resetDigest } from '@countersign/password';
import type { OpenAPIHono } from '@hono/zod-openapi';
import * as endpoints from '../api/endpoints.ts';
import { Problem } from '../api/problems.ts';
import { clientAddress } from '../http/address.ts';
import { liveSession } from '../http/authenticate.ts';
import type { Services } from '../services.ts';
import { changePassword, isResetGood, useReset } from '../store/accounts.ts';
import { queueMail } from '../store/outbox.ts';
import { inTransaction } from '../store/transaction.ts';
import { requireGoodPassword } from './accounts.ts';

/** Changing a password, and setting a new one by a link: by a POST, since mail programs open links by themselves. */
export function passwordRoutes(app: OpenAPIHono, services: Services) {
  const { db, hasher, limiter, config, log, now } = services;
  return (
    app
      .openapi(endpoints.changePassword, async (c) => {
        const { live } = await liveSession(c, services);
        const { current_password: current, new_password: wanted } = c.req.valid('json');
        await limiter.attemptLogin(clientAddress(c, config.trustedProxies), live.email);
        if (!(await hasher.isValid(current, live.passwordHash))) throw new Problem('invalid-credentials');
        await requireGoodPassword(wanted, live.email);
        const newHash = await hasher.hash(wanted);
        const { accountId, passwordHash: oldHash, sessionId: keptSession } = live;
        await inTransaction(db, async (trx) => {
          const isChanged = await changePassword(trx, {
            accountId,
            oldHash,
            newHash,
            keptSession,
            now: now(),
          });
          if (!isChanged) throw new Problem('invalid-credentials');
          await queueMail(trx, { kind: 'password-changed', email: live.email, now: now() });
        });
        log.info({ event: 'password.changed', account: accountId, session: keptSession });
        return c.json({ status: 'changed' as const }, 200);
      })
      // One row is written either way; whether somebody has the address is found out when the mail is made.
      .openapi(endpoints.forgotPassword, async (c) => {
        const { email } = c.req.valid('json');
        await limiter.attempt(
          { rule: 'registration', of: [clientAddress(c, config.trustedProxies)] },
          { rule: 'mail', of: [email] },
        );
        await queueMail(db, { kind: 'reset', email, now: now() });
        return c.json({ status: 'accepted' as const }, 202);
      })
      .openapi(endpoints.resetPassword, async (c) => {
        const { token, password } = c.req.valid('json');
        await limiter.attempt({ rule: 'link', of: [clientAddress(c, config.trustedProxies)] });
        const digest = resetDigest(token);
        // Before the password is judged, so that a bad one costs no link, and a bad link no hash.
        if (!(await isResetGood(db, digest, now()))) throw new Problem('link-expired');
        await requireGoodPassword(password);
        const passwordHash = await hasher.hash(password);
        const account = await inTransaction(db, async (trx) => {
          const changed = await useReset(trx, { digest, passwordHash, now: now() });
          if (changed) await queueMail(trx, { kind: 'password-changed', email: changed.email, now: now() });
          return changed;
        });
        if (!account) throw new Problem('link-expired');
        log.info({ event: 'password.reset', account: account.id });
        return c.json({ status: 'changed' as const }, 200);
      })
  );
}
