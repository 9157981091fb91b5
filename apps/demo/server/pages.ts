import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Hono, type MiddlewareHandler } from 'hono';

/** What each page may do, beyond nothing. */
const CALLS_THIS_SERVICE = ["script-src 'self'", "style-src 'self'", "connect-src 'self'"];

/** The Content-Security-Policy of whatever is no page: it may do nothing at all. */
const NOTHING = ["default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"];

interface Page {
  readonly file: string;
  readonly type: string;
  readonly policy: readonly string[];
}

const HTML = 'text/html; charset=utf-8';

const PAGES: Readonly<Record<string, Page>> = {
  '/': { file: 'index.html', type: HTML, policy: CALLS_THIS_SERVICE },
  '/account': { file: 'index.html', type: HTML, policy: CALLS_THIS_SERVICE },
  '/verify': { file: 'index.html', type: HTML, policy: CALLS_THIS_SERVICE },
  '/reset': { file: 'index.html', type: HTML, policy: CALLS_THIS_SERVICE },
  '/page.js': { file: 'page.js', type: 'text/javascript; charset=utf-8', policy: [] },
  '/page.css': { file: 'page.css', type: 'text/css; charset=utf-8', policy: [] },
};

/** The pages and what they are made of. Each has a Content-Security-Policy of its own. */
export function pageRoutes(): Hono {
  const routes = new Hono();
  for (const [path, { file, type, policy }] of Object.entries(PAGES)) {
    const content = readFileSync(join(import.meta.dirname, '../web', file));
    const headers = { 'content-type': type, 'content-security-policy': [...NOTHING, ...policy].join('; ') };
    routes.get(path, (c) => c.body(content, 200, headers));
  }
  return routes;
}

/** Gives the strictest Content-Security-Policy to every answer that has none of its own. */
export function strictestPolicy(): MiddlewareHandler {
  return async (c, next) => {
    await next();
    if (!c.res.headers.has('content-security-policy'))
      c.res.headers.set('content-security-policy', NOTHING.join('; '));
  };
}
