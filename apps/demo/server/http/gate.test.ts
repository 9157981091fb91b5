import { PasswordHasher } from '@countersign/password';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newSqlite } from '../testing/databases.ts';
import { call, freshAddress, from, PASSWORD, startService, type TestService } from '../testing/harness.ts';

/** Hashes nothing before it is told to. */
class HeldHasher extends PasswordHasher {
  readonly #held = Promise.withResolvers<void>();
  waiting = 0;

  override async dummyVerify(password: string): Promise<false> {
    this.waiting += 1;
    await this.#held.promise;
    return super.dummyVerify(password);
  }

  release(): void {
    this.#held.resolve();
  }
}

describe('a service that hashes as much as it can', () => {
  const hasher = new HeldHasher();
  let service: TestService;
  beforeAll(async () => {
    service = await startService(newSqlite(), { hasher });
  });
  afterAll(() => service.stop());

  const logIn = (email: string) =>
    call(service.url, 'POST', '/v1/login', { email, password: PASSWORD }, from(freshAddress()));

  test('refuses more at once, says when to come back, and goes on with everything else', async () => {
    const under = Array.from({ length: 32 }, (_, index) => logIn(`nobody${index}@example.com`));
    await expect.poll(() => hasher.waiting).toBe(32);

    for (const [path, body] of [
      ['/v1/login', { email: 'ann@example.com', password: PASSWORD }],
      ['/v1/login?again', '{"no":'],
      ['/v1/register', { email: 'ann@example.com', password: PASSWORD }],
      ['/v1/password/reset', { token: 'A'.repeat(43), password: PASSWORD }],
    ] as const) {
      const refused = await call(service.url, 'POST', path, body, from(freshAddress()));
      expect(refused).toMatchObject({ status: 503, json: { code: 'overloaded', status: 503 } });
      expect(Object.fromEntries(refused.headers)).toMatchObject({
        'content-type': 'application/problem+json',
        'cache-control': 'no-store',
        'retry-after': '2',
        'x-content-type-options': 'nosniff',
      });
    }
    const { headers } = await call(service.url, 'POST', '/v1/login', 'a'.repeat(20_000));
    expect(headers.get('connection')).toBe('close');
    expect((await call(service.url, 'GET', '/readyz')).status).toBe(200);
    const forgot = { email: 'ann@example.com' };
    expect(
      (await call(service.url, 'POST', '/v1/password/forgot', forgot, from(freshAddress()))).status,
    ).toBe(202);
    expect((await call(service.url, 'GET', '/metrics')).text).toMatch(/^http_requests_shed_total 5$/m);

    hasher.release();
    expect(new Set((await Promise.all(under)).map(({ status }) => status))).toEqual(new Set([401]));
    expect((await logIn('nobody@example.com')).status).toBe(401);
    // Counted once a second, and not a line for each, which would be one more thing to flood.
    const logged = (): readonly Record<string, unknown>[] => service.logged.map((line) => JSON.parse(line));
    const shed = (): number =>
      logged().reduce((sum, { event, count }) => sum + (event === 'requests.shed' ? Number(count) : 0), 0);
    await expect.poll(shed).toBe(5);
    expect(logged().filter(({ status }) => status === 503)).toEqual([]);
  });
});
