import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { purge } from '../store/purge.ts';
import { type DatabaseVariables, look, onEachDatabase } from '../testing/databases.ts';
import {
  type Answer,
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

onEachDatabase('refresh tokens', (newDatabase) => {
  const clock = new TestClock();
  let database: DatabaseVariables;
  let services: readonly [TestService, TestService];
  let session: Record<string, unknown>;

  const use = (token: unknown): Promise<Answer> => refresh(services[0].url, token);
  const rotate = async (token: unknown): Promise<unknown> => (await use(token)).json['refresh_token'];

  beforeAll(async () => {
    database = await newDatabase();
    const first = await startService(database, { now: clock.now });
    const second = await startService(database, { now: clock.now, env: { PUBLIC_URL: first.url } });
    services = [first, second];
    await createAccount([first.url, second.url], 'ann@example.com');
  });
  afterAll(() => Promise.all(services.map((service) => service.stop())));
  beforeEach(async () => {
    session = (await logIn(services[0].url, 'ann@example.com')).json;
  });

  test('fifty concurrent uses of one token in two instances return the same successor', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_value, index) =>
        refresh(services[index % 2 === 0 ? 0 : 1].url, session['refresh_token']),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const [successor, ...others] = new Set(answers.map(({ json }) => json['refresh_token']));
    expect(others).toEqual([]);
    const db = look(database);
    const row = await db
      .selectFrom('sessions')
      .select('generation')
      .where('id', '=', String(session['session_id']))
      .executeTakeFirst();
    await db.destroy();
    expect(row).toEqual({ generation: 1 });
    expect((await refresh(services[1].url, successor)).status).toBe(200);
  });

  test.each([
    ['immediately', 0, 200],
    ['after nine seconds', 9, 200],
    ['after ten seconds', 10, 200],
    ['after eleven seconds', 11, 400],
    ['when the clock was set back an hour', -3600, 400],
  ])('a second use of a token %s', async (_when, seconds, status) => {
    const successor = await rotate(session['refresh_token']);
    clock.advance(seconds);
    const again = await use(session['refresh_token']);
    clock.advance(Math.max(0, -seconds));
    expect(again.status).toBe(status);
    if (status === 200) expect(again.json['refresh_token']).toBe(successor);
    // Late reuse ends the session for both users of the tokens.
    expect((await use(successor)).status).toBe(status);
  });

  test('rejects an older token within the window, and the session continues', async () => {
    const second = await rotate(session['refresh_token']);
    const third = await rotate(second);
    expect((await use(session['refresh_token'])).json).toMatchObject({ code: 'invalid-grant' });
    expect((await use(third)).status).toBe(200);
  });

  test('ends the session if an older token is used after the window, and notifies its owner', async () => {
    const third = await rotate(await rotate(session['refresh_token']));
    clock.advance(11);
    expect((await use(session['refresh_token'])).json).toMatchObject({ code: 'invalid-grant' });
    expect((await use(third)).status).toBe(400);
    const me = await call(services[0].url, 'GET', '/v1/me', undefined, bearer(session['access_token']));
    expect(me).toMatchObject({ status: 401, json: { code: 'invalid-token' } });
    await linkIn([services[0].url, services[1].url], 'ann@example.com', /session was ended/);
    expect(services[0].logged.join('')).toContain('refresh.reused');
  });

  test.each([
    ['a changed signature', (token: string) => changeAt(token, 40)],
    ['another generation', (token: string) => changeAt(token, 28)],
    ['another spelling of its last byte', (token: string) => changeAt(token, token.length - 1)],
    ['another prefix', (token: string) => token.replace('csr_', 'csx_')],
    ['an empty text', () => ''],
  ])('rejects a token with %s, and the session continues', async (_what, change) => {
    const token = String(session['refresh_token']);
    clock.advance(60);
    expect((await use(change(token))).json).toMatchObject({ code: 'invalid-grant' });
    expect((await use(token)).status).toBe(200);
  });

  test('another instance repeats a lost answer', async () => {
    const lost = await rotate(session['refresh_token']);
    const again = (await refresh(services[1].url, session['refresh_token'])).json;
    expect(again['refresh_token']).toBe(lost);
    expect((await use(again['refresh_token'])).status).toBe(200);
  });

  test('a token expires after a week without use, even if the clock is set back', async () => {
    clock.advance(7 * DAY + 1);
    expect((await use(session['refresh_token'])).status).toBe(400);
    clock.advance(-3600);
    const again = await use(session['refresh_token']);
    clock.advance(3600);
    expect(again.status).toBe(400);
  });

  test('a session ends after thirty days, even if it is used', async () => {
    let token = session['refresh_token'];
    for (let days = 6; days < 30; days += 6) {
      clock.advance(6 * DAY);
      token = await rotate(token);
      expect(token).toBeDefined();
    }
    const last = await use(token);
    expect(Number(last.json['refresh_expires_in'])).toBe(6 * DAY);
    clock.advance(6 * DAY);
    expect((await use(last.json['refresh_token'])).status).toBe(400);
  });

  test('a logout together with refreshes leaves no working token', async () => {
    for (let round = 0; round < 5; round += 1) {
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
        expect((await use(json['refresh_token'])).status).toBe(400);
        const me = await call(services[1].url, 'GET', '/v1/me', undefined, bearer(json['access_token']));
        expect(me.status).toBe(401);
      }
    }
  });

  test('a hundred refreshes keep one row, the row contains no token, and the purge removes it at its end', async () => {
    let token = String(session['refresh_token']);
    const db = look(database);
    const rows = () =>
      db.selectFrom('sessions').selectAll().where('id', '=', String(session['session_id'])).execute();
    for (let uses = 0; uses < 100; uses += 1) token = String(await rotate(token));
    expect(await rows()).toHaveLength(1);
    expect(JSON.stringify(await rows())).not.toContain(token.slice(4));
    await purge(db, clock.now());
    expect(await rows()).toHaveLength(1);
    clock.advance(8 * DAY);
    await purge(db, clock.now());
    expect(await rows()).toEqual([]);
    await db.destroy();
  });
});

/** Changes the lowest bit of one base64url digit. */
function changeAt(token: string, position: number): string {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const digit = digits[digits.indexOf(token[position] ?? '') ^ 1] ?? '';
  return token.slice(0, position) + digit + token.slice(position + 1);
}
