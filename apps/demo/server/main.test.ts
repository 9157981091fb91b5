import { createServer } from 'node:http';
import { Kysely, sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { migrate } from './store/open.ts';
import type { Schema } from './store/schema.ts';
import { NodeSqliteDialect } from './store/sqlite.ts';
import { look, newSqlite, onEachDatabase } from './testing/databases.ts';
import { call, type StartOptions, startService } from './testing/harness.ts';
import { startProcess } from './testing/process.ts';

test('a failed start prints one sentence that names the variable, without a stack, and exits with 1', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  const address = await new Promise<unknown>((resolve) =>
    server.once('listening', () => resolve(server.address())),
  );
  const port = String(Reflect.get(Object(address), 'port'));
  await expect(startProcess({ ...newSqlite(), PORT: port })).rejects.toThrow(
    `exit code 1: PORT: another process uses ${port}. Choose another port, or 0 for any free port.\n`,
  );
});

test('a wrong environment names every wrong variable, and exits with 1', async () => {
  const wrong = startProcess({ ...newSqlite(), PUBLIC_URL: 'https://example.com/?a', PORT: 'x' });
  await expect(wrong).rejects.toThrow(/exit code 1: .*\n {2}PORT: expected .*\n {2}PUBLIC_URL: expected /);
});

test.each<[what: string, message: string, StartOptions]>([
  ['an invalid HOST', 'HOST: cannot listen at', { env: { ...newSqlite(), HOST: 'no.such.host.invalid' } }],
  [
    'a file that is not a database',
    'DATABASE_FILE: the database cannot be opened',
    { env: { DATABASE_FILE: import.meta.filename } },
  ],
  [
    'a database that cannot be reached',
    'DATABASE_URL: the database cannot be opened',
    { env: { DATABASE_URL: 'postgres://demo@127.0.0.1:1/demo' } },
  ],
])('a start fails with one sentence for %s', async (_what, message, options) => {
  await expect(startService({}, options)).rejects.toMatchObject({
    name: 'StartError',
    message: expect.stringContaining(message),
  });
});

test('a start fails for another SERVICE_SECRET', async () => {
  const variables = newSqlite();
  await (await startService(variables)).stop();
  await expect(startService(variables, { secret: new Uint8Array(32).fill(8) })).rejects.toThrow(
    'SERVICE_SECRET does not decrypt the signing keys',
  );
});

onEachDatabase('a start', (newDatabase) => {
  test('fails for a newer database', async () => {
    const variables = await newDatabase();
    const db = look(variables);
    await migrate(db);
    await sql`insert into kysely_migration (name, timestamp) values ('9999_later', '2999-01-01T00:00:00.000Z')`.execute(
      db,
    );
    await db.destroy();
    await expect(startService(variables)).rejects.toThrow(
      /DATABASE_(FILE|URL): the database has the newer migration 9999_later/,
    );
  });
});

test('the service listens at 0.0.0.0, and calls itself localhost', async () => {
  const service = await startService(newSqlite(), { env: { HOST: '0.0.0.0' } });
  onTestFinished(() => service.stop());
  expect(service.url).toMatch(/^http:\/\/localhost:\d+$/);
  const { json } = await call(service.url, 'GET', '/.well-known/oauth-authorization-server');
  expect(json['issuer']).toBe(service.url);
});

test('two processes that start on one new file agree on its keys', async () => {
  const variables = newSqlite();
  const services = await Promise.all([startProcess(variables), startProcess(variables)]);
  const sets = await Promise.all(services.map(({ url }) => call(url, 'GET', '/.well-known/jwks.json')));
  expect(new Set(sets.map(({ text }) => text)).size).toBe(1);
  const db = new Kysely<Schema>({ dialect: new NodeSqliteDialect(variables['DATABASE_FILE'] ?? '') });
  const keys = await db.selectFrom('signing_keys').select('state').orderBy('state').execute();
  await db.destroy();
  expect(keys.map(({ state }) => state)).toEqual(['active', 'next']);
  const codes = await Promise.all(services.map((service) => service.kill('SIGTERM')));
  expect(codes).toEqual([0, 0]);
});
