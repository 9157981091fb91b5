import { chmodSync, copyFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type DatabaseVariables, look, newSqlite } from '../testing/databases.ts';
import { canMake, DISKS } from '../testing/disks.ts';
import { type Answer, bearer, call, freshAddress, from, refresh } from '../testing/harness.ts';
import { type ServiceProcess, startProcess } from '../testing/process.ts';
import { openSessions } from '../testing/sessions.ts';

const SESSIONS = 20;

/** A program that also writes its log to the disk. */
const loggingTo = (folder: string): readonly string[] => [
  'sh',
  '-c',
  'exec "$@" 2>"$0"',
  join(folder, 'log'),
];

const summary = ({ status, json }: Answer): string => `${status} ${json['code'] ?? ''}`.trim();

/** A service in a separate process, with the newest tokens of its sessions. */
async function startWithPromises(
  variables: DatabaseVariables,
  before?: readonly string[],
): Promise<{
  readonly service: ServiceProcess;
  readonly tokens: readonly string[];
  readonly access: string;
}> {
  const first = await openSessions(variables, SESSIONS);
  const service = await startProcess(variables, before);
  onTestFinished(async () => void (await service.kill()));
  const answers = await Promise.all(first.map((token) => refresh(service.url, token)));
  expect(answers.map(summary)).toEqual(answers.map(() => '200'));
  return {
    service,
    tokens: answers.map(({ json }) => String(json['refresh_token'])),
    access: String(answers[0]?.json['access_token']),
  };
}

/** Expects that writes and the readiness check fail, and that requests without a write work. */
async function expectRefusesWrites(
  { url }: ServiceProcess,
  tokens: readonly string[],
  access: string,
): Promise<void> {
  const refused = await Promise.all([
    ...tokens.map((token) => refresh(url, token)),
    call(url, 'POST', '/v1/password/forgot', { email: 'ann@example.com' }, from(freshAddress())),
    call(url, 'POST', '/v1/logout', {}, bearer(access)),
  ]);
  await expect.poll(async () => summary(await call(url, 'GET', '/readyz'))).toBe('503 unavailable');
  // After an error of the disk during COMMIT, the outcome is unknown.
  for (const answer of refused) expect(['503 unavailable', '503 outcome-unknown']).toContain(summary(answer));
  for (const { headers } of refused) {
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  }
  const served = await Promise.all([
    call(url, 'GET', '/livez'),
    call(url, 'GET', '/.well-known/jwks.json'),
    call(url, 'GET', '/v1/greeting', undefined, bearer(access)),
    call(url, 'GET', '/v1/me', undefined, bearer(access)),
  ]);
  expect(served.map(summary)).toEqual(served.map(() => '200'));
}

/** Expects that every session continues with its newest token. Returns the next tokens. */
async function expectKept({ url }: ServiceProcess, tokens: readonly string[]): Promise<readonly string[]> {
  await expect.poll(async () => summary(await call(url, 'GET', '/readyz'))).toBe('200');
  const answers = await Promise.all(tokens.map((token) => refresh(url, token)));
  expect(answers.map(summary)).toEqual(answers.map(() => '200'));
  return answers.map(({ json }) => String(json['refresh_token']));
}

async function expectSound(variables: DatabaseVariables): Promise<void> {
  const db = look(variables);
  const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db);
  expect(rows).toEqual([{ integrity_check: 'ok' }]);
  await db.destroy();
}

// Without the privilege to mount, only the first one is tested.
const disks = DISKS.filter(({ make }, index) => index === 0 || canMake(make));

describe.each(disks)('a disk that $what while the service runs', ({ make }) => {
  test('the service rejects changes, loses no acknowledged change, and continues later', async () => {
    const disk = make();
    onTestFinished(() => disk.remove());
    const variables = { DATABASE_FILE: join(disk.folder, 'demo.sqlite') };
    const { service, tokens, access } = await startWithPromises(variables, loggingTo(disk.folder));
    disk.refuse(service.child);
    await expectRefusesWrites(service, tokens, access);
    let promised = tokens;
    if (disk.takeAgain) {
      disk.takeAgain(service.child);
      promised = await expectKept(service, tokens);
    }
    await service.kill();
    disk.repair?.();
    const again = await startProcess(variables);
    onTestFinished(async () => void (await again.kill()));
    await expectKept(again, promised);
    await again.kill('SIGTERM');
    await expectSound(variables);
  });
});

describe('a disk', () => {
  test('a start on a read-only disk fails with the reason', async () => {
    const variables = newSqlite();
    const file = variables['DATABASE_FILE'] ?? '';
    const db = look(variables);
    await db.selectNoFrom(sql`1`.as('one')).execute();
    await db.destroy();
    chmodSync(file, 0o444);
    chmodSync(dirname(file), 0o555);
    // Root can write everywhere, unless it gives up the capability.
    const unprivileged =
      userInfo().uid === 0
        ? [
            'setpriv',
            '--bounding-set=-dac_override,-dac_read_search',
            '--inh-caps=-dac_override,-dac_read_search',
          ]
        : [];
    await expect(startProcess(variables, unprivileged)).rejects.toThrow(
      /DATABASE_FILE: the database cannot be opened/,
    );
    await expect(startProcess({ DATABASE_FILE: join(dirname(file), 'none', 'demo.sqlite') })).rejects.toThrow(
      /DATABASE_FILE: the database cannot be opened/,
    );
    chmodSync(dirname(file), 0o755);
  });

  test('a start does not change a file that is not a database', async () => {
    const variables = newSqlite();
    const file = variables['DATABASE_FILE'] ?? '';
    copyFileSync(import.meta.filename, file);
    await expect(startProcess(variables)).rejects.toThrow(
      /DATABASE_FILE: the database cannot be opened .*not a database/,
    );
  });
});
