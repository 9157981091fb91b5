import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DATABASES, type DatabaseVariables, look } from '../testing/databases.ts';
import {
  bearer,
  call,
  createAccount,
  linkIn,
  logIn,
  refresh,
  startService,
  TestClock,
  type TestService,
} from '../testing/harness.ts';

const DAY = 24 * 3600;
/** For how long what is used up is kept, in milliseconds. */
const KEPT = { reuseWindow: 10_000, usedTokens: DAY * 1000, attempts: 1000, trust: 1000 };

describe.each(DATABASES)('refresh tokens on %s', (_, newDatabase) => {
  const clock = new TestClock();
  let database: DatabaseVariables;
  let services: readonly [TestService, TestService];
  let session: Record<string, unknown>;

  const rotate = async (token: unknown) => (await refresh(services[0].url, token)).json['refresh_token'];
  const generations = async (): Promise<number[]> => {
    const db = look(database);
    const rows = await db
      .selectFrom('refresh_tokens')
      .select('generation')
      .where('session_id', '=', String(session['session_id']))
      .orderBy('generation')
      .execute();
    await db.destroy();
    return rows.map(({ generation }) => generation);
  };

  beforeAll(async () => {
    database = await newDatabase();
    // Two instances with one database, and one name.
    const first = await startService(database, { now: clock.now });
    const second = await startService(database, { now: clock.now, env: { PUBLIC_URL: first.url } });
    services = [first, second];
    await createAccount([first.url, second.url], 'ann@example.com');
  });
  afterAll(() => Promise.all(services.map((service) => service.stop())));
  beforeEach(async () => {
    session = (await logIn(services[0].url, 'ann@example.com')).json;
  });

  test('fifty parallel uses of one in two instances give one new generation, and all the same successor', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_value, index) =>
        refresh(services[index % 2 === 0 ? 0 : 1].url, session['refresh_token']),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ json }) => json['refresh_token'])).size).toBe(1);
    expect(await generations()).toEqual([1, 2]);
    const [first] = answers;
    expect((await refresh(services[1].url, first?.json['refresh_token'])).status).toBe(200);
  });

  test.each([
    ['at once', 0, 200],
    ['after nine seconds', 9, 200],
    ['after ten', 10, 200],
    ['after eleven', 11, 400],
    ['when the clock was set back an hour', -3600, 400],
  ])('a second use %s', async (_when, seconds, status) => {
    const successor = await rotate(session['refresh_token']);
    clock.advance(seconds);
    const again = await refresh(services[0].url, session['refresh_token']);
    clock.advance(Math.max(0, -seconds));
    expect(again.status).toBe(status);
    if (status === 200) expect(again.json['refresh_token']).toBe(successor);
    // Reuse ends the whole family: thief and owner both have to log in, and one of them can.
    expect((await refresh(services[0].url, successor)).status).toBe(status);
  });

  test('a use of the grandparent ends the session, also within the window, and its owner is told', async () => {
    const second = await rotate(session['refresh_token']);
    const third = await rotate(second);
    expect((await refresh(services[0].url, session['refresh_token'])).json).toMatchObject({
      code: 'invalid-grant',
    });
    expect((await refresh(services[0].url, third)).status).toBe(400);
    const me = await call(services[0].url, 'GET', '/v1/me', undefined, bearer(session['access_token']));
    expect(me).toMatchObject({ status: 401, json: { reason: 'session-ended' } });
    await linkIn([services[0].url, services[1].url], 'ann@example.com', /session was ended/);
    expect(services[0].logged.join('')).toContain('refresh.reused');
  });

  test('an answer that was lost is asked for again, by another instance, too', async () => {
    const lost = await rotate(session['refresh_token']);
    const again = (await refresh(services[1].url, session['refresh_token'])).json;
    expect(again['refresh_token']).toBe(lost);
    expect((await refresh(services[0].url, again['refresh_token'])).status).toBe(200);
  });

  test('one that was not used for a week is worth nothing, and is not revived when the clock is set back', async () => {
    clock.advance(7 * DAY + 1);
    expect((await refresh(services[0].url, session['refresh_token'])).status).toBe(400);
    clock.advance(-3600);
    expect((await refresh(services[0].url, session['refresh_token'])).status).toBe(400);
    clock.advance(3600);
  });

  test('a session ends after thirty days, however often it is used', async () => {
    let token = session['refresh_token'];
    for (let days = 6; days < 30; days += 6) {
      clock.advance(6 * DAY);
      token = await rotate(token);
      expect(token).toBeDefined();
    }
    const last = await refresh(services[0].url, token);
    expect(Number(last.json['refresh_expires_in'])).toBe(6 * DAY);
    clock.advance(6 * DAY);
    expect((await refresh(services[0].url, last.json['refresh_token'])).status).toBe(400);
  });

  test('a logout that races refreshes leaves no live token', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { access_token: access, refresh_token: token } = (await logIn(services[0].url, 'ann@example.com'))
        .json;
      const [out, ...refreshed] = await Promise.all([
        call(services[1].url, 'POST', '/v1/logout', {}, bearer(access)),
        ...Array.from({ length: 5 }, (_value, index) =>
          refresh(services[index % 2 === 0 ? 0 : 1].url, token),
        ),
      ]);
      expect(out?.status).toBe(204);
      for (const { json } of refreshed) {
        if (json['refresh_token'] === undefined) continue;
        expect((await refresh(services[0].url, json['refresh_token'])).status).toBe(400);
        const me = await call(services[1].url, 'GET', '/v1/me', undefined, bearer(json['access_token']));
        expect(me.status).toBe(401);
      }
    }
  });

  test('the database holds no token, and what it holds of a used one is forgotten after the window', async () => {
    const successor = String(await rotate(session['refresh_token']));
    const db = look(database);
    const rows = await db.selectFrom('refresh_tokens').selectAll().execute();
    for (const secret of [String(session['refresh_token']), successor]) {
      expect(JSON.stringify(rows)).not.toContain(secret.slice(4));
    }
    const { purge } = await import('../store/purge.ts');
    clock.advance(11);
    await purge(db, clock.now(), KEPT);
    const salts = await db.selectFrom('refresh_tokens').select('successor_salt').execute();
    expect(salts.filter(({ successor_salt: salt }) => salt !== null)).toEqual([]);
    clock.advance(2 * DAY);
    await purge(db, clock.now(), KEPT);
    expect(await generations()).toEqual([2]);
    clock.advance(30 * DAY);
    await purge(db, clock.now(), KEPT);
    for (const table of ['sessions', 'refresh_tokens', 'attempts', 'registrations'] as const)
      expect(
        await db
          .selectFrom(table)
          .select((query) => query.fn.countAll().as('count'))
          .executeTakeFirst(),
      ).toEqual({ count: 0 });
    await db.destroy();
  });
});
