import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { requestId } from 'hono/request-id';
import { routePath } from 'hono/route';
import { secureHeaders } from 'hono/secure-headers';
import { describeApi } from './api/document.ts';
import { Problem } from './api/problems.ts';
import { referenceRoutes } from './api/reference.ts';
import { withDeadline } from './deadline.ts';
import { problemOf, respond } from './http/respond.ts';
import { notFoundPage, pageRoutes, strictestPolicy } from './pages.ts';
import { accountRoutes } from './routes/accounts.ts';
import { discoveryRoutes } from './routes/discovery.ts';
import { oauthRoutes } from './routes/oauth.ts';
import { operationRoutes } from './routes/operations.ts';
import { passwordRoutes } from './routes/passwords.ts';
import { sessionRoutes } from './routes/sessions.ts';
import type { Services } from './services.ts';

const MAX_BODY_BYTES = 16 * 1024;
const TWO_YEARS = 63_072_000;
const METHODS = ['GET', 'POST', 'DELETE'] as const;

/** The service as a function from request to response. */
export function createApp(services: Services): OpenAPIHono {
  const { log, metrics, config, notReady } = services;
  const app = new OpenAPIHono({
    // Which members are wrong, and never their values.
    defaultHook(result, c) {
      if (result.success) return undefined;
      const errors = result.error.issues.map(({ path, code }) => ({
        pointer: path.map((key) => `/${String(key)}`).join(''),
        code,
      }));
      return respond(c, new Problem('invalid-request', { errors }));
    },
  });

  app.use(requestId({ limitLength: 64 }));
  app.use(async (c, next) => {
    const started = performance.now();
    await next();
    if (notReady().includes('stopping')) c.res.headers.set('connection', 'close');
    const milliseconds = performance.now() - started;
    const labels = { route: routePath(c, -1), method: c.req.method, status: c.res.status };
    metrics.requests.observe(labels, milliseconds / 1000);
    // Queries and bodies may contain secrets, so only the path is logged.
    const request = { request: c.get('requestId'), path: c.req.path, ms: Math.round(milliseconds) };
    log.info({ event: 'request', ...request, ...labels });
  });
  app.use(
    secureHeaders({
      referrerPolicy: 'no-referrer',
      xFrameOptions: 'DENY',
      strictTransportSecurity: config.NODE_ENV === 'production' && `max-age=${TWO_YEARS}; includeSubDomains`,
    }),
    strictestPolicy(),
  );
  if (config.ALLOWED_ORIGINS.length > 0)
    app.use('/v1/*', cors({ origin: [...config.ALLOWED_ORIGINS], credentials: true, maxAge: 600 }));
  app.use(async (c, next) => {
    // The size limit below does not see the size of a compressed body.
    if ((c.req.header('content-encoding') ?? 'identity') !== 'identity')
      throw new Problem('unsupported-media-type');
    await next();
  });
  app.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => respond(c, new Problem('too-large')) }));
  app.use(async (c, next) => {
    // The deadline starts when the body is there. Hono keeps the text for the route.
    if (c.req.method !== 'GET') await c.req.text();
    await withDeadline(next);
  });
  app.use('/v1/*', async (c, next) => {
    await next();
    c.res.headers.set('cache-control', 'no-store');
  });

  accountRoutes(app, services);
  sessionRoutes(app, services);
  passwordRoutes(app, services);
  oauthRoutes(app, services);
  discoveryRoutes(app, services);
  operationRoutes(app, services);
  app.route('/', referenceRoutes(describeApi(app), config.NODE_ENV === 'production'));
  app.route('/', pageRoutes());

  app.notFound((c) => {
    const allowed = METHODS.filter((method) =>
      app.router.match(method, c.req.path)[0].some(([[, route]]) => route.method !== 'ALL'),
    );
    if (allowed.length === 0) return notFoundPage(c) ?? respond(c, new Problem('not-found'));
    c.header('allow', allowed.map((method) => (method === 'GET' ? 'GET, HEAD' : method)).join(', '));
    return respond(c, new Problem('method-not-allowed'));
  });
  app.onError((error, c) => respond(c, problemOf(error, log)));
  return app;
}
