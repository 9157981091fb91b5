import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { Problem } from '../api/problems.ts';

/** With this prefix, browsers require Secure, Path=/ and exactly this host (RFC 6265bis section 4.1.3.2). */
const NAME = 'countersign-refresh';
const ATTRIBUTES = { prefix: 'host', path: '/', secure: true, httpOnly: true, sameSite: 'Strict' } as const;

export function setRefreshCookie(c: Context, token: string, maxAge: number): void {
  setCookie(c, NAME, token, { ...ATTRIBUTES, maxAge });
}

export function refreshCookie(c: Context): string | undefined {
  return getCookie(c, NAME, 'host');
}

export function clearRefreshCookie(c: Context): void {
  deleteCookie(c, NAME, ATTRIBUTES);
}

/**
 * Accepts a request with cookies only from a page of this service, or of an allowed origin. Scripts cannot set these headers.
 *
 * @throws a {@link Problem} `wrong-origin`
 */
export function requireOwnOrigin(c: Context, publicUrl: string, allowedOrigins: readonly string[]): void {
  const origin = c.req.header('origin') ?? '';
  if (allowedOrigins.includes(origin)) return;
  const site = c.req.header('sec-fetch-site') ?? 'same-origin';
  if (origin !== new URL(publicUrl).origin || site !== 'same-origin') throw new Problem('wrong-origin');
}
