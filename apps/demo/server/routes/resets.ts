import { checkPassword, createResetToken, nistPolicy, resetDigest, resetUrl } from '@countersign/password';
import { Hono } from 'hono';
import * as v from 'valibot';
import { Email, Password, readBody } from '../body.ts';
import { problem } from '../problem.ts';
import type { Services } from '../services.ts';

const Forgot = v.object({ email: Email });
const Reset = v.object({ token: v.pipe(v.string(), v.regex(/^[\w-]{22,88}$/)), password: Password });

/** Asking for a reset link, and using it: by a POST, since mail programs open links by themselves. */
export function resetRoutes({ store, hasher, outbox, publicUrl }: Services): Hono {
  const routes = new Hono();

  routes.post('/forgot', async (c) => {
    const body = await readBody(c, Forgot);
    if (!body) return problem(c, 'invalid-request');
    const { token, digest, expiresAt } = createResetToken();
    const account = store.findAccount(body.email);
    if (account) {
      store.addReset({ digest, accountId: account.id, expiresAt });
      const link = resetUrl(`${publicUrl}/reset`, token, { place: 'fragment' });
      outbox.send({
        to: account.email,
        subject: 'Set a new password',
        text: `Open this link within 30 minutes: ${link}`,
      });
    }
    return c.json({ status: 'accepted' }, 202);
  });

  routes.post('/reset', async (c) => {
    const body = await readBody(c, Reset);
    if (!body) return problem(c, 'invalid-request');
    const violations = await checkPassword(body.password, nistPolicy());
    if (violations.length > 0) return problem(c, 'unacceptable-password', { violations });
    const account = store.useReset(resetDigest(body.token), await hasher.hash(body.password), new Date());
    if (!account) return problem(c, 'invalid-reset');
    outbox.send({
      to: account.email,
      subject: 'Your password was changed',
      text: 'If that was not you, ask for a reset link at once.',
    });
    return c.json({ status: 'changed' });
  });

  return routes;
}
