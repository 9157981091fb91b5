import type { Context } from 'hono';
import { Problem } from '../api/problems.ts';

/**
 * Lets a request that works with cookies through only when it comes from a page of this service. Browsers send Origin with every POST, and
 * Sec-Fetch-Site everywhere by now; neither can be set by a script. What has no Origin is no browser, and has no business with cookies.
 *
 * @throws a {@link Problem} `wrong-origin`
 */
export function requireOwnOrigin(c: Context, publicUrl: string): void {
  const site = c.req.header('sec-fetch-site') ?? 'same-origin';
  const isOwn = c.req.header('origin') === new URL(publicUrl).origin;
  if (!isOwn || site !== 'same-origin') throw new Problem('wrong-origin');
}
