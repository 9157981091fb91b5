import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newSqlite } from '../testing/databases.ts';
import {
  type Answer,
  call,
  createAccount,
  freshAddress,
  from,
  linkIn,
  logIn,
  PASSWORD,
  startService,
  type TestService,
  tokenIn,
} from '../testing/harness.ts';

/** Two of each, because the mails to one address are limited. */
const KNOWN = ['ann@example.com', 'bob@example.com'] as const;
const UNKNOWN = ['no1@example.com', 'no2@example.com'] as const;

describe('registering', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startService(newSqlite());
    for (const email of KNOWN) await createAccount(service.url, email);
  });
  afterAll(() => service.stop());

  let turn = 0;
  const register = (body: unknown, address = freshAddress()): Promise<Answer> =>
    call(service.url, 'POST', '/v1/register', body, from(address));

  /** The parts of an answer that could show whether an address has an account. */
  const comparable = ({ status, headers, json }: Answer): object => ({
    status,
    json: { ...json, ...(json['request_id'] !== undefined && { request_id: '' }) },
    headers: [...headers].filter(([name]) => !/^(date|x-request-id)$/.test(name)),
  });

  test.each<[string, number, (email: string) => unknown]>([
    ['with a good password', 202, (email) => ({ email, password: PASSWORD })],
    ['with another good password', 202, (email) => ({ email, password: 'an entirely new passphrase' })],
    ['in capitals', 202, (email) => ({ email: email.toUpperCase(), password: PASSWORD })],
    ['with a short password', 422, (email) => ({ email, password: 'short' })],
    ['with a common password', 422, (email) => ({ email, password: 'passwordpassword' })],
    ['with the address as password', 422, (email) => ({ email, password: email })],
    ['without a password', 400, (email) => ({ email })],
    ['with a password of another type', 400, (email) => ({ email, password: 7 })],
    ['with an unknown member', 400, (email) => ({ email, password: PASSWORD, admin: true })],
    ['in brackets', 400, (email) => ({ email: `<${email}>`, password: PASSWORD })],
    ['in a list', 400, (email) => ({ email: [email], password: PASSWORD })],
    ['in incomplete JSON', 400, (email) => `{"email":"${email}","password":"`],
  ])('answers a known and an unknown address in the same way: %s', async (_what, status, body) => {
    const which = status === 202 && turn++ % 2 === 0 ? 0 : 1;
    const [known, unknown] = await Promise.all([
      register(body(KNOWN[which])),
      register(body(UNKNOWN[which])),
    ]);
    expect(known.status).toBe(status);
    expect(comparable(known)).toEqual(comparable(unknown));
    expect(known.text).not.toMatch(/ann|bob/);
  });

  test('limits the mails to known and unknown addresses in the same way', async () => {
    for (const email of ['known@example.com', 'unknown@example.com']) {
      if (email.startsWith('known')) await createAccount(service.url, email);
      const statuses: number[] = [];
      for (let index = 0; index < 4; index += 1)
        statuses.push((await register({ email, password: PASSWORD })).status);
      // Creating the account sent the first mail.
      expect(statuses.filter((status) => status === 202)).toHaveLength(email.startsWith('known') ? 2 : 3);
      expect(statuses.at(-1)).toBe(429);
    }
  });

  test('a rejected password does not count as a mail', async () => {
    for (let tries = 0; tries < 5; tries += 1)
      expect((await register({ email: 'picky@example.com', password: 'short' })).status).toBe(422);
    expect((await register({ email: 'picky@example.com', password: PASSWORD })).status).toBe(202);
  });

  test.each([
    'erika.mustermann@example.com',
    'Erika.Mustermann',
    'erika.mustermann2026!',
    'countersign countersign',
  ])('rejects a password that resembles the address or the name of the service: %s', async (password) => {
    const answer = await register({ email: 'erika.mustermann@example.com', password });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer)).toContain('expected');
  });

  test('registering again changes no password, and ends no session', async () => {
    await createAccount(service.url, 'carl@example.com');
    const { json } = await logIn(service.url, 'carl@example.com');
    await register({ email: 'carl@example.com', password: 'an entirely new passphrase' });
    const mail = await linkIn(service.url, 'carl@example.com', /have an account already/);
    expect(mail.hash).toBe('');
    expect((await logIn(service.url, 'carl@example.com', 'an entirely new passphrase')).status).toBe(401);
    expect((await logIn(service.url, 'carl@example.com')).status).toBe(200);
    const headers = { authorization: `Bearer ${json['access_token']}` };
    expect((await call(service.url, 'GET', '/v1/me', undefined, headers)).status).toBe(200);
  });

  test('a stranger who registers the address first gets nothing', async () => {
    const email = 'twice@example.com';
    await register({ email, password: 'the password of a stranger' });
    const strange = tokenIn(await linkIn(service.url, email, /Confirm/));
    await register({ email, password: PASSWORD });
    await expect.poll(async () => tokenIn(await linkIn(service.url, email, /Confirm/))).not.toBe(strange);
    const own = tokenIn(await linkIn(service.url, email, /Confirm/));
    const verify = (token: string): Promise<Answer> =>
      call(service.url, 'POST', '/v1/email/verify', { token, password: PASSWORD }, from(freshAddress()));
    // Opening the wrong link does not accept the password of the stranger.
    expect(await verify(strange)).toMatchObject({ status: 403, json: { code: 'wrong-password' } });
    expect((await verify(own)).status).toBe(200);
    expect(await verify(strange)).toMatchObject({ status: 410, json: { code: 'link-expired' } });
    expect((await logIn(service.url, email, 'the password of a stranger')).status).toBe(401);
    expect((await logIn(service.url, email)).status).toBe(200);
  });
});
