import { HashingOverloadError } from '@countersign/password';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { requestId } from 'hono/request-id';
import { secureHeaders } from 'hono/secure-headers';
import { pageRoutes, strictestPolicy } from './pages.ts';
import { problem } from './problem.ts';
import { accountRoutes } from './routes/accounts.ts';
import { resetRoutes } from './routes/resets.ts';
import type { Services } from './services.ts';

const MAX_BODY_BYTES = 16 * 1024;

/** The whole service as a function from request to response. */
export function createApp(services: Services, log: (entry: object) => void): Hono {
  const app = new Hono();

  app.use(requestId());
  app.use(secureHeaders({ referrerPolicy: 'no-referrer', xFrameOptions: 'DENY' }));
  app.use(strictestPolicy());
  app.use('/v1/*', bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => problem(c, 'too-large') }));
  app.use(async (c, next) => {
    const started = performance.now();
    await next();
    // The path alone: queries and bodies may hold secrets.
    log({
      level: 'info',
      request: c.get('requestId'),
      method: c.req.method,
      path: c.req.path,
      status: c.res.status,
      ms: Math.round(performance.now() - started),
    });
  });

  app.route('/v1', accountRoutes(services));
  app.route('/v1/password', resetRoutes(services));

  app.get('/.well-known/jwks.json', (c) => {
    c.header('cache-control', 'public, max-age=300');
    return c.json(services.tokens.jwks);
  });
  app.get('/livez', (c) => c.text('ok'));
  if (!services.isProduction) app.get('/dev/mail', (c) => c.json(services.outbox.latest()));

  app.route('/', pageRoutes());

  app.notFound((c) => problem(c, 'not-found'));
  app.onError((error, c) => {
    if (error instanceof HashingOverloadError) return problem(c, 'overloaded');
    log({ level: 'error', request: c.get('requestId'), error: error.name, stack: error.stack });
    return problem(c, 'internal');
  });
  return app;
}
