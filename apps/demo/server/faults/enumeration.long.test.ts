import { randomUUID } from 'node:crypto';
import { shuffle } from '@countersign/core';
import { PasswordHasher, type Verification } from '@countersign/password';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DatabaseVariables, look, newSqlite } from '../testing/databases.ts';
import { call, freshAddress, from, PASSWORD, startService, type TestService } from '../testing/harness.ts';

/** Attempts of each kind. */
const ATTEMPTS = 400;

/** Two equal samples differ by more than this once in 15,000 times. */
const MAX_Z = 4;

/**
 * How far the ranks of one sample are from those of another (Mann-Whitney), in standard deviations. Ranks, since times have tails that
 * would rule a mean.
 */
function rankZ(a: readonly number[], b: readonly number[]): number {
  const all = [...a.map((time) => ({ time, isA: true })), ...b.map((time) => ({ time, isA: false }))];
  all.sort((x, y) => x.time - y.time);
  const rankSum = all.reduce((sum, { isA }, index) => (isA ? sum + index + 1 : sum), 0);
  const u = rankSum - (a.length * (a.length + 1)) / 2;
  const deviation = Math.sqrt((a.length * b.length * (a.length + b.length + 1)) / 12);
  return (u - (a.length * b.length) / 2) / deviation;
}

function median(times: readonly number[]): number {
  return [...times].sort((x, y) => x - y)[Math.floor(times.length / 2)] ?? 0;
}

type Attempt = (email: string) => Promise<{ readonly status: number }>;

/** Measures known and unknown addresses in random order. Each address is used once, so that no limit applies. */
async function compare(known: readonly string[], unknown: readonly string[], attempt: Attempt) {
  const times = { known: [] as number[], unknown: [] as number[] };
  const statuses = new Set<number>();
  const order = shuffle([
    ...known.map((email) => ({ email, kind: 'known' as const })),
    ...unknown.map((email) => ({ email, kind: 'unknown' as const })),
  ]);
  for (const { email, kind } of order) {
    const started = performance.now();
    const { status } = await attempt(email);
    times[kind].push(performance.now() - started);
    statuses.add(status);
  }
  expect(statuses.size).toBe(1);
  return {
    z: rankZ(times.known, times.unknown),
    gap: Math.abs(median(times.known) - median(times.unknown)),
    known: median(times.known),
  };
}

const addresses = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index}@example.com`);

/** One account for each attempt, all with the same password. */
async function fill(variables: DatabaseVariables, hasher: PasswordHasher): Promise<void> {
  const db = look(variables);
  const passwordHash = await hasher.hash(PASSWORD);
  await db
    .insertInto('accounts')
    .values(
      addresses('known', ATTEMPTS).map((email) => ({
        id: randomUUID(),
        email,
        password_hash: passwordHash,
        created_at: Date.now(),
        password_changed_at: Date.now(),
      })),
    )
    .execute();
  await db.destroy();
}

/** A service with accounts, warmed up. */
async function prepare(hasher: PasswordHasher): Promise<TestService> {
  const variables = newSqlite();
  const service = await startService(variables, { hasher });
  await fill(variables, hasher);
  for (const email of addresses('warm', 20)) await logIn(service)(email);
  return service;
}

const logIn =
  (service: TestService): Attempt =>
  (email) =>
    call(service.url, 'POST', '/v1/login', { email, password: 'not the right one' }, from(freshAddress()));

describe('the time of an answer does not show whether an address is known', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await prepare(new PasswordHasher());
  });
  afterAll(() => service.stop());

  test.each<[string, number, (path: TestService) => Attempt]>([
    ['at login', ATTEMPTS, logIn],
    [
      'when a password is forgotten',
      ATTEMPTS,
      ({ url }) =>
        (email) =>
          call(url, 'POST', '/v1/password/forgot', { email }, from(freshAddress())),
    ],
    [
      'at registration',
      100,
      ({ url }) =>
        (email) =>
          call(url, 'POST', '/v1/register', { email, password: PASSWORD }, from(freshAddress())),
    ],
  ])('%s', { timeout: 900_000 }, async (what, count, attempt) => {
    const known = addresses('known', count);
    const { z, gap } = await compare(
      known,
      addresses(`unknown-${what.replaceAll(' ', '-')}`, count),
      attempt(service),
    );
    expect(Math.abs(z), `z ${z.toFixed(1)}, the medians ${gap.toFixed(2)} ms apart`).toBeLessThan(MAX_Z);
  });
});

test('a login without the dummy verification is caught', async () => {
  class Forgetful extends PasswordHasher {
    override async verify(password: string, encoded: string | null | undefined): Promise<Verification> {
      return typeof encoded === 'string'
        ? super.verify(password, encoded)
        : { valid: false, needsRehash: false };
    }
  }
  const service = await prepare(new Forgetful());
  const { z, gap } = await compare(addresses('known', 40), addresses('unknown', 40), logIn(service));
  await service.stop();
  expect(Math.abs(z)).toBeGreaterThan(MAX_Z);
  expect(gap).toBeGreaterThan(1);
});
