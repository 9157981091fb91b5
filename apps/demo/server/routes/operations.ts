import { compareDigest, hash } from '@countersign/core';
import { Hono } from 'hono';
import { Problem } from '../api/problems.ts';
import type { Services } from '../services.ts';
import { tryWrite } from '../store/writable.ts';

/** For those who run the service. */
export function operationRoutes({ db, now, config, metrics, recentMails, isDraining }: Services): Hono {
  const routes = new Hono();

  // Whether the process should be replaced: never because of the database.
  routes.get('/livez', (c) => c.text('ok'));

  // Whether requests should come here: few can be served where nothing is kept. All who ask meanwhile share one write.
  let writing: Promise<void> | undefined;
  routes.get('/readyz', async (c) => {
    if (isDraining()) throw new Problem('unavailable', { retryAfter: 5 });
    writing ??= tryWrite(db, now()).finally(() => {
      writing = undefined;
    });
    await writing;
    return c.text('ready');
  });

  // Open in development; elsewhere for who has the token, and for nobody when there is none (OWASP ASVS 5.0, 13.4.5).
  routes.get('/metrics', async (c) => {
    const given = /^bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? '';
    const { metricsToken: token } = config;
    const isAllowed =
      token === undefined
        ? config.mode !== 'production'
        : compareDigest(hash('sha256', given), hash('sha256', token));
    if (!isAllowed) throw new Problem('not-found');
    return c.body(await metrics.registry.metrics(), 200, { 'content-type': metrics.registry.contentType });
  });

  // Mails hold tokens: shown in development alone.
  if (config.mode !== 'production') {
    routes.get('/dev/mail', (c) => {
      c.header('cache-control', 'no-store');
      return c.json(recentMails.latest());
    });
  }
  return routes;
}
