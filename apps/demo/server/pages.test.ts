import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { pageRoutes, strictestPolicy } from './pages.ts';

const app = new Hono().use(strictestPolicy()).route('/', pageRoutes());

test.each(['/', '/forgot'])('gives a cached %s the same policy when it is unchanged', async (path) => {
  const first = await app.request(path);
  const policy = first.headers.get('content-security-policy');
  const again = await app.request(path, {
    headers: { 'if-none-match': first.headers.get('etag') ?? '' },
  });
  expect([first.status, again.status]).toEqual([200, 304]);
  expect(again.headers.get('content-security-policy')).toBe(policy);
});

test('gives an unknown address a policy that allows nothing', async () => {
  const { headers } = await app.request('/unknown');
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
});
