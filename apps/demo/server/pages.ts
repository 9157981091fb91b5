import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { html } from 'hono/html';
import { CONNECT_SOURCES, PAGES, type Page } from '../web/pages.ts';
import { textPage } from './text-page.ts';

/** The account pages, as `vite build` writes them. */
const BUILT = join(import.meta.dirname, '../dist/web');

/** The playground, as its own build writes it. Its pages contain their policies. */
const PLAYGROUND = join(import.meta.dirname, '../../playground/dist');

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
  /** As it was sent before, by the name of its coding. */
  readonly compressed: Map<string, Promise<Uint8Array<ArrayBuffer>>>;
  readonly headers: Record<string, string>;
}

/** The best first. What is small is compressed as well as can be, which would take seconds for a dictionary. */
const CODINGS: readonly (readonly [
  name: string,
  compress: (content: Buffer) => Promise<Uint8Array<ArrayBuffer>>,
])[] = [
  ['br', (content) => brotli(content, content.length > LARGE_BYTES ? 6 : constants.BROTLI_MAX_QUALITY)],
  ['gzip', async (content) => new Uint8Array(await promisify(gzip)(content, { level: 9 }))],
];
const LARGE_BYTES = 256 * 1024;

async function brotli(content: Buffer, quality: number): Promise<Uint8Array<ArrayBuffer>> {
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality };
  return new Uint8Array(await promisify(brotliCompress)(content, { params }));
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
  serveFiles(routes, folder, '', ({ name }) => !name.endsWith('.html'));
  return routes;
}

/** The playground below `/playground/`. Without its build, the address is not found. */
export function playgroundRoutes(folder: string = PLAYGROUND): Hono {
  const routes = new Hono();
  if (!existsSync(folder)) return routes;
  serveFiles(routes, folder, '/playground', () => true);
  const index = read(join(folder, 'index.html'), CACHING.named, undefined);
  routes.get('/playground/', (c) => send(c, index));
  routes.get('/playground', (c) => c.redirect('/playground/'));
  return routes;
}

function serveFiles(
  routes: Hono,
  folder: string,
  prefix: string,
  isServed: (entry: { readonly name: string }) => boolean,
): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !isServed(entry)) continue;
    const path = join(entry.parentPath, entry.name);
    const isPage = entry.name.endsWith('.html');
    const isHashed = entry.parentPath.endsWith('assets');
    const policies = entry.name.includes('.worker-') ? WORKER : [];
    const file = read(path, isHashed ? CACHING.hashed : CACHING.named, isPage ? undefined : policies);
    routes.get(prefix + path.slice(folder.length).replaceAll('\\', '/'), (c) => send(c, file));
  }
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

/** Gives the strictest Content-Security-Policy to every answer that has none of its own. */
export function strictestPolicy(): MiddlewareHandler {
  return async (c, next) => {
    await next();
    if (!c.res.headers.has('content-security-policy'))
      c.res.headers.set('content-security-policy', NOTHING.join('; '));
  };
}

function policy({ connects, worker }: Page): readonly string[] {
  return [
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src ${CONNECT_SOURCES[connects]}`,
    `worker-src ${worker === undefined ? "'none'" : "'self'"}`,
    "require-trusted-types-for 'script'",
    `trusted-types ${worker ?? "'none'"}`,
  ];
}

/** A worker has the policy of its own response. It may compile WebAssembly. */
const WORKER = ["script-src 'wasm-unsafe-eval'"];

/** @param policies additions to the strictest policy; undefined for a page that contains its own policy */
function read(path: string, caching: string, policies: readonly string[] | undefined): File {
  const content = readFileSync(path);
  return {
    content,
    compressed: new Map(),
    headers: {
      'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
      'content-security-policy':
        policies === undefined ? "frame-ancestors 'none'" : [...NOTHING, ...policies].join('; '),
      'cache-control': caching,
      etag: `"${createHash('sha256').update(content).digest('base64url')}"`,
      vary: 'Accept-Encoding',
    },
  };
}

async function send(c: Context, { content, compressed, headers }: File): Promise<Response> {
  if (c.req.header('if-none-match') === headers['etag']) return c.body(null, 304, headers);
  const accepted = c.req.header('accept-encoding') ?? '';
  const [coding, compress] = CODINGS.find(([name]) => new RegExp(`\\b${name}\\b`).test(accepted)) ?? [];
  if (coding === undefined || !compress) return c.body(content, 200, headers);
  const body = compressed.get(coding) ?? compress(content);
  compressed.set(coding, body);
  return c.body(await body, 200, { ...headers, 'content-encoding': coding });
}
