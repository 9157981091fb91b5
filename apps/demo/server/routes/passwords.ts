import { resetDigest } from '@countersign/password';
import type { OpenAPIHono } from '@hono/zod-openapi';
import * as endpoints from '../api/endpoints.ts';
import { Problem } from '../api/problems.ts';
import { requireGoodPassword } from '../auth/password-rule.ts';
import { clientAddress } from '../http/address.ts';
import { requirePassword, requireSession } from '../http/authenticate.ts';
import { queueMail } from '../mail/outbox.ts';
import type { Services } from '../services.ts';
import { findReset, replaceHash, setPassword, takeReset } from '../store/accounts.ts';
import { write } from '../store/write.ts';

/** Change of the password, and reset by a link. */
export function passwordRoutes(app: OpenAPIHono, services: Services): void {
  const { db, hasher, limiter, config, log, now } = services;

  app.openapi(endpoints.changePassword, async (c) => {
    const { account, session } = await requireSession(c, services);
    const { current_password: current, new_password: wanted } = c.req.valid('json');
    const { id, email, password_hash: oldHash } = account;
    await requirePassword(c, services, account, current);
    await requireGoodPassword(wanted, email);
    const passwordHash = await hasher.hash(wanted);
    await write(db, async (trx) => {
      // Another request may have changed the password in the meantime.
      if (!(await replaceHash(trx, id, oldHash, passwordHash))) throw new Problem('wrong-password');
      await setPassword(trx, id, { passwordHash, keptSession: session.id, now: now() });
      await queueMail(trx, { kind: 'password-changed', email, now: now() });
    });
    log.info({ event: 'password.changed', account: id });
    return c.json({ status: 'changed' as const }, 200);
  });

  // One row is written for any address, so the time of the answer does not show whether it has an account.
  app.openapi(endpoints.forgotPassword, async (c) => {
    const { email } = c.req.valid('json');
    await limiter.count(['address', clientAddress(c, config.TRUSTED_PROXIES)], ['mail', 'reset', email]);
    await write(db, (trx) => queueMail(trx, { kind: 'reset', email, now: now() }));
    return c.json({ status: 'accepted' as const }, 202);
  });

  app.openapi(endpoints.resetPassword, async (c) => {
    const { token, password } = c.req.valid('json');
    await limiter.count(['address', clientAddress(c, config.TRUSTED_PROXIES)]);
    const digest = resetDigest(token);
    const account = await findReset(db, digest, now());
    if (!account) throw new Problem('link-expired');
    const { id, email } = account;
    // An unacceptable password does not use up the link.
    await requireGoodPassword(password, email);
    const passwordHash = await hasher.hash(password);
    await write(db, async (trx) => {
      if (!(await takeReset(trx, digest, now()))) throw new Problem('link-expired');
      await setPassword(trx, id, { passwordHash, now: now() });
      await queueMail(trx, { kind: 'password-changed', email, now: now() });
    });
    log.info({ event: 'password.reset', account: id });
    return c.json({ status: 'changed' as const }, 200);
  });
}
