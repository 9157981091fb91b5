// @module-tag postgres
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Cluster } from '../testing/cluster.ts';
import { type DatabaseVariables, look, newPostgres } from '../testing/databases.ts';
import {
  type Answer,
  bearer,
  call,
  createAccount,
  freshAddress,
  from,
  logIn,
  refresh,
} from '../testing/harness.ts';
import { expectRecovery, expectUnavailable, summary } from '../testing/outage.ts';
import { type ServiceProcess, startProcess } from '../testing/process.ts';

describe('a service whose PostgreSQL fails', () => {
  const email = 'ann@example.com';
  let cluster: Cluster;
  let variables: DatabaseVariables;
  let service: ServiceProcess;
  let session: Record<string, unknown>;
  beforeAll(async () => {
    cluster = new Cluster();
    await cluster.start();
    variables = await newPostgres(cluster.folder);
    // A separate process shows that no failure ends it.
    service = await startProcess(variables);
    await createAccount(service.url, email);
  });
  beforeEach(async () => {
    session = (await logIn(service.url, email)).json;
  });
  afterAll(async () => {
    expect(await service.kill('SIGTERM')).toBe(0);
    await cluster.remove();
  });

  const requests = (): readonly Promise<Answer>[] => [
    logIn(service.url, email),
    refresh(service.url, session['refresh_token']),
    call(service.url, 'POST', '/v1/password/forgot', { email }, from(freshAddress())),
    // The service cannot check the session.
    call(service.url, 'GET', '/v1/me', undefined, bearer(session['access_token'])),
  ];
  const expectIndependent = async (): Promise<void> => {
    expect((await call(service.url, 'GET', '/livez')).status).toBe(200);
    expect((await call(service.url, 'GET', '/.well-known/jwks.json')).status).toBe(200);
    const headers = bearer(session['access_token']);
    expect((await call(service.url, 'GET', '/v1/greeting', undefined, headers)).status).toBe(200);
  };

  test('answers 503 while it is stopped, and recovers', async () => {
    await cluster.stop();
    await expectUnavailable(requests());
    await expectIndependent();
    await expect.poll(async () => (await call(service.url, 'GET', '/readyz')).status).toBe(503);
    await cluster.start();
    await expectRecovery(service.url, email, session['refresh_token']);
  });

  test('answers 503 in time while it hangs, with more requests than connections, and recovers', async () => {
    cluster.pause();
    try {
      const waiting = expectUnavailable(Array.from({ length: 5 }, requests).flat());
      await expectIndependent();
      await waiting;
      await expectUnavailable(requests());
    } finally {
      cluster.resume();
    }
    await expectRecovery(service.url, email, session['refresh_token']);
  });

  test('survives kill -9 of the backend of a running query', async () => {
    const db = look(variables);
    const waiting = sql<{ pid: number }>`select pid from pg_stat_activity where wait_event_type = 'Lock'`;
    let login: Promise<Answer> | undefined;
    // A lock on the account makes a login wait. PostgreSQL ends all connections when a backend is killed, this one too.
    const locked = db.transaction().execute(async (trx) => {
      await trx.selectFrom('accounts').selectAll().forUpdate().execute();
      login = logIn(service.url, email);
      let pid: number | undefined;
      while (pid === undefined) pid = (await waiting.execute(trx)).rows[0]?.pid;
      process.kill(pid, 'SIGKILL');
      await login;
    });
    // This connection may still commit before PostgreSQL ends it.
    await locked.catch(() => undefined);
    expect(summary((await login) ?? (await logIn(service.url, email)))).toMatch(/^503 /);
    await db.destroy();
    await expectRecovery(service.url, email, session['refresh_token']);
  });

  test('survives the end of all its connections', async () => {
    const db = look(variables);
    const terminate = () =>
      sql`select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()`
        .execute(db)
        // Two of these can end each other.
        .catch(() => undefined);
    await terminate();
    await Promise.all([...requests(), terminate(), ...requests(), terminate()]);
    await db.destroy();
    await expectRecovery(service.url, email, session['refresh_token']);
  });

  test('is not ready while PostgreSQL is read-only, and serves reads', async () => {
    const db = look(variables);
    await sql`alter system set default_transaction_read_only = on`.execute(db);
    await sql`select pg_reload_conf()`.execute(db);
    await expect.poll(async () => (await call(service.url, 'GET', '/readyz')).status).toBe(503);
    expect(summary(await refresh(service.url, session['refresh_token']))).toBe('503 unavailable');
    const headers = bearer(session['access_token']);
    expect((await call(service.url, 'GET', '/v1/me', undefined, headers)).status).toBe(200);
    await sql`alter system reset default_transaction_read_only`.execute(db);
    await sql`select pg_reload_conf()`.execute(db);
    await db.destroy();
    await expectRecovery(service.url, email, session['refresh_token']);
  });
});
