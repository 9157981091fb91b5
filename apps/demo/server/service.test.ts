import { createRemoteKeySet, verify } from '@countersign/jwt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DATABASES, type DatabaseVariables } from './testing/databases.ts';
import {
  bearer,
  call,
  createAccount,
  freshAddress,
  from,
  linkIn,
  logIn,
  mailsTo,
  PASSWORD,
  refresh,
  startService,
  type TestService,
  tokenIn,
} from './testing/harness.ts';

describe.each(DATABASES)('on %s', (_, newDatabase) => {
  let service: TestService;
  let database: DatabaseVariables;
  beforeAll(async () => {
    database = await newDatabase();
    service = await startService(database, { env: { REPORTS_PORT: '0' } });
    await createAccount(service.url, 'ann@example.com');
  });
  afterAll(() => service.stop());

  describe('an account', () => {
    test('logs in and reads what needs its token', async () => {
      const { status, json, headers } = await logIn(service.url, ' Ann@Example.com ');
      expect({ status, cache: headers.get('cache-control') }).toEqual({ status: 200, cache: 'no-store' });
      const token = String(json['access_token']);
      expect(await call(service.url, 'GET', '/v1/me', undefined, bearer(token))).toMatchObject({
        status: 200,
        json: { email: 'ann@example.com', session_id: json['session_id'] },
      });
      expect((await call(service.url, 'GET', '/v1/greeting', undefined, bearer(token))).status).toBe(200);

      expect((await call(service.url, 'GET', `/v1/me?access_token=${token}`)).status).toBe(401);

      const claims = await verify(token, createRemoteKeySet(`${service.url}/.well-known/jwks.json`), {
        algorithms: ['Ed25519'],
        type: 'at+jwt',
        issuer: service.url,
        audience: service.url,
        require: ['exp', 'iat', 'sub', 'jti', 'sid', 'client_id'],
      });
      expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(300);
    });

    test('does not exist before its address is confirmed, and a link confirms it once', async () => {
      const body = { email: 'new@example.com', password: PASSWORD };
      const headers = from(freshAddress());
      expect((await call(service.url, 'POST', '/v1/register', body, headers)).status).toBe(202);
      expect((await logIn(service.url, 'new@example.com')).json).toMatchObject({
        code: 'invalid-credentials',
      });
      const link = await linkIn(service.url, 'new@example.com', /Confirm/);
      expect(link.href).toMatch(new RegExp(`^${service.url}/verify#[\\w-]{43}$`));
      const verify = { token: tokenIn(link) };
      // A mail program opens links: that changes nothing.
      await call(service.url, 'GET', link.pathname);
      const racing = await Promise.all(
        [1, 2].map(() => call(service.url, 'POST', '/v1/email/verify', verify, headers)),
      );
      expect(racing.map(({ status }) => status).sort()).toEqual([200, 410]);
      expect((await logIn(service.url, 'new@example.com')).status).toBe(200);
    });

    test('is told from none neither at registration nor at login nor when a password is forgotten', async () => {
      const pairs: readonly (readonly [string, object, object])[] = [
        [
          '/v1/register',
          { email: 'ann@example.com', password: PASSWORD },
          { email: 'no1@example.com', password: PASSWORD },
        ],
        [
          '/v1/login',
          { email: 'ann@example.com', password: 'not right' },
          { email: 'no2@example.com', password: 'not right' },
        ],
        ['/v1/password/forgot', { email: 'ann@example.com' }, { email: 'no3@example.com' }],
      ];
      for (const [path, known, unknown] of pairs) {
        const [a, b] = await Promise.all(
          [known, unknown].map((body) => call(service.url, 'POST', path, body, from(freshAddress()))),
        );
        const told = (answer: typeof a) => ({
          status: answer?.status,
          body: { ...answer?.json, request_id: '' },
          headers: [...(answer?.headers ?? [])].filter(([name]) => !/^(date|x-request-id)$/.test(name)),
        });
        expect(told(a)).toEqual(told(b));
      }
      await expect
        .poll(async () => (await mailsTo(service.url, 'ann@example.com')).map(({ subject }) => subject))
        .toContain('You have an account already');
      expect(await mailsTo(service.url, 'no3@example.com')).toEqual([]);
    });

    test('is still there after a restart, and so is the key', async () => {
      const token = String((await logIn(service.url, 'ann@example.com')).json['access_token']);
      const keys = (await call(service.url, 'GET', '/.well-known/jwks.json')).text;
      const env = { PORT: new URL(service.url).port, REPORTS_PORT: new URL(service.reportsUrl ?? '').port };
      await service.stop();
      service = await startService(database, { env });
      expect((await call(service.url, 'GET', '/.well-known/jwks.json')).text).toBe(keys);
      expect((await call(service.url, 'GET', '/v1/me', undefined, bearer(token))).status).toBe(200);
    });
  });

  describe('a session', () => {
    test('goes on by refresh tokens, each good for one use', async () => {
      const first = (await logIn(service.url, 'ann@example.com')).json;
      const second = await refresh(service.url, first['refresh_token']);
      expect(second).toMatchObject({ status: 200, json: { session_id: first['session_id'] } });
      expect(second.json['refresh_token']).not.toBe(first['refresh_token']);
      const third = await refresh(service.url, second.json['refresh_token']);
      expect(
        (await call(service.url, 'GET', '/v1/me', undefined, bearer(third.json['access_token']))).status,
      ).toBe(200);
    });

    test('is listed, and ends alone, with its tokens', async () => {
      const mine = (await logIn(service.url, 'ann@example.com')).json;
      const other = (await logIn(service.url, 'ann@example.com')).json;
      const { json } = await call(
        service.url,
        'GET',
        '/v1/sessions',
        undefined,
        bearer(mine['access_token']),
      );
      expect(json['sessions']).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ id: mine['session_id'], current: true, mode: 'body' }),
          expect.objectContaining({ id: other['session_id'], current: false }),
        ]),
      );
      const path = `/v1/sessions/${other['session_id']}`;
      expect((await call(service.url, 'DELETE', path, undefined, bearer(mine['access_token']))).status).toBe(
        204,
      );
      expect((await call(service.url, 'DELETE', path, undefined, bearer(mine['access_token']))).status).toBe(
        404,
      );
      expect(
        await call(service.url, 'GET', '/v1/me', undefined, bearer(other['access_token'])),
      ).toMatchObject({
        status: 401,
        json: { code: 'invalid-token', reason: 'session-ended' },
      });
      expect((await refresh(service.url, other['refresh_token'])).json).toMatchObject({
        code: 'invalid-grant',
      });
    });

    test("is nobody else's to end", async () => {
      await createAccount(service.url, 'mallory@example.com');
      const victim = (await logIn(service.url, 'ann@example.com')).json;
      const mallory = (await logIn(service.url, 'mallory@example.com')).json;
      const path = `/v1/sessions/${victim['session_id']}`;
      expect(
        (await call(service.url, 'DELETE', path, undefined, bearer(mallory['access_token']))).status,
      ).toBe(404);
      expect(
        (await call(service.url, 'GET', '/v1/me', undefined, bearer(victim['access_token']))).status,
      ).toBe(200);
    });

    test.each([
      ['here', 'ends', 'stays'],
      ['others', 'stays', 'ends'],
      ['everywhere', 'ends', 'ends'],
    ])('that logs out %s %s, and another one %s', async (scope, own, others) => {
      const mine = (await logIn(service.url, 'ann@example.com')).json;
      const other = (await logIn(service.url, 'ann@example.com')).json;
      expect(
        (await call(service.url, 'POST', '/v1/logout', { scope }, bearer(mine['access_token']))).status,
      ).toBe(204);
      const fate = async ({ access_token: token, refresh_token: refreshToken }: Record<string, unknown>) => {
        const { status } = await call(service.url, 'GET', '/v1/me', undefined, bearer(token));
        const { status: refreshed } = await refresh(service.url, refreshToken);
        expect({ status, refreshed }).toEqual(
          status === 200 ? { status: 200, refreshed: 200 } : { status: 401, refreshed: 400 },
        );
        return status === 200 ? 'stays' : 'ends';
      };
      expect([await fate(mine), await fate(other)]).toEqual([own, others]);
    });
  });

  describe('a password', () => {
    const NEW = 'an entirely new passphrase';

    test('is changed by who knows it, ends the other sessions, and sends a notice', async () => {
      await createAccount(service.url, 'carl@example.com');
      const mine = (await logIn(service.url, 'carl@example.com')).json;
      const other = (await logIn(service.url, 'carl@example.com')).json;
      const change = (current: string, wanted: string) =>
        call(
          service.url,
          'POST',
          '/v1/password/change',
          { current_password: current, new_password: wanted },
          { ...bearer(mine['access_token']), ...from(freshAddress()) },
        );
      expect(await change('not my password', NEW)).toMatchObject({
        status: 401,
        json: { code: 'invalid-credentials' },
      });
      expect(await change(PASSWORD, 'short')).toMatchObject({
        status: 422,
        json: { code: 'unacceptable-password' },
      });
      expect((await change(PASSWORD, NEW)).status).toBe(200);
      expect((await call(service.url, 'GET', '/v1/me', undefined, bearer(mine['access_token']))).status).toBe(
        200,
      );
      expect(
        (await call(service.url, 'GET', '/v1/me', undefined, bearer(other['access_token']))).status,
      ).toBe(401);
      expect((await logIn(service.url, 'carl@example.com')).status).toBe(401);
      expect((await logIn(service.url, 'carl@example.com', NEW)).status).toBe(200);
      await linkIn(service.url, 'carl@example.com', /was changed/);
    });

    test('is set by a link, once, which ends all sessions', async () => {
      await createAccount(service.url, 'bob@example.com');
      const session = (await logIn(service.url, 'bob@example.com')).json;
      const headers = from(freshAddress());
      await call(service.url, 'POST', '/v1/password/forgot', { email: 'bob@example.com' }, headers);
      const link = await linkIn(service.url, 'bob@example.com', /Set a new/);
      expect(link.origin).toBe(service.url);
      const reset = { token: tokenIn(link), password: NEW };
      expect(
        await call(service.url, 'POST', '/v1/password/reset', { ...reset, password: 'bob' }, headers),
      ).toMatchObject({ status: 422 });
      expect(
        (await call(service.url, 'POST', '/v1/email/verify', { token: reset.token }, headers)).status,
      ).toBe(410);
      const racing = await Promise.all(
        [1, 2].map(() => call(service.url, 'POST', '/v1/password/reset', reset, headers)),
      );
      expect(racing.map(({ status }) => status).sort()).toEqual([200, 410]);
      expect((await refresh(service.url, session['refresh_token'])).status).toBe(400);
      expect((await logIn(service.url, 'bob@example.com')).status).toBe(401);
      expect((await logIn(service.url, 'bob@example.com', NEW)).status).toBe(200);
    });

    test('is set by the newest link alone', async () => {
      await createAccount(service.url, 'eve@example.com');
      const forgot = () =>
        call(service.url, 'POST', '/v1/password/forgot', { email: 'eve@example.com' }, from(freshAddress()));
      await forgot();
      const first = tokenIn(await linkIn(service.url, 'eve@example.com', /Set a new/));
      await forgot();
      await expect
        .poll(async () => tokenIn(await linkIn(service.url, 'eve@example.com', /Set a new/)))
        .not.toBe(first);
      expect(
        await call(
          service.url,
          'POST',
          '/v1/password/reset',
          { token: first, password: NEW },
          from(freshAddress()),
        ),
      ).toMatchObject({ status: 410, json: { code: 'link-expired' } });
    });
  });

  describe('the second service', () => {
    test('takes tokens by the key set, and asks before it changes something', async () => {
      const { json } = await logIn(service.url, 'ann@example.com');
      const reports = service.reportsUrl ?? '';
      const headers = bearer(json['access_token']);
      expect((await call(reports, 'GET', '/report', undefined, headers)).status).toBe(200);
      expect((await call(reports, 'POST', '/report', undefined, headers)).status).toBe(202);
      await call(service.url, 'POST', '/v1/logout', {}, headers);
      // Without asking, an access token is good until it expires; with asking, it ends with its session.
      expect((await call(reports, 'GET', '/report', undefined, headers)).status).toBe(200);
      expect((await call(reports, 'POST', '/report', undefined, headers)).status).toBe(401);
    });

    test('refuses a token that was revoked by itself, while its session goes on', async () => {
      const { json } = await logIn(service.url, 'ann@example.com');
      const headers = bearer(json['access_token']);
      const revoke = (token: unknown) =>
        call(service.url, 'POST', '/oauth/revoke', `token=${token}`, {
          'content-type': 'application/x-www-form-urlencoded',
        });
      expect((await revoke(json['access_token'])).status).toBe(200);
      expect((await revoke('no-such-token')).status).toBe(200);
      expect((await call(service.reportsUrl ?? '', 'POST', '/report', undefined, headers)).status).toBe(401);
      expect((await call(service.url, 'GET', '/v1/me', undefined, headers)).status).toBe(401);
      const next = await refresh(service.url, json['refresh_token']);
      expect(
        (await call(service.url, 'GET', '/v1/me', undefined, bearer(next.json['access_token']))).status,
      ).toBe(200);
      expect((await revoke(next.json['refresh_token'])).status).toBe(200);
      expect(
        (await call(service.url, 'GET', '/v1/me', undefined, bearer(next.json['access_token']))).status,
      ).toBe(401);
    });

    test('alone may introspect', async () => {
      const { json } = await logIn(service.url, 'ann@example.com');
      const form = { 'content-type': 'application/x-www-form-urlencoded' };
      const ask = (headers: Record<string, string>) =>
        call(service.url, 'POST', '/oauth/introspect', `token=${json['access_token']}`, {
          ...form,
          ...headers,
        });
      expect(await ask({})).toMatchObject({ status: 401, json: { code: 'invalid-client' } });
      expect(await ask({ authorization: `Basic ${btoa('reports:guess')}` })).toMatchObject({ status: 401 });
    });
  });

  test('no password, token or hash is in the log', () => {
    const log = service.logged.join('');
    expect(log).toContain('login.succeeded');
    expect(log).not.toMatch(/eyJ|csr_|argon2|penguins|passphrase|@example/);
  });
});
