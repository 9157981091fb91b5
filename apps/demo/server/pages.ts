import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { CONNECT_SOURCES, PAGES, type Page } from '../web/pages.ts';

/** Where `vite build` puts the pages. */
const BUILT = join(import.meta.dirname, '../dist/web');

/** The Content-Security-Policy of whatever is no page: it may do nothing at all. */
const NOTHING = ["default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"];

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Files below `assets` carry the digest of their content in their name, and never change. */
const CACHING = { hashed: 'public, max-age=31536000, immutable', named: 'no-cache' };

interface File {
  readonly content: Buffer<ArrayBuffer>;
  readonly compressed: Buffer<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The pages and what they are made of. Each has a Content-Security-Policy of its own, strict enough for `innerHTML` to
 * fail. They are read once, from what the build made; without a build, a page says how to make it.
 */
export function pageRoutes(folder: string = BUILT): Hono {
  const routes = new Hono();
  if (!existsSync(folder)) {
    const hint = 'The pages are not built: pnpm --filter @countersign/demo build, then start again.\n';
    for (const { path } of PAGES) routes.get(path, (c) => c.text(hint, 503));
    return routes;
  }
  for (const page of PAGES) {
    const file = read(join(folder, `${page.name}.html`), CACHING.named, policy(page));
    for (const path of [page.path, ...(page.aliases ?? [])]) routes.get(path, (c) => send(c, file));
  }
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith('.html')) continue;
    const path = join(entry.parentPath, entry.name);
    const isHashed = entry.parentPath.endsWith('assets');
    const file = read(path, isHashed ? CACHING.hashed : CACHING.named, []);
    routes.get(path.slice(folder.length).replaceAll('\\', '/'), (c) => send(c, file));
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

function policy({ connects, usesWebAssembly }: Page): readonly string[] {
  return [
    `script-src 'self'${usesWebAssembly ? " 'wasm-unsafe-eval'" : ''}`,
    "style-src 'self'",
    "img-src 'self'",
    `connect-src ${CONNECT_SOURCES[connects]}`,
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ];
}

function read(path: string, caching: string, policies: readonly string[]): File {
  const content = readFileSync(path);
  return {
    content,
    compressed: gzipSync(content, { level: 9 }),
    headers: {
      'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
      'content-security-policy': [...NOTHING, ...policies].join('; '),
      'cache-control': caching,
      etag: `"${createHash('sha256').update(content).digest('base64url')}"`,
      vary: 'Accept-Encoding',
    },
  };
}

function send(c: Context, { content, compressed, headers }: File): Response {
  if (c.req.header('if-none-match') === headers['etag']) return c.body(null, 304, headers);
  if (!/\bgzip\b/.test(c.req.header('accept-encoding') ?? '')) return c.body(content, 200, headers);
  return c.body(compressed, 200, { ...headers, 'content-encoding': 'gzip' });
}
