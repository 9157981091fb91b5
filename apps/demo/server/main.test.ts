import { createServer } from 'node:http';
import { Kysely, sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { migrate } from './store/open.ts';
import type { Schema } from './store/schema.ts';
import { NodeSqliteDialect } from './store/sqlite.ts';
import { look, newSqlite, onEachDatabase } from './testing/databases.ts';
import { call } from './testing/harness.ts';
import { startProcess } from './testing/process.ts';

/** The output of a start that fails. It must be one sentence, without a stack, and the process must end. */
async function failure(env: Readonly<Record<string, string>>): Promise<string> {
  const error = await startProcess(env).then(
    ({ kill }) => kill().then(() => 'The service started.'),
    (reason: unknown) => String(reason),
  );
  expect(error).toMatch(/exit code 1/);
  expect(error).not.toMatch(/^\s+at /m);
  return error;
}

describe('a failed start prints one sentence that names the variable', () => {
  test('for a port that is in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    const address = await new Promise<unknown>((resolve) =>
      server.once('listening', () => resolve(server.address())),
    );
    const port = String(Reflect.get(Object(address), 'port'));
    expect(await failure({ ...newSqlite(), PORT: port })).toContain(`PORT: another process uses ${port}.`);
  });

  test('for an invalid HOST', async () => {
    expect(await failure({ ...newSqlite(), HOST: 'no.such.host.invalid' })).toContain(
      'HOST: cannot listen at',
    );
  });

  test('for a wrong environment', async () => {
    const output = await failure({ ...newSqlite(), PUBLIC_URL: 'https://example.com/?a', PORT: 'x' });
    expect(output).toMatch(
      /PUBLIC_URL: expected .*\n {2}PORT: expected|PORT: expected .*\n {2}PUBLIC_URL: expected/,
    );
  });

  test('for a file that is not a database', async () => {
    expect(await failure({ DATABASE_FILE: import.meta.filename })).toContain(
      'DATABASE_FILE: the database cannot be opened',
    );
  });

  test('for a database that cannot be reached', async () => {
    const output = await failure({ DATABASE_URL: 'postgres://demo@127.0.0.1:1/demo' });
    expect(output).toContain('DATABASE_URL: the database cannot be opened');
  });

  test('for another SERVICE_SECRET', async () => {
    const variables = newSqlite();
    await (await startProcess(variables)).kill('SIGTERM');
    const other = { ...variables, SERVICE_SECRET: Buffer.alloc(32, 8).toString('base64url') };
    expect(await failure(other)).toContain('SERVICE_SECRET does not decrypt the signing keys');
  });
});

onEachDatabase('a failed start', (newDatabase) => {
  test('names a newer database', async () => {
    const variables = await newDatabase();
    const db = look(variables);
    await migrate(db);
    await sql`insert into kysely_migration (name, timestamp) values ('9999_later', '2999-01-01T00:00:00.000Z')`.execute(
      db,
    );
    await db.destroy();
    expect(await failure(variables)).toMatch(
      /DATABASE_(FILE|URL): the database has the newer migration 9999_later/,
    );
  });
});

test('the service listens at 0.0.0.0, and calls itself localhost', async () => {
  const service = await startProcess({ ...newSqlite(), HOST: '0.0.0.0' });
  expect(service.url).toMatch(/^http:\/\/localhost:\d+$/);
  const { json } = await call(service.url, 'GET', '/.well-known/oauth-authorization-server');
  expect(json['issuer']).toBe(service.url);
  expect(await service.kill('SIGTERM')).toBe(0);
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
  await Promise.all(services.map((service) => service.kill('SIGTERM')));
});
