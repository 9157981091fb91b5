import { PasswordHasher } from '@countersign/password';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type DatabaseVariables, look, newSqlite, onEachDatabase } from '../testing/databases.ts';
import {
  type Answer,
  call,
  createAccount,
  freshAddress,
  from,
  PASSWORD,
  startService,
  TestClock,
  type TestService,
} from '../testing/harness.ts';

const WRONG = 'not the right one';
const ANN = 'ann@example.com';

onEachDatabase('limits, in two instances', (newDatabase) => {
  const clock = new TestClock();
  let database: DatabaseVariables;
  let services: readonly [TestService, TestService];
  beforeAll(async () => {
    database = await newDatabase();
    const first = await startService(database, { now: clock.now });
    const second = await startService(database, { now: clock.now, env: { PUBLIC_URL: first.url } });
    services = [first, second];
    await createAccount([first.url, second.url], ANN);
  });
  afterAll(() => Promise.all(services.map((service) => service.stop())));
  // Every window has ended by then.
  beforeEach(() => clock.advance(3600));

  let turn = 0;
  const post = (path: string, body: object, address: string): Promise<Answer> => {
    turn += 1;
    return call(services[turn % 2 === 0 ? 0 : 1].url, 'POST', path, body, from(address));
  };
  const logIn = (password: string, address: string, email = ANN): Promise<Answer> =>
    post('/v1/login', { email, password }, address);
  const statuses = async (count: number, attempt: () => Promise<Answer>): Promise<readonly number[]> =>
    (await Promise.all(Array.from({ length: count }, attempt))).map(({ status }) => status).sort();

  test('allows ten wrong passwords for an account from one address, even if they are concurrent', async () => {
    const address = freshAddress();
    const got = await statuses(15, () => logIn(WRONG, address));
    expect(got).toEqual([...Array(10).fill(401), ...Array(5).fill(429)]);
    const rejected = await logIn(PASSWORD, address);
    expect(rejected).toMatchObject({ status: 429, json: { code: 'too-many-attempts' } });
    expect(rejected.headers.get('retry-after')).toBe('900');
    clock.advance(900);
    expect((await logIn(PASSWORD, address)).status).toBe(200);
  });

  test('does not lock the owner of an account out at another address', async () => {
    const address = freshAddress();
    await statuses(15, () => logIn(WRONG, address));
    expect((await logIn(PASSWORD, freshAddress())).status).toBe(200);
  });

  test('forgets wrong passwords after a right one', async () => {
    const address = freshAddress();
    await statuses(9, () => logIn(WRONG, address));
    expect((await logIn(PASSWORD, address)).status).toBe(200);
    expect(await statuses(9, () => logIn(WRONG, address))).toEqual(Array(9).fill(401));
  });

  test('allows a hundred attempts from one address, for any accounts', async () => {
    const address = freshAddress();
    let number = 0;
    const forgot = () => {
      number += 1;
      return post('/v1/password/forgot', { email: `nobody${number}@example.com` }, address);
    };
    expect(await statuses(102, forgot)).toEqual([...Array(100).fill(202), 429, 429]);
  });

  test('limits each kind of mail to an address by itself', async () => {
    const email = 'victim@example.com';
    const register = () => post('/v1/register', { email, password: PASSWORD }, freshAddress());
    const forgot = () => post('/v1/password/forgot', { email }, freshAddress());
    expect(await statuses(4, register)).toEqual([202, 202, 202, 429]);
    expect(await statuses(4, forgot)).toEqual([202, 202, 202, 429]);
  });

  test('opens a window again that a clock set back has moved into the future', async () => {
    const address = freshAddress();
    await statuses(15, () => logIn(WRONG, address));
    clock.advance(-1800);
    expect((await logIn(PASSWORD, address)).status).toBe(200);
    clock.advance(1800);
  });

  test('stores neither addresses nor accounts', async () => {
    await logIn(WRONG, '203.0.113.77');
    const db = look(database);
    const rows = JSON.stringify(await db.selectFrom('limits').selectAll().execute());
    await db.destroy();
    expect(rows).toContain('password:');
    expect(rows).not.toMatch(/203\.0\.113|example/);
  });
});

test('a storm of logins gets 503 immediately if too many wait, and the service stays ready', async () => {
  const hasher = new PasswordHasher({ queueLength: 4, queueTimeout: 1 });
  const service = await startService(newSqlite(), { hasher });
  const answers = await Promise.all(
    Array.from({ length: 150 }, (_, index) => {
      const body = { email: `${index}@example.com`, password: WRONG };
      return call(service.url, 'POST', '/v1/login', body, from(freshAddress()));
    }),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401, 503]));
  expect(answers.map(({ json }) => json['code'])).toContain('overloaded');
  expect((await call(service.url, 'GET', '/readyz')).status).toBe(200);
  await service.stop();
});

test('development multiplies the limits by a hundred', async () => {
  const service = await startService(newSqlite(), { env: { NODE_ENV: 'development' } });
  const attempts = Array.from({ length: 20 }, () =>
    call(service.url, 'POST', '/v1/password/forgot', { email: ANN }, from('203.0.113.1')),
  );
  for (const { status } of await Promise.all(attempts)) expect(status).toBe(202);
  await service.stop();
});
