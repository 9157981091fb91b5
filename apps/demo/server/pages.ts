import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { compress } from 'hono/compress';
import { etag, RETAINED_304_HEADERS } from 'hono/etag';
import { html } from 'hono/html';
import { textPage } from './text-page.ts';

/** The pages in `web/`, as `vite build` writes them. */
const ACCOUNT = join(import.meta.dirname, '../dist/web');
/** The playground has its own build. Its pages contain their policies. */
const PLAYGROUND = join(import.meta.dirname, '../../playground/dist');

const NAMES = ['register', 'verify', 'forgot', 'reset', 'account', 'walk'];

const NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const PAGE = `${NOTHING}; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'`;
/** The policy of a worker's script. The worker compiles WebAssembly for password hashes. */
const WORKER = `${NOTHING}; script-src 'wasm-unsafe-eval'`;

/** The account pages, and the playground below `/playground/`. */
export function pageRoutes(): Hono {
  const routes = new Hono();
  // A 304 replaces the headers of the cached page, so it needs the policy of the page.
  const retainedHeaders = [...RETAINED_304_HEADERS, 'content-security-policy'];
  routes.use(etag({ retainedHeaders }), compress());
  routes.get('/playground', (c) => c.redirect('/playground/'));
  if (existsSync(PLAYGROUND)) {
    const own = (path: string): string => path.slice('/playground'.length);
    routes.use('/playground/*', files(PLAYGROUND, own, "frame-ancestors 'none'"));
  }
  if (!existsSync(ACCOUNT))
    routes.get('/', (c) => c.text('Build the pages first: pnpm --filter @countersign/demo build\n', 503));
  const page = files(ACCOUNT, (path) => (path === '/' ? '/index.html' : `${path}.html`), PAGE);
  for (const path of ['', ...NAMES]) routes.get(`/${path}`, page);
  const asset = files(ACCOUNT, (path) => path, NOTHING);
  for (const path of ['/assets/*', '/seal.svg']) routes.get(path, asset);
  return routes;
}

function files(
  root: string,
  rewriteRequestPath: (path: string) => string,
  policy: string,
): MiddlewareHandler {
  return serveStatic({
    root,
    rewriteRequestPath,
    onFound(path, c) {
      const isPage = path.endsWith('.html');
      c.header('content-security-policy', isPage ? policy : path.includes('.worker-') ? WORKER : NOTHING);
      // The names below `assets` contain the digest of the content.
      c.header(
        'cache-control',
        path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
}

/** A page for browsers that ask for an unknown address. Undefined for programs. */
export function notFoundPage(c: Context): Promise<Response> | undefined {
  if (!(c.req.header('accept') ?? '').includes('text/html')) return undefined;
  return textPage(
    c,
    'Not found',
    html`<p>This address has no page. <a href="/">Go to the start page.</a></p>`,
    404,
  );
}

/** Gives every other response a policy that allows nothing. */
export function strictestPolicy(): MiddlewareHandler {
  return async (c, next) => {
    await next();
    if (!c.res.headers.has('content-security-policy')) c.res.headers.set('content-security-policy', NOTHING);
  };
}
