import { createRemoteKeySet, createVerifier, decodeUnverified, thumbprint } from '@countersign/jwt';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCommand } from '../commands.ts';
import { readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { migrate } from '../store/open.ts';
import type { Database } from '../store/schema.ts';
import { DATABASES, type DatabaseVariables, look, newSqlite } from '../testing/databases.ts';
import {
  bearer,
  call,
  createAccount,
  KEKS,
  logIn,
  refresh,
  startService,
  TestClock,
  type TestService,
} from '../testing/harness.ts';
import type { KeyEncryptionKeys } from './envelope.ts';
import { SIGNING_ALGORITHMS, SigningKeys } from './keyring.ts';

const DAY = 24 * 3600;
const SCHEDULE = { rotateAfter: 30 * DAY, publishFor: 310, keepRetired: 380 };

describe('signing keys', () => {
  const clock = new TestClock();
  let db: Database;
  let keys: SigningKeys;
  beforeEach(async () => {
    db = look(newSqlite());
    await migrate(db);
    keys = new SigningKeys(db, KEKS, { algorithm: 'Ed25519', schedule: SCHEDULE, now: clock.now });
    await keys.load();
  });
  afterEach(() => db.destroy());

  const states = async (): Promise<readonly string[]> =>
    (await keys.list()).map(({ kid, state }) => `${state} ${kid}`);
  const kid = async (state: string): Promise<string> =>
    (await keys.list()).find((key) => key.state === state)?.kid ?? 'none';

  test('are one that signs and one that will, both published, by their thumbprints', async () => {
    const { jwks } = await keys.load();
    expect((await states()).map((each) => each.replace(/ .*/, '')).sort()).toEqual(['active', 'next']);
    expect(jwks.keys).toHaveLength(2);
    for (const jwk of jwks.keys) {
      expect(Object.keys(jwk).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
      expect(jwk.kid).toBe(await thumbprint(jwk));
    }
  });

  test('rotate on schedule, once the next one has been published for long enough', async () => {
    const [active, next] = [await kid('active'), await kid('next')];
    clock.advance(30 * DAY - 1);
    expect(await keys.maintain()).toBe(false);
    clock.advance(1);
    expect(await keys.maintain()).toBe(true);
    expect(await states()).toEqual(expect.arrayContaining([`retired ${active}`, `active ${next}`]));
    // Tokens of the retired key are verified until the last one has expired; then it goes.
    clock.advance(380);
    expect(await keys.maintain()).toBe(false);
    expect((await keys.load()).jwks.keys).toHaveLength(3);
    clock.advance(1);
    expect(await keys.maintain()).toBe(true);
    expect((await keys.load()).jwks.keys.map((jwk) => jwk.kid)).not.toContain(active);
  });

  test('rotate on demand, but not to one that verifiers cannot know', async () => {
    await expect(keys.rotate()).rejects.toThrow(/Try again in 310 seconds/);
    clock.advance(310);
    expect(await keys.rotate()).toBe(true);
    await expect(keys.rotate()).rejects.toThrow(/has not been published for long enough/);
  });

  test('do not change order when the clock is set back', async () => {
    clock.advance(400);
    await keys.rotate();
    const before = await states();
    clock.advance(-3600);
    expect(await keys.maintain()).toBe(false);
    expect([...(await states())].sort()).toEqual([...before].sort());
    clock.advance(3600);
  });

  test('that were stolen are gone at once, the active one, too', async () => {
    const [active, next] = [await kid('active'), await kid('next')];
    expect(await keys.revoke('no-such-key')).toBe(false);
    expect(await keys.revoke(active)).toBe(true);
    expect(await states()).toEqual(expect.arrayContaining([`active ${next}`]));
    const newer = await kid('next');
    expect(await keys.revoke(newer)).toBe(true);
    expect(await kid('next')).not.toBe(newer);
    expect((await keys.load()).jwks.keys).toHaveLength(2);
  });

  test('are of the algorithm that is configured, from the next rotation on', async () => {
    const [before] = (await keys.load()).signingKey.algorithms;
    keys = new SigningKeys(db, KEKS, {
      algorithm: 'ES256',
      schedule: { ...SCHEDULE, publishFor: 0 },
      now: clock.now,
    });
    await keys.rotate();
    await keys.rotate();
    const [after] = (await keys.load()).signingKey.algorithms;
    expect([before, after]).toEqual(['Ed25519', 'ES256']);
  });
});

describe('keys of a service', () => {
  const other: KeyEncryptionKeys = { current: 'new', keys: new Map([['new', new Uint8Array(32).fill(9)]]) };
  const both: KeyEncryptionKeys = { current: 'new', keys: new Map([...other.keys, ...KEKS.keys]) };

  async function command(
    variables: DatabaseVariables,
    words: string,
    keyEncryptionKeys = KEKS,
  ): Promise<string> {
    const printed: string[] = [];
    const config = readConfig({ NODE_ENV: 'test', ...variables }, '');
    const log = createLog('silent');
    await runCommand(words.split(' '), {
      config,
      log,
      keyEncryptionKeys,
      print: (text) => void printed.push(text),
    });
    return printed.join('');
  }

  test('it does not start with the wrong key-encryption key, and says which one is missing', async () => {
    const variables = newSqlite();
    await (await startService(variables)).stop();
    await expect(startService(variables, { keyEncryptionKeys: other })).rejects.toThrow(
      /"test", which is not among those configured \(new\)/,
    );
    await (await startService(variables, { keyEncryptionKeys: both })).stop();
  });

  test('it works without the old key-encryption key once all were wrapped anew', async () => {
    const variables = newSqlite();
    await (await startService(variables)).stop();
    expect(await command(variables, 'keys rewrap', both)).toMatch(
      /^2 put into envelopes of the key-encryption key "new"/,
    );
    expect(await command(variables, 'keys rewrap', both)).toMatch(/^0 put/);
    expect(await command(variables, 'keys list', both)).toMatch(/active {2} *published .* sealed with new/);
    await (await startService(variables, { keyEncryptionKeys: other })).stop();
  });

  test('commands say what they did, and what is wrong', async () => {
    const variables = newSqlite();
    expect(await command(variables, 'config check')).toMatch(/right/);
    expect(await command(variables, 'migrate status')).toMatch(/0001_\w+ {2}pending/);
    expect(await command(variables, 'migrate')).toMatch(/0001_/);
    expect(await command(variables, 'migrate')).toMatch(/up to date/);
    expect(await command(variables, 'migrate status')).toMatch(/0001_\w+ {2}2\d{3}-/);
    await expect(command(variables, 'keys rotate')).rejects.toThrow(/start the service once/);
    await expect(command(variables, 'keys eat')).rejects.toThrow(/Commands: /);
    await expect(command(variables, 'keys revoke')).rejects.toThrow(/Commands: /);
    await (await startService(variables)).stop();
    await expect(command(variables, 'keys rotate')).rejects.toThrow(/Try again in/);
    await expect(command(variables, 'keys revoke nothing')).rejects.toThrow(/no key nothing/);
  });

  test.each(SIGNING_ALGORITHMS)('it signs with %s', async (algorithm) => {
    const service = await startService(newSqlite(), { env: { SIGNING_ALGORITHM: algorithm } });
    await createAccount(service.url, 'ann@example.com');
    const token = String((await logIn(service.url, 'ann@example.com')).json['access_token']);
    expect(decodeUnverified(token).header).toMatchObject({ alg: algorithm, typ: 'at+jwt' });
    expect((await call(service.url, 'GET', '/v1/greeting', undefined, bearer(token))).status).toBe(200);
    await service.stop();
  });

  test('the key set has a tag, and is not sent again to who has it', async () => {
    const service = await startService(newSqlite());
    const { headers } = await call(service.url, 'GET', '/.well-known/jwks.json');
    expect(headers.get('content-type')).toBe('application/jwk-set+json');
    expect(headers.get('cache-control')).toBe('public, max-age=300');
    const etag = headers.get('etag') ?? '';
    for (const [tag, status] of [
      [etag, 304],
      [`"x", W/${etag}`, 304],
      ['"x"', 200],
    ] as const) {
      expect(
        (await call(service.url, 'GET', '/.well-known/jwks.json', undefined, { 'if-none-match': tag }))
          .status,
      ).toBe(status);
    }
    await service.stop();
  });
});

describe.each(DATABASES)('several instances on %s', (_, newDatabase) => {
  test('that start at once agree on the keys', async () => {
    const database = await newDatabase();
    const services = await Promise.all([1, 2, 3, 4].map(() => startService(database)));
    const sets = await Promise.all(
      services.map(async (service) => {
        await service.reloadKeys();
        return (await call(service.url, 'GET', '/.well-known/jwks.json')).text;
      }),
    );
    expect(new Set(sets).size).toBe(1);
    const states = (await services[0]?.keys.list())?.map(({ state }) => state).sort();
    expect(states).toEqual(['active', 'next']);
    await Promise.all(services.map((service) => service.stop()));
  });

  test('rotate twenty times under load without one failed verification', async () => {
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
