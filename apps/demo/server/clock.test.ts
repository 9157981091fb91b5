import { describe, expect, test } from 'vitest';
import { newSqlite } from './testing/databases.ts';
import { bearer, call, createAccount, logIn, refresh, startService, TestClock } from './testing/harness.ts';

describe('a clock', () => {
  test('that is set back an hour ends no session', async () => {
    const clock = new TestClock();
    const service = await startService(newSqlite(), { now: clock.now });
    await createAccount(service.url, 'ann@example.com');
    const session = (await logIn(service.url, 'ann@example.com')).json;
    clock.advance(-3600);
    // The access token was issued in the future. The refresh token returns one that works.
    const me = await call(service.url, 'GET', '/v1/me', undefined, bearer(session['access_token']));
    expect(me.json).toMatchObject({ code: 'invalid-token' });
    const renewed = await refresh(service.url, session['refresh_token']);
    expect(renewed.status).toBe(200);
    const headers = bearer(renewed.json['access_token']);
    expect((await call(service.url, 'GET', '/v1/me', undefined, headers)).status).toBe(200);
    expect((await logIn(service.url, 'ann@example.com')).status).toBe(200);
    clock.advance(3600);
    expect((await refresh(service.url, renewed.json['refresh_token'])).status).toBe(200);
    await service.stop();
  });

  test.each([
    ['329 seconds ahead', 329, 200],
    ['330 seconds ahead', 330, 401],
    ['30 seconds behind', -30, 200],
    ['31 seconds behind', -31, 401],
  ])('of an instance that is %s of the issuer', async (_, seconds, status) => {
    const clock = new TestClock();
    const service = await startService(newSqlite(), { now: clock.now });
    await createAccount(service.url, 'ann@example.com');
    const { json } = await logIn(service.url, 'ann@example.com');
    clock.advance(seconds);
    const headers = bearer(json['access_token']);
    expect((await call(service.url, 'GET', '/v1/greeting', undefined, headers)).status).toBe(status);
    await service.stop();
  });
});
