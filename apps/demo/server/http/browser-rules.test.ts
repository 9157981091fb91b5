import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newSqlite } from '../testing/databases.ts';
import {
  type Answer,
  bearer,
  call,
  createAccount,
  freshAddress,
  from,
  PASSWORD,
  startService,
  type TestService,
} from '../testing/harness.ts';

const COOKIE = '__Host-countersign-refresh';

describe('cookie mode', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService(newSqlite());
    await createAccount(service.url, 'ann@example.com');
  });
  afterAll(() => service.stop());

  const own = (): Record<string, string> => ({ origin: service.url, 'sec-fetch-site': 'same-origin' });
  const open = (headers: Record<string, string>): Promise<Answer> =>
    call(
      service.url,
      'POST',
      '/v1/login',
      { email: 'ann@example.com', password: PASSWORD, mode: 'cookie' },
      { ...from(freshAddress()), ...headers },
    );
  const cookieOf = ({ headers }: Answer): string => /^[^;]+/.exec(headers.get('set-cookie') ?? '')?.[0] ?? '';
  const renew = (cookie: string, headers: Record<string, string>): Promise<Answer> =>
    call(service.url, 'POST', '/v1/token/refresh', {}, { cookie, ...headers });

  test('cookie mode hides the refresh token from scripts, and rotates it', async () => {
    const opened = await open(own());
    expect(opened.status).toBe(200);
    expect(opened.json).not.toHaveProperty('refresh_token');
    const attributes = (opened.headers.get('set-cookie') ?? '').split('; ');
    expect(attributes[0]).toMatch(new RegExp(`^${COOKIE}=csr_[\\w-]{70}$`));
    expect(attributes.slice(1).sort()).toEqual([
      'HttpOnly',
      expect.stringMatching(/^Max-Age=6\d{5}$/),
      'Path=/',
      'SameSite=Strict',
      'Secure',
    ]);
    const renewed = await renew(cookieOf(opened), own());
    expect(renewed.status).toBe(200);
    expect(cookieOf(renewed)).toMatch(/csr_/);
    expect(cookieOf(renewed)).not.toBe(cookieOf(opened));
    const out = await call(service.url, 'POST', '/v1/logout', {}, bearer(renewed.json['access_token']));
    expect(out.headers.get('set-cookie')).toContain(`${COOKIE}=; Max-Age=0`);
    expect((await renew(cookieOf(renewed), own())).status).toBe(400);
  });

  test.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['a sibling domain', { 'sec-fetch-site': 'same-site' }],
    ['a page without an origin', { origin: 'null' }],
    ['no page', { origin: '' }],
    ['another port of this host', { origin: 'http://127.0.0.1:1' }],
  ])('rejects a request from %s, and changes nothing', async (_, headers) => {
    const foreign = { ...own(), ...headers };
    expect(await open(foreign)).toMatchObject({ status: 403, json: { code: 'wrong-origin' } });
    const cookie = cookieOf(await open(own()));
    expect(await renew(cookie, foreign)).toMatchObject({ status: 403, json: { code: 'wrong-origin' } });
    expect((await renew(cookie, own())).status).toBe(200);
  });

  test('accepts the token of a cookie only in a cookie', async () => {
    const cookie = cookieOf(await open(own()));
    const token = cookie.replace(/^[^=]+=/, '');
    expect((await call(service.url, 'POST', '/v1/token/refresh', { refresh_token: token })).status).toBe(400);
    expect((await renew(cookie, own())).status).toBe(200);
  });

  test('logs out with only the cookie, and only from its own page', async () => {
    const cookie = cookieOf(await open(own()));
    const logOut = (headers: Record<string, string>): Promise<Answer> =>
      call(service.url, 'POST', '/v1/logout', {}, { cookie, ...headers });
    expect((await logOut({ origin: 'https://evil.example' })).json).toMatchObject({ code: 'wrong-origin' });
    const out = await logOut(own());
    expect(out.status).toBe(204);
    expect(out.headers.get('set-cookie')).toContain(`${COOKIE}=; Max-Age=0`);
    expect((await renew(cookie, own())).status).toBe(400);
    // The session has ended, so there is nothing left to do.
    expect((await logOut(own())).status).toBe(204);
  });

  test('ignores the cookie at all other endpoints', async () => {
    const cookie = cookieOf(await open(own()));
    for (const [method, path] of [
      ['GET', '/v1/me'],
      ['GET', '/v1/sessions'],
    ] as const)
      expect((await call(service.url, method, path, undefined, { cookie, ...own() })).status).toBe(401);
  });

  test('another site can read only the key set', async () => {
    const origin = { origin: 'https://evil.example' };
    for (const path of ['/v1/me', '/', '/openapi.json']) {
      const { headers } = await call(service.url, 'GET', path, undefined, origin);
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
    const { headers } = await call(service.url, 'GET', '/.well-known/jwks.json', undefined, origin);
    expect(headers.get('access-control-allow-origin')).toBe('*');
    const preflight = await call(service.url, 'OPTIONS', '/v1/login', undefined, {
      ...origin,
      'access-control-request-method': 'POST',
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
  });
});

test('ALLOWED_ORIGINS allows another origin to use the API', async () => {
  const app = 'https://app.example.com';
  const service = await startService(newSqlite(), { env: { ALLOWED_ORIGINS: app } });
  await createAccount(service.url, 'ann@example.com');
  const preflight = await call(service.url, 'OPTIONS', '/v1/login', undefined, {
    origin: app,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'content-type',
  });
  expect(preflight.headers.get('access-control-allow-origin')).toBe(app);
  expect(preflight.headers.get('access-control-allow-credentials')).toBe('true');
  const login = { email: 'ann@example.com', password: PASSWORD, mode: 'cookie' };
  const logIn = (origin: string): Promise<Answer> =>
    call(service.url, 'POST', '/v1/login', login, {
      origin,
      'sec-fetch-site': 'same-site',
      ...from(freshAddress()),
    });
  const opened = await logIn(app);
  expect(opened.status).toBe(200);
  expect(opened.headers.get('access-control-allow-origin')).toBe(app);
  const rejected = await logIn('https://evil.example');
  expect(rejected.json).toMatchObject({ code: 'wrong-origin' });
  expect(rejected.headers.get('access-control-allow-origin')).toBeNull();
  await service.stop();
});
