import { randomUUID } from 'node:crypto';
import { TokenError } from '@countersign/jwt';
import { checkPassword, nistPolicy } from '@countersign/password';
import { Hono } from 'hono';
import * as v from 'valibot';
import { Email, Password, readBody } from '../body.ts';
import { problem } from '../problem.ts';
import type { Services } from '../services.ts';

const Credentials = v.object({ email: Email, password: Password });

/** Registering, logging in, and one resource that needs a token. */
export function accountRoutes({ store, hasher, tokens, outbox }: Services): Hono {
  const routes = new Hono();

  // The answer is the same whether or not the address is known (OWASP ASVS 5.0, 6.3.8); the mail says the rest.
  routes.post('/register', async (c) => {
    const body = await readBody(c, Credentials);
    if (!body) return problem(c, 'invalid-request');
    const violations = await checkPassword(
      body.password,
      nistPolicy({ context: [body.email, 'countersign'] }),
    );
    if (violations.length > 0) return problem(c, 'unacceptable-password', { violations });
    const passwordHash = await hasher.hash(body.password);
    const isNew = store.addAccount({ id: randomUUID(), email: body.email, passwordHash });
    outbox.send({
      to: body.email,
      subject: isNew ? 'Welcome' : 'You have an account already',
      text: isNew
        ? 'Your account is ready.'
        : 'Somebody, perhaps you, tried to register with this address. If you forgot your password, ask for a reset link.',
    });
    return c.json({ status: 'accepted' }, 202);
  });

  routes.post('/login', async (c) => {
    const body = await readBody(c, Credentials);
    if (!body) return problem(c, 'invalid-request');
    const account = store.findAccount(body.email);
    if (!account) {
      await hasher.dummyVerify(body.password);
      return problem(c, 'invalid-credentials');
    }
    const { valid, rehashed } = await hasher.verify(body.password, account.passwordHash);
    if (!valid) return problem(c, 'invalid-credentials');
    if (rehashed !== undefined) store.replaceHash(account.id, account.passwordHash, rehashed);
    c.header('cache-control', 'no-store');
    return c.json({
      access_token: await tokens.issue(account.id),
      token_type: 'Bearer',
      expires_in: tokens.lifetimeSeconds,
    });
  });

  routes.get('/me', async (c) => {
    const token = /^bearer ([\w.-]+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    if (token === undefined) return problem(c, 'invalid-token');
    try {
      const { sub, exp } = await tokens.verify(token);
      const account = store.accountById(sub);
      if (!account) return problem(c, 'invalid-token');
      c.header('cache-control', 'no-store');
      return c.json({
        id: account.id,
        email: account.email,
        tokenExpiresAt: new Date(exp * 1000).toISOString(),
      });
    } catch (error) {
      if (error instanceof TokenError) return problem(c, 'invalid-token', { reason: error.code });
      throw error;
    }
  });

  return routes;
}
