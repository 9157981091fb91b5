// @module-tag postgres
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type DatabaseVariables, newPostgres } from '../testing/databases.ts';
import {
  bearer,
  call,
  createAccount,
  logIn,
  refresh,
  startService,
  type TestService,
} from '../testing/harness.ts';
import { expectRecovery, expectUnavailable, summary } from '../testing/outage.ts';
import { DatabaseProxy } from '../testing/proxy.ts';

describe('a service whose network fails', () => {
  const email = 'ann@example.com';
  let proxy: DatabaseProxy;
  let service: TestService;
  let variables: DatabaseVariables;
  let session: Record<string, unknown>;
  beforeAll(async () => {
    variables = await newPostgres();
    const { pathname, searchParams } = new URL(variables['DATABASE_URL'] ?? '');
    proxy = new DatabaseProxy(searchParams.get('host') ?? '');
    service = await startService({ DATABASE_URL: await proxy.start(pathname.slice(1)) });
    await createAccount(service.url, email);
  });
  beforeEach(async () => {
    session = (await logIn(service.url, email)).json;
  });
  afterAll(async () => {
    await service.stop();
    await proxy.stop();
  });

  test('answers in time while connections are silent, and does not use these connections again', async () => {
    const { url } = service;
    const headers = bearer(session['access_token']);
    proxy.mode = 'silent';
    await expectUnavailable([
      ...Array.from({ length: 12 }, () => call(url, 'GET', '/v1/me', undefined, headers)),
      refresh(url, session['refresh_token']),
    ]);
    // The silent connections stay silent. Only new ones work.
    proxy.mode = 'forward';
    await expectRecovery(url, email, session['refresh_token']);
    for (let reads = 0; reads < 12; reads += 1)
      expect((await call(url, 'GET', '/v1/me', undefined, headers)).status).toBe(200);
  });

  test('says that the outcome is unknown when the answer to COMMIT is lost', async () => {
    await createAccount(service.url, 'bob@example.com');
    const { json } = await logIn(service.url, 'bob@example.com');
    proxy.mode = 'lose-commit';
    const answer = await call(service.url, 'POST', '/v1/logout', {}, bearer(json['access_token']));
    proxy.mode = 'forward';
    expect(summary(answer)).toBe('503 outcome-unknown');
    // The change was made.
    const me = await call(service.url, 'GET', '/v1/me', undefined, bearer(json['access_token']));
    expect(me.json).toMatchObject({ reason: 'session-ended' });
  });

  test('repeats a refresh whose COMMIT was lost', async () => {
    proxy.mode = 'lose-commit';
    const lost = await refresh(service.url, session['refresh_token']);
    proxy.mode = 'forward';
    expect(summary(lost)).toBe('503 outcome-unknown');
    const again = await refresh(service.url, session['refresh_token']);
    expect(again.status).toBe(200);
    expect((await refresh(service.url, again.json['refresh_token'])).status).toBe(200);
  });

  test('reconnects after all connections were closed', async () => {
    proxy.disconnect();
    await expectRecovery(service.url, email, session['refresh_token']);
  });
});
