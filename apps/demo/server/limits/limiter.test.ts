import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DATABASES, look } from '../testing/databases.ts';
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

describe.each(DATABASES)('limits on %s, in two instances', (_, newDatabase) => {
  const clock = new TestClock();
  let services: readonly [TestService, TestService];
  let forget: () => Promise<void>;
  beforeAll(async () => {
    const database = await newDatabase();
    const first = await startService(database, { now: clock.now });
    const second = await startService(database, { now: clock.now, env: { PUBLIC_URL: first.url } });
    services = [first, second];
    for (const email of ['ann@example.com', 'bob@example.com'])
      await createAccount([first.url, second.url], email);
    const db = look(database);
    forget = async () => void (await db.deleteFrom('attempts').execute());
    return () => db.destroy();
  });
  afterAll(() => Promise.all(services.map((service) => service.stop())));
  beforeEach(async () => {
    // What an instance remembers of refusals is over by then, too.
    clock.advance(7200);
    await forget();
  });

  let turn = 0;
  const post = (path: string, body: object, address: string): Promise<Answer> => {
    turn += 1;
    return call(services[turn % 2 === 0 ? 0 : 1].url, 'POST', path, body, from(address));
  };
  const logIn = (email: string, password: string, address: string): Promise<Answer> =>
    post('/v1/login', { email, password }, address);
  /** The statuses of attempts one after the other, as many as there are. */
  const inTurn = async (attempts: Iterable<() => Promise<Answer>>): Promise<readonly number[]> => {
    const statuses: number[] = [];
    for (const attempt of attempts) statuses.push((await attempt()).status);
    return statuses;
  };
  const times = <T>(count: number, make: (index: number) => T): readonly T[] =>
    Array.from({ length: count }, (_value, index) => make(index));
  const retryAfter = ({ headers }: Answer): number => Number(headers.get('retry-after'));

  test('of a pair: the wait doubles with each attempt, is the same for accounts that do not exist, and is told', async () => {
    const told: unknown[] = [];
    for (const email of ['ann@example.com', 'nobody@example.com']) {
      const address = freshAddress();
      expect(await inTurn(times(5, () => () => logIn(email, WRONG, address)))).toEqual(times(5, () => 401));
      const waits: number[] = [];
      for (let rounds = 0; rounds < 6; rounds += 1) {
        const refused = await logIn(email, PASSWORD, address);
        expect(refused).toMatchObject({ status: 429, json: { code: 'too-many-attempts' } });
        waits.push(retryAfter(refused));
        // A second early is refused, and does not count.
        clock.advance(retryAfter(refused) - 1);
        if (retryAfter(refused) > 1) expect((await logIn(email, WRONG, address)).status).toBe(429);
        clock.advance(1);
        expect((await logIn(email, WRONG, address)).status).toBe(401);
      }
      const { json, headers } = await logIn(email, WRONG, address);
      told.push({ waits, json: { ...json, request_id: '' }, retryAfter: headers.get('retry-after') });
      expect(waits).toEqual([1, 2, 4, 8, 16, 32]);
    }
    expect(told[0]).toEqual(told[1]);
  });

  test('of a pair slow down nobody else: neither the account from elsewhere, nor others from there', async () => {
    const address = freshAddress();
    await inTurn(times(5, () => () => logIn('ann@example.com', WRONG, address)));
    expect((await logIn('ann@example.com', PASSWORD, address)).status).toBe(429);
    expect((await logIn('ann@example.com', PASSWORD, freshAddress())).status).toBe(200);
    expect((await logIn('bob@example.com', PASSWORD, address)).status).toBe(200);
  });

  test('of a pair are forgotten once the password was right', async () => {
    const address = freshAddress();
    for (let rounds = 0; rounds < 3; rounds += 1) {
      await inTurn(times(4, () => () => logIn('ann@example.com', WRONG, address)));
      expect((await logIn('ann@example.com', PASSWORD, address)).status).toBe(200);
    }
  });

  test('of an account hold from whatever address, but not where its owner logged in before', async () => {
    const home = freshAddress();
    expect((await logIn('ann@example.com', PASSWORD, home)).status).toBe(200);
    const guesses = await inTurn(times(31, () => () => logIn('ann@example.com', WRONG, freshAddress())));
    expect(guesses).toEqual([...times(30, () => 401), 429]);
    expect((await logIn('ann@example.com', PASSWORD, freshAddress())).status).toBe(429);
    expect((await logIn('ann@example.com', PASSWORD, home)).status).toBe(200);
    // Nor is anybody else held up.
    expect((await logIn('bob@example.com', PASSWORD, freshAddress())).status).toBe(200);
  });

  test('of an address hold for whatever account, and spare no trusted pair', async () => {
    const address = freshAddress();
    expect((await logIn('ann@example.com', PASSWORD, address)).status).toBe(200);
    const guesses = await inTurn(
      times(101, (index) => () => logIn(`user${index}@example.com`, WRONG, address)),
    );
    expect(guesses).toEqual([...times(100, () => 401), 429]);
    expect((await logIn('ann@example.com', PASSWORD, address)).status).toBe(429);
    expect((await logIn('ann@example.com', PASSWORD, freshAddress())).status).toBe(200);
  });

  test.each([
    [
      'mails to one address',
      3,
      '/v1/password/forgot',
      (_index: number) => ({ email: 'ann@example.com' }),
      true,
    ],
    [
      'mails to one that is unknown',
      3,
      '/v1/password/forgot',
      (_index: number) => ({ email: 'no@example.com' }),
      true,
    ],
    [
      'mails that one client asks for',
      20,
      '/v1/password/forgot',
      (index: number) => ({ email: `m${index}@example.com` }),
      false,
    ],
    [
      'links that one client tries',
      20,
      '/v1/email/verify',
      (index: number) => ({ token: String(index).padEnd(43, 'A') }),
      false,
    ],
  ])('of %s: %i', async (_what, free, path, body, isFromAnywhere) => {
    const address = freshAddress();
    const statuses = await inTurn(
      times(free + 1, (index) => () => post(path, body(index), isFromAnywhere ? freshAddress() : address)),
    );
    expect(new Set(statuses.slice(0, free)).size).toBe(1);
    expect(statuses[0]).toBeOneOf([202, 410]);
    expect(statuses.at(-1)).toBe(429);
  });

  test('count attempts that race, in both instances, each once', async () => {
    const address = freshAddress();
    const links = await Promise.all(
      times(60, (index) => post('/v1/email/verify', { token: String(index).padEnd(43, 'B') }, address)),
    );
    expect(links.map(({ status }) => status).sort()).toEqual([
      ...times(20, () => 410),
      ...times(40, () => 429),
    ]);
    const logins = await Promise.all(times(20, () => logIn('ann@example.com', WRONG, address)));
    expect(logins.filter(({ status }) => status === 401)).toHaveLength(5);
  });
});
