import { connect } from 'node:net';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { refreshDigest } from '../auth/refresh-token.ts';
import { look, newSqlite } from '../testing/databases.ts';
import { bearer, call, freshAddress, from, PASSWORD, refresh } from '../testing/harness.ts';
import { type ServiceProcess, startProcess } from '../testing/process.ts';
import { openSessions } from '../testing/sessions.ts';

/** The service asked the client to try again. */
class NotNow extends Error {}

/** The acknowledged changes: sessions by their newest token or as ended, and registered addresses. */
interface Promised {
  readonly tokens: string[];
  readonly ended: Set<string>;
  readonly registered: string[];
}

test('kill -9 loses none of a thousand acknowledged refreshes, logouts and registrations', {
  timeout: 400_000,
}, async () => {
  const SESSIONS = 200;
  // A machine under load may need longer than the usual ten seconds to start the service again.
  const variables = { ...newSqlite(), REFRESH_REUSE_SECONDS: '60' };
  const tokens = await openSessions(variables, SESSIONS);
  const promised: Promised = { tokens, ended: new Set(), registered: [] };
  const sessionIds = new Map<number, string>();
  let acknowledged = 0;
  let service: ServiceProcess = await startProcess(variables);

  /** One change. It is acknowledged by its answer, and repeated if no answer came. */
  const refreshOnce = (index: number) => async (): Promise<void> => {
    const { status, json } = await refresh(service.url, promised.tokens[index]);
    expect(status).toBe(200);
    promised.tokens[index] = String(json['refresh_token']);
    sessionIds.set(index, String(json['session_id']));
  };
  const askedToEnd = new Set<number>();
  const logOut = (index: number) => async (): Promise<void> => {
    const { status: refreshed, json } = await refresh(service.url, promised.tokens[index]);
    if (refreshed === 400 && askedToEnd.has(index)) {
      // The logout without an answer was made.
      promised.ended.add(sessionIds.get(index) ?? '');
      return;
    }
    expect(refreshed).toBe(200);
    promised.tokens[index] = String(json['refresh_token']);
    askedToEnd.add(index);
    const { status } = await call(service.url, 'POST', '/v1/logout', {}, bearer(json['access_token']));
    expect(status).toBe(204);
    promised.ended.add(sessionIds.get(index) ?? '');
  };
  const register = (email: string) => async (): Promise<void> => {
    const { status } = await call(
      service.url,
      'POST',
      '/v1/register',
      { email, password: PASSWORD },
      from(freshAddress()),
    );
    // A slow machine cannot hash eight passwords at the same time.
    if (status === 503) throw new NotNow();
    expect(status).toBe(202);
    promised.registered.push(email);
  };
  const indexes = Array.from({ length: SESSIONS }, (_, index) => index);
  const work: readonly (() => Promise<void>)[] = [
    ...indexes.flatMap((index) =>
      index % 2 === 0 ? [refreshOnce(index), register(`new${index}@example.com`)] : [refreshOnce(index)],
    ),
    ...indexes.map(refreshOnce),
    ...indexes.map(refreshOnce),
    ...indexes
      .filter((index) => index % 2 === 0)
      .flatMap((index) => [logOut(index), register(`late${index}@example.com`)]),
    ...indexes.filter((index) => index % 2 === 1).map(refreshOnce),
  ];

  const queue = [...work];
  const killAt = [97, 301, 555, 760, 930];
  let restart: Promise<void> | undefined;
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      for (;;) {
        await restart;
        try {
          await next();
          break;
        } catch (error) {
          // fetch rejects with a TypeError if no answer came. Then nothing was acknowledged.
          if (!(error instanceof TypeError || error instanceof NotNow)) throw error;
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      }
      acknowledged += 1;
      if (killAt[0] !== undefined && acknowledged >= killAt[0]) {
        killAt.shift();
        restart = service.kill().then(async () => {
          service = await startProcess(variables);
        });
      }
    }
  };
  // The changes of one session are in order. Eight run at the same time, so that a kill interrupts some.
  await Promise.all(Array.from({ length: 8 }, worker));
  await service.kill();
  expect(killAt).toEqual([]);
  expect(acknowledged).toBe(work.length);
  expect(acknowledged).toBeGreaterThanOrEqual(1000);

  const db = look(variables);
  const kept = await db.selectFrom('sessions').select(['id', 'digest']).execute();
  const live = new Map(kept.map(({ digest, id }) => [digest, id]));
  const open = new Set(live.values());
  for (const [index, token] of promised.tokens.entries()) {
    const id = sessionIds.get(index) ?? '';
    if (promised.ended.has(id)) expect(open.has(id)).toBe(false);
    else expect(live.get(refreshDigest(token))).toBe(id);
  }
  expect(promised.ended.size).toBe(SESSIONS / 2);
  const registrations = await db.selectFrom('registrations').select('email').execute();
  const addresses = new Set(registrations.map(({ email }) => email));
  expect(promised.registered.filter((email) => !addresses.has(email))).toEqual([]);
  const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db);
  expect(rows).toEqual([{ integrity_check: 'ok' }]);
  const keys = await db.selectFrom('signing_keys').select('state').orderBy('state').execute();
  expect(keys.map(({ state }) => state)).toEqual(['active', 'next']);
  await db.destroy();
});

describe('two processes on one file', () => {
  test('two processes on one file give fifty parallel uses of one refresh token the same successor', async () => {
    const variables = newSqlite();
    const [token] = await openSessions(variables, 1);
    const first = await startProcess(variables);
    const second = await startProcess({ ...variables, PUBLIC_URL: first.url });
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => refresh(index % 2 === 0 ? first.url : second.url, token)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ json }) => json['refresh_token'])).size).toBe(1);
    const db = look(variables);
    const rows = await db.selectFrom('sessions').select('generation').execute();
    expect(rows).toEqual([{ generation: 1 }]);
    await db.destroy();
    expect(await Promise.all([first.kill('SIGTERM'), second.kill('SIGTERM')])).toEqual([0, 0]);
  });
});

describe('SIGTERM', () => {
  test('SIGTERM lets fifty current requests finish, accepts no new one, and ends the process', async () => {
    const service = await startProcess(newSqlite());
    const port = Number(new URL(service.url).port);
    const inFlight = Array.from({ length: 50 }, (_, index) => {
      const body = JSON.stringify({ email: `nobody${index}@example.com` });
      const socket = connect(port, '127.0.0.1');
      let answer = '';
      socket.on('data', (chunk) => {
        answer += chunk.toString();
      });
      const closed = new Promise<string>((resolve) => socket.once('close', () => resolve(answer)));
      const started = new Promise<void>((resolve) => {
        const head = `POST /v1/password/forgot HTTP/1.1\r\nHost: demo\r\nContent-Type: application/json\r\nX-Forwarded-For: ${freshAddress()}\r\nContent-Length: ${body.length}\r\n\r\n`;
        socket.write(head + body.slice(0, 5), () => resolve());
      });
      return { started, closed, finish: () => void socket.write(body.slice(5)) };
    });
    await Promise.all(inFlight.map(({ started }) => started));
    // When the server answers a later request, it has read the heads.
    await call(service.url, 'GET', '/livez');
    const exited = service.kill('SIGTERM');
    await expect
      .poll(() =>
        call(service.url, 'GET', '/livez').then(
          () => 'taken',
          () => 'refused',
        ),
      )
      .toBe('refused');
    for (const { finish } of inFlight) finish();
    const answers = await Promise.all(inFlight.map(({ closed }) => closed));
    expect(answers.map((answer) => answer.slice(0, 12))).toEqual(answers.map(() => 'HTTP/1.1 202'));
    for (const answer of answers) expect(answer.toLowerCase()).toContain('connection: close');
    expect(await exited).toBe(0);
  });
});
