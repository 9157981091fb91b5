import { createRemoteKeySet, createVerifier, decodeUnverified } from '@countersign/jwt';
import { expect, test } from 'vitest';
import { onEachDatabase } from '../testing/databases.ts';
import {
  bearer,
  call,
  createAccount,
  logIn,
  refresh,
  startService,
  TestClock,
  type TestService,
} from '../testing/harness.ts';

onEachDatabase('two instances', (newDatabase) => {
  test('rotate twenty times under load without a failed verification', async () => {
    const database = await newDatabase();
    const clock = new TestClock();
    const first = await startService(database, { now: clock.now });
    const second = await startService(database, { now: clock.now, env: { PUBLIC_URL: first.url } });
    const services: readonly [TestService, TestService] = [first, second];
    await createAccount([first.url, second.url], 'ann@example.com');
    let { refresh_token: token } = (await logIn(first.url, 'ann@example.com')).json;

    const verifiers = services.map(({ url }) =>
      createVerifier(
        createRemoteKeySet(`${url}/.well-known/jwks.json`, { cacheMaxAge: '5m', now: clock.now }),
        {
          algorithms: ['Ed25519'],
          type: 'at+jwt',
          issuer: first.url,
          audience: first.url,
          now: clock.now,
        },
      ),
    );
    const kids = new Set<unknown>();
    let verified = 0;
    let isOver = false;
    const load = async (): Promise<void> => {
      try {
        while (!isOver) {
          const { json } = await refresh(services[verified % 2 === 0 ? 0 : 1].url, token);
          token = json['refresh_token'];
          const access = String(json['access_token']);
          kids.add(decodeUnverified(access).header['kid']);
          for (const verify of verifiers) await verify(access);
          for (const { url } of services)
            expect((await call(url, 'GET', '/v1/me', undefined, bearer(access))).status).toBe(200);
          verified += 1;
        }
      } finally {
        isOver = true;
      }
    };
    /** Until both instances have issued a token, and all have verified it. */
    const round = (): Promise<void> => {
      const before = verified;
      return expect.poll(() => isOver || verified > before + 2, { interval: 5 }).toBe(true);
    };
    const rotate = async (): Promise<void> => {
      await round();
      for (let rotations = 0; rotations < 20; rotations += 1) {
        // As long as a key is published before it signs, in steps shorter than a token's life.
        for (let steps = 0; steps < 3; steps += 1) {
          clock.advance(110);
          for (const service of services) await service.reloadKeys();
          await round();
        }
        // Both instances try; one succeeds.
        const results = await Promise.allSettled(services.map((service) => service.keys.rotate()));
        expect(results.filter((result) => result.status === 'fulfilled' && result.value)).toHaveLength(1);
        // One instance signs with the new key before the other has heard of it.
        for (const service of services) {
          await service.reloadKeys();
          await round();
        }
      }
      isOver = true;
    };
    await Promise.all([load(), rotate()]);
    expect(kids.size).toBe(21);
    await Promise.all(services.map((service) => service.stop()));
  });
});
