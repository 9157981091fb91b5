import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Cluster } from '../testing/cluster.ts';
import { type DatabaseVariables, look, newPostgres, newSqlite } from '../testing/databases.ts';
import {
  type Answer,
  bearer,
  call,
  createAccount,
  freshAddress,
  from,
  logIn,
  refresh,
  startService,
  TestClock,
  type TestService,
} from '../testing/harness.ts';

describe('a database that stops', () => {
  let cluster: Cluster;
  let variables: DatabaseVariables;
  let service: TestService;
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => void unhandled.push(error);
  const expectBack = async (email: string, refreshToken: unknown): Promise<void> => {
    await expect.poll(async () => (await call(service.url, 'GET', '/readyz')).status).toBe(200);
    expect((await refresh(service.url, refreshToken)).status).toBe(200);
    expect((await logIn(service.url, email)).status).toBe(200);
    expect(unhandled).toEqual([]);
  };
  beforeAll(async () => {
    process.on('unhandledRejection', note);
    cluster = new Cluster();
    await cluster.start();
    variables = await newPostgres(cluster.folder);
    service = await startService(variables, { env: { REPORTS_PORT: '0' } });
  });
  afterAll(async () => {
    await service.stop();
    await cluster.remove();
    process.off('unhandledRejection', note);
  });

  test('is answered with 503 in time, closed where it must be, open where it can be, and forgotten when it is back', async () => {
    await createAccount(service.url, 'ann@example.com');
    const session = (await logIn(service.url, 'ann@example.com')).json;
    const headers = bearer(session['access_token']);
    const reports = service.reportsUrl ?? '';
    expect((await call(reports, 'GET', '/report', undefined, headers)).status).toBe(200);
    await cluster.stop();

    const answers = await Promise.all([
      logIn(service.url, 'ann@example.com'),
      refresh(service.url, session['refresh_token']),
      call(service.url, 'POST', '/v1/password/forgot', { email: 'ann@example.com' }, from(freshAddress())),
      // Whether the session has ended cannot be known: no.
      call(service.url, 'GET', '/v1/me', undefined, headers),
      call(reports, 'POST', '/report', undefined, headers),
      call(service.url, 'GET', '/readyz'),
    ]);
    expect(answers.map(({ status, json }) => `${status} ${json['code']}`)).toEqual(
      answers.map(() => '503 unavailable'),
    );
    for (const answer of answers) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);

    expect((await call(service.url, 'GET', '/livez')).status).toBe(200);
    expect((await call(service.url, 'GET', '/.well-known/jwks.json')).status).toBe(200);
    expect((await call(service.url, 'GET', '/v1/greeting', undefined, headers)).status).toBe(200);
    expect((await call(reports, 'GET', '/report', undefined, headers)).status).toBe(200);

    await cluster.start();
    await expectBack('ann@example.com', session['refresh_token']);
  });

  test('that hangs is given up on in time, does not fill the service up, and is taken again when it goes on', {
    timeout: 180_000,
  }, async () => {
    await createAccount(service.url, 'carl@example.com');
    const session = (await logIn(service.url, 'carl@example.com')).json;
    const headers = bearer(session['access_token']);
    // In time: while the database still hangs.
    const inTime = async (answer: Promise<Answer>): Promise<Answer> => {
      const { status, json } = await answer;
      expect(`${status} ${json['code']}`).toBe('503 unavailable');
      return answer;
    };
    const unavailable = (): readonly Promise<Answer>[] => [
      inTime(logIn(service.url, 'carl@example.com')),
      inTime(refresh(service.url, session['refresh_token'])),
      inTime(call(service.url, 'GET', '/v1/me', undefined, headers)),
      inTime(call(service.reportsUrl ?? '', 'POST', '/report', undefined, headers)),
      inTime(call(service.url, 'GET', '/readyz')),
    ];
    cluster.pause();
    try {
      // More than there are connections to the database.
      const waiting = Promise.all(Array.from({ length: 4 }, unavailable).flat());
      expect((await call(service.url, 'GET', '/livez')).status).toBe(200);
      expect((await call(service.url, 'GET', '/.well-known/jwks.json')).status).toBe(200);
      expect((await call(service.url, 'GET', '/v1/greeting', undefined, headers)).status).toBe(200);
      for (const answer of await waiting)
        expect(answer.headers.get('content-type')).toBe('application/problem+json');
      // Now that no connection is left, either.
      await Promise.all(unavailable());
    } finally {
      cluster.resume();
    }
    await expectBack('carl@example.com', session['refresh_token']);
  });

  test('that takes no writes any more is said not to be ready, serves what is read, and is taken again', async () => {
    await createAccount(service.url, 'dora@example.com');
    const session = (await logIn(service.url, 'dora@example.com')).json;
    const headers = bearer(session['access_token']);
    const db = look(variables);
    await sql`alter system set default_transaction_read_only = on`.execute(db);
    await sql`select pg_reload_conf()`.execute(db);
    await expect.poll(async () => (await call(service.url, 'GET', '/readyz')).status).toBe(503);
    expect(await refresh(service.url, session['refresh_token'])).toMatchObject({
      status: 503,
      json: { code: 'unavailable' },
    });
    expect((await call(service.url, 'GET', '/v1/me', undefined, headers)).status).toBe(200);
    await sql`alter system reset default_transaction_read_only`.execute(db);
    await sql`select pg_reload_conf()`.execute(db);
    await db.destroy();
    await expectBack('dora@example.com', session['refresh_token']);
  });
});

describe('a clock', () => {
  test('that is set back an hour loses nothing and ends nobody for long', async () => {
    const clock = new TestClock();
    const service = await startService(newSqlite(), { now: clock.now });
    await createAccount(service.url, 'ann@example.com');
    const session = (await logIn(service.url, 'ann@example.com')).json;
    clock.advance(-3600);
    // The token says that it was issued in an hour; the refresh token gives one that is right.
    expect(
      (await call(service.url, 'GET', '/v1/me', undefined, bearer(session['access_token']))).json,
    ).toMatchObject({
      code: 'invalid-token',
    });
    const renewed = await refresh(service.url, session['refresh_token']);
    expect(renewed.status).toBe(200);
    const headers = bearer(renewed.json['access_token']);
    expect((await call(service.url, 'GET', '/v1/me', undefined, headers)).status).toBe(200);
    expect((await logIn(service.url, 'ann@example.com')).status).toBe(200);
    const { json } = await call(service.url, 'GET', '/v1/sessions', undefined, headers);
    expect(json['sessions']).toHaveLength(2);
    clock.advance(3600);
    expect((await refresh(service.url, renewed.json['refresh_token'])).status).toBe(200);
    await service.stop();
  });

  test.each([
    ['ahead by five minutes', 300, 401],
    ['ahead by less', 299, 200],
    ['behind', -1, 401],
  ])('of a verifier that is %s', async (_, seconds, status) => {
    const clock = new TestClock();
    const service = await startService(newSqlite(), { now: clock.now });
    await createAccount(service.url, 'ann@example.com');
    const { json } = await logIn(service.url, 'ann@example.com');
    clock.advance(seconds);
    expect(
      (await call(service.url, 'GET', '/v1/greeting', undefined, bearer(json['access_token']))).status,
    ).toBe(status);
    await service.stop();
  });
});
