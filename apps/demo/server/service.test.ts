import { createRemoteKeySet, verify } from '@countersign/jwt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DatabaseVariables, onEachDatabase } from './testing/databases.ts';
import {
  type Answer,
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

const SECRET = 'a secret of the resource servers';

onEachDatabase('a service', (newDatabase) => {
  let service: TestService;
  let database: DatabaseVariables;
  beforeAll(async () => {
    database = await newDatabase();
    service = await startService(database, { env: { RESOURCE_SERVER_SECRET: SECRET } });
    await createAccount(service.url, 'ann@example.com');
  });
  afterAll(() => service.stop());

  describe('an account', () => {
    test('an account logs in and reads resources with its token', async () => {
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

    test('an account exists after its address is confirmed, and a link confirms it once', async () => {
      const body = { email: 'new@example.com', password: PASSWORD };
      const headers = from(freshAddress());
      expect((await call(service.url, 'POST', '/v1/register', body, headers)).status).toBe(202);
      expect((await logIn(service.url, 'new@example.com')).json).toMatchObject({
        code: 'invalid-credentials',
      });
      const link = await linkIn(service.url, 'new@example.com', /Confirm/);
      expect(link.href).toMatch(new RegExp(`^${service.url}/verify#[\\w-]{43}$`));
      const verify = { token: tokenIn(link), password: PASSWORD };
      // Programs open links in mails. That changes nothing, and neither does the token without the password.
      await call(service.url, 'GET', link.pathname);
      expect(
        (await call(service.url, 'POST', '/v1/email/verify', { token: verify.token }, headers)).status,
      ).toBe(400);
      const guessed = { ...verify, password: 'the password of a stranger' };
      expect(await call(service.url, 'POST', '/v1/email/verify', guessed, headers)).toMatchObject({
        status: 403,
        json: { code: 'wrong-password' },
      });
      const racing = await Promise.all(
        [1, 2].map(() => call(service.url, 'POST', '/v1/email/verify', verify, headers)),
      );
      expect(racing.map(({ status }) => status).sort()).toEqual([200, 410]);
      expect((await logIn(service.url, 'new@example.com')).status).toBe(200);
    });

    test('an account cannot be distinguished from an unknown address at registration, login and reset', async () => {
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
        const comparable = (answer: typeof a) => ({
          status: answer?.status,
          body: { ...answer?.json, request_id: '' },
          headers: [...(answer?.headers ?? [])].filter(([name]) => !/^(date|x-request-id)$/.test(name)),
        });
        expect(comparable(a)).toEqual(comparable(b));
      }
      await expect
        .poll(async () => (await mailsTo(service.url, 'ann@example.com')).map(({ subject }) => subject))
        .toContain('You have an account already');
      expect(await mailsTo(service.url, 'no3@example.com')).toEqual([]);
    });

    test('an account is deleted with its sessions, if the password is right', async () => {
      await createAccount(service.url, 'gone@example.com');
      const { json } = await logIn(service.url, 'gone@example.com');
      const remove = (password: string) =>
        call(service.url, 'DELETE', '/v1/me', { password }, bearer(json['access_token']));
      expect(await remove('not my password')).toMatchObject({
        status: 403,
        json: { code: 'wrong-password' },
      });
      expect((await remove(PASSWORD)).status).toBe(204);
      expect((await refresh(service.url, json['refresh_token'])).status).toBe(400);
      expect((await logIn(service.url, 'gone@example.com')).status).toBe(401);
      await expect
        .poll(async () => (await mailsTo(service.url, 'gone@example.com')).map(({ subject }) => subject))
        .toContain('Your account was deleted');
    });

    test('an account and the signing keys survive a restart', async () => {
      const token = String((await logIn(service.url, 'ann@example.com')).json['access_token']);
      const keys = (await call(service.url, 'GET', '/.well-known/jwks.json')).text;
      const env = { PORT: new URL(service.url).port, RESOURCE_SERVER_SECRET: SECRET };
      await service.stop();
      service = await startService(database, { env });
      expect((await call(service.url, 'GET', '/.well-known/jwks.json')).text).toBe(keys);
      expect((await call(service.url, 'GET', '/v1/me', undefined, bearer(token))).status).toBe(200);
    });
  });

  describe('a session', () => {
    test('a session continues with refresh tokens, each for one use', async () => {
      const first = (await logIn(service.url, 'ann@example.com')).json;
      const second = await refresh(service.url, first['refresh_token']);
      expect(second).toMatchObject({ status: 200, json: { session_id: first['session_id'] } });
      expect(second.json['refresh_token']).not.toBe(first['refresh_token']);
      const third = await refresh(service.url, second.json['refresh_token']);
      expect(
        (await call(service.url, 'GET', '/v1/me', undefined, bearer(third.json['access_token']))).status,
      ).toBe(200);
    });

    test('a session is listed, and ends together with its tokens', async () => {
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

    test('only the owner of a session can end it', async () => {
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
    ])('after a logout with scope %s, the session %s, and another session %s', async (scope, own, others) => {
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

    test('a change of the password needs the current one, ends the other sessions, and sends a notice', async () => {
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
        status: 403,
        json: { code: 'wrong-password' },
      });
      expect(await change(PASSWORD, 'carl@example.com carl')).toMatchObject({ status: 422 });
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

    test('a link sets a password once, and ends all sessions', async () => {
      await createAccount(service.url, 'bob@example.com');
      const session = (await logIn(service.url, 'bob@example.com')).json;
      const headers = from(freshAddress());
      await call(service.url, 'POST', '/v1/password/forgot', { email: 'bob@example.com' }, headers);
      const link = await linkIn(service.url, 'bob@example.com', /Set a new/);
      expect(link.origin).toBe(service.url);
      const reset = { token: tokenIn(link), password: NEW };
      expect(
        await call(
          service.url,
          'POST',
          '/v1/password/reset',
          { ...reset, password: 'bob@example.com!' },
          headers,
        ),
      ).toMatchObject({ status: 422 });
      expect(
        (
          await call(
            service.url,
            'POST',
            '/v1/email/verify',
            { token: reset.token, password: PASSWORD },
            headers,
          )
        ).status,
      ).toBe(410);
      const racing = await Promise.all(
        [1, 2].map(() => call(service.url, 'POST', '/v1/password/reset', reset, headers)),
      );
      expect(racing.map(({ status }) => status).sort()).toEqual([200, 410]);
      expect((await refresh(service.url, session['refresh_token'])).status).toBe(400);
      expect((await logIn(service.url, 'bob@example.com')).status).toBe(401);
      expect((await logIn(service.url, 'bob@example.com', NEW)).status).toBe(200);
    });

    test('only the newest link sets a password', async () => {
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

  describe('a resource server', () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const introspect = async (token: unknown, credentials: string): Promise<Answer> =>
      call(service.url, 'POST', '/oauth/introspect', `token=${token}`, {
        ...form,
        authorization: `Basic ${btoa(credentials)}`,
      });
    const isActive = async (token: unknown): Promise<unknown> =>
      (await introspect(token, `resource-server:${SECRET}`)).json['active'];

    test('introspection shows that a session has ended', async () => {
      const { json } = await logIn(service.url, 'ann@example.com');
      const headers = bearer(json['access_token']);
      expect(await isActive(json['access_token'])).toBe(true);
      await call(service.url, 'POST', '/v1/logout', {}, headers);
      expect(await isActive(json['access_token'])).toBe(false);
      // Without introspection, an access token works until it expires.
      expect((await call(service.url, 'GET', '/v1/greeting', undefined, headers)).status).toBe(200);
    });

    test('learns that a token was revoked by itself, while its session continues', async () => {
      const { json } = await logIn(service.url, 'ann@example.com');
      const headers = bearer(json['access_token']);
      const revoke = (token: unknown) => call(service.url, 'POST', '/oauth/revoke', `token=${token}`, form);
      expect((await revoke(json['access_token'])).status).toBe(200);
      expect((await revoke('no-such-token')).status).toBe(200);
      expect(await isActive(json['access_token'])).toBe(false);
      expect((await call(service.url, 'GET', '/v1/me', undefined, headers)).status).toBe(401);
      const next = await refresh(service.url, json['refresh_token']);
      expect(await isActive(next.json['access_token'])).toBe(true);
      expect((await revoke(next.json['refresh_token'])).status).toBe(200);
      expect(await isActive(next.json['access_token'])).toBe(false);
    });

    test('needs its secret', async () => {
      const { json } = await logIn(service.url, 'ann@example.com');
      expect(await introspect(json['access_token'], 'resource-server:guess')).toMatchObject({
        status: 401,
        json: { code: 'invalid-client' },
      });
    });
  });

  test('no password, token or hash is in the log', () => {
    const log = service.logged.join('');
    expect(log).toContain('login.succeeded');
    expect(log).not.toMatch(/eyJ|csr_|argon2|penguins|passphrase|@example/);
  });
});
