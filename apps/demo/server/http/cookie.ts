import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';

/** The prefix makes browsers insist on Secure, on Path=/ and on this very host (RFC 6265bis section 4.1.3.2). */
const NAME = 'countersign-refresh';
const ATTRIBUTES = { path: '/', secure: true, httpOnly: true, sameSite: 'Strict' } as const;

export function setRefreshCookie(c: Context, token: string, maxAge: number): void {
  setCookie(c, NAME, token, { ...ATTRIBUTES, prefix: 'host', maxAge });
}

export function refreshCookie(c: Context): string | undefined {
  return getCookie(c, NAME, 'host');
}

export function clearRefreshCookie(c: Context): void {
  deleteCookie(c, NAME, { ...ATTRIBUTES, prefix: 'host' });
}
