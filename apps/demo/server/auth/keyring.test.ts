import { decodeUnverified, thumbprint } from '@countersign/jwt';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCommand } from '../commands.ts';
import { readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { migrate } from '../store/open.ts';
import type { Database, StoredKey } from '../store/schema.ts';
import { write } from '../store/write.ts';
import { type DatabaseVariables, look, newSqlite, onEachDatabase } from '../testing/databases.ts';
import {
  bearer,
  call,
  createAccount,
  logIn,
  refresh,
  SECRET,
  startService,
  TestClock,
} from '../testing/harness.ts';
import { SIGNING_ALGORITHMS, SigningKeys, type SigningKeysOptions } from './keyring.ts';

const DAY = 24 * 3600;
const FOREIGN = new Uint8Array(32).fill(9);

/** The keys of another database, which were encrypted with another secret. */
async function foreignKeys(): Promise<StoredKey[]> {
  const db = look(newSqlite());
  await migrate(db);
  const schedule = { rotateAfter: DAY, publishFor: 0, keepRetired: 0, now: () => new Date() };
  const keys = new SigningKeys(db, { encryptionKey: FOREIGN, algorithm: 'Ed25519', ...schedule });
  await keys.load();
  const stored = await keys.list();
  await db.destroy();
  return stored;
}

describe('signing keys', () => {
  const clock = new TestClock();
  const options: SigningKeysOptions = {
    encryptionKey: SECRET,
    algorithm: 'Ed25519',
    rotateAfter: 30 * DAY,
    publishFor: 310,
    keepRetired: 380,
    now: clock.now,
  };
  let db: Database;
  let keys: SigningKeys;
  beforeEach(async () => {
    db = look(newSqlite());
    await migrate(db);
    keys = new SigningKeys(db, options);
    await keys.load();
  });
  afterEach(() => db.destroy());

  const states = async (): Promise<readonly string[]> =>
    (await keys.list()).map(({ kid, state }) => `${state} ${kid}`);
  const kid = async (state: string): Promise<string> =>
    (await keys.list()).find((key) => key.state === state)?.kid ?? 'none';

  test('are an active and a next key, both published under their thumbprints', async () => {
    const { jwks } = await keys.load();
    expect((await states()).map((each) => each.replace(/ .*/, '')).sort()).toEqual(['active', 'next']);
    expect(jwks.keys).toHaveLength(2);
    for (const jwk of jwks.keys) {
      expect(Object.keys(jwk).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
      expect(jwk.kid).toBe(await thumbprint(jwk));
    }
  });

  test('rotate on schedule, when the next key has been published long enough', async () => {
    const [active, next] = [await kid('active'), await kid('next')];
    clock.advance(30 * DAY - 1);
    expect(await keys.maintain()).toBe(false);
    clock.advance(1);
    expect(await keys.maintain()).toBe(true);
    expect(await states()).toEqual(expect.arrayContaining([`retired ${active}`, `active ${next}`]));
    // A retired key remains until its last token has expired.
    clock.advance(380);
    expect(await keys.maintain()).toBe(false);
    expect((await keys.load()).jwks.keys).toHaveLength(3);
    clock.advance(1);
    expect(await keys.maintain()).toBe(true);
    expect((await keys.load()).jwks.keys.map((jwk) => jwk.kid)).not.toContain(active);
  });

  test('do not rotate to a key that verifiers may not know', async () => {
    await expect(keys.rotate()).rejects.toThrow(/Try again in 310 seconds/);
    clock.advance(310);
    expect(await keys.rotate()).toBe(true);
    await expect(keys.rotate()).rejects.toThrow(/may not know the next key/);
  });

  test('keep their states when the clock is set back', async () => {
    clock.advance(400);
    await keys.rotate();
    const before = await states();
    clock.advance(-3600);
    expect(await keys.maintain()).toBe(false);
    expect([...(await states())].sort()).toEqual([...before].sort());
    clock.advance(3600);
  });

  test('disappear when they are revoked, and the next key replaces the active one', async () => {
    const [active, next] = [await kid('active'), await kid('next')];
    await expect(keys.revoke('no-such-key')).rejects.toThrow(/no key no-such-key/);
    await keys.revoke(active);
    expect(await states()).toEqual(expect.arrayContaining([`active ${next}`]));
    const newer = await kid('next');
    await keys.revoke(newer);
    expect(await kid('next')).not.toBe(newer);
    expect((await keys.load()).jwks.keys).toHaveLength(2);
  });

  test('have the configured algorithm from the next rotation on', async () => {
    const algorithm = async () => (await keys.load()).signingKey?.algorithms[0];
    const before = await algorithm();
    keys = new SigningKeys(db, { ...options, algorithm: 'ES256', publishFor: 0 });
    await keys.rotate();
    await keys.rotate();
    expect([before, await algorithm()]).toEqual(['Ed25519', 'ES256']);
  });

  test('are published only if their private half was encrypted with this secret', async () => {
    const own = await keys.load();
    const other = new SigningKeys(db, { ...options, encryptionKey: FOREIGN });
    expect(await other.load()).toEqual({ signingKey: undefined, jwks: { keys: [] } });
    // Somebody who can write to the database adds a key, and replaces another one.
    const [theirs] = await foreignKeys();
    if (!theirs) throw new Error('There is a key.');
    await db
      .insertInto('signing_keys')
      .values({ ...theirs, state: 'retired' })
      .execute();
    const [next] = (await keys.list()).filter(({ state }) => state === 'next');
    await db
      .updateTable('signing_keys')
      .set({
        encrypted_jwk: (await keys.list()).find(({ state }) => state === 'active')?.encrypted_jwk ?? '',
      })
      .where('kid', '=', next?.kid ?? '')
      .execute();
    const { signingKey, jwks } = await keys.load();
    expect(signingKey).toBeDefined();
    expect(jwks.keys).toEqual(own.jwks.keys.filter((jwk) => jwk.kid !== next?.kid));
  });
});

describe('a service', () => {
  async function command(variables: DatabaseVariables, words: string): Promise<string> {
    const printed: string[] = [];
    await runCommand(words.split(' '), {
      config: readConfig({ NODE_ENV: 'test', ...variables }),
      log: createLog('silent'),
      secret: SECRET,
      print: (text) => void printed.push(text),
    });
    return printed.join('');
  }

  test('has commands for its keys', async () => {
    const variables = newSqlite();
    expect(await command(variables, 'migrate')).toMatch(/up to date/);
    await expect(command(variables, 'keys rotate')).rejects.toThrow(/Start the service once/);
    await expect(command(variables, 'keys eat')).rejects.toThrow(/The commands are: /);
    await (await startService(variables)).stop();
    expect(await command(variables, 'keys list')).toMatch(/active {2} *published /);
    await expect(command(variables, 'keys rotate')).rejects.toThrow(/Try again in/);
    await expect(command(variables, 'keys revoke nothing')).rejects.toThrow(/no key nothing/);
    const [, active = ''] = /(\S+) {2}active/.exec(await command(variables, 'keys list')) ?? [];
    expect(await command(variables, `keys revoke ${active}`)).toMatch(/rejects/);
    expect(await command(variables, 'keys list')).not.toContain(active);
  });

  test('is not ready, and rejects revoked keys, while it cannot decrypt the active key', async () => {
    const variables = newSqlite();
    const service = await startService(variables);
    await createAccount(service.url, 'ann@example.com');
    const { json } = await logIn(service.url, 'ann@example.com');
    const headers = bearer(json['access_token']);
    expect((await call(service.url, 'GET', '/readyz')).status).toBe(200);
    // Somebody replaces all keys with keys of another secret.
    const theirs = await foreignKeys();
    const db = look(variables);
    await write(db, async (trx) => {
      await trx.deleteFrom('signing_keys').execute();
      await trx.insertInto('signing_keys').values(theirs).execute();
    });
    await expect.poll(async () => (await call(service.url, 'GET', '/readyz')).status).toBe(503);
    expect((await call(service.url, 'GET', '/v1/greeting', undefined, headers)).status).toBe(401);
    expect((await refresh(service.url, json['refresh_token'])).status).toBe(503);
    await db.deleteFrom('signing_keys').execute();
    await service.reloadKeys();
    await expect.poll(async () => (await call(service.url, 'GET', '/readyz')).status).toBe(200);
    await db.destroy();
    await service.stop();
  });

  test.each(SIGNING_ALGORITHMS)('signs with %s', async (algorithm) => {
    const service = await startService(newSqlite(), { env: { SIGNING_ALGORITHM: algorithm } });
    await createAccount(service.url, 'ann@example.com');
    const token = String((await logIn(service.url, 'ann@example.com')).json['access_token']);
    expect(decodeUnverified(token).header).toMatchObject({ alg: algorithm, typ: 'at+jwt' });
    expect((await call(service.url, 'GET', '/v1/greeting', undefined, bearer(token))).status).toBe(200);
    await service.stop();
  });

  test('sends the key set only to clients that do not have it', async () => {
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

onEachDatabase('several instances', (newDatabase) => {
  test('that start together agree on the keys', async () => {
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
});
