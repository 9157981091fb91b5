import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PasswordHasher } from '@countersign/password';
import { openDatabase } from '../server/store/open.ts';
import { type ServiceProcess, startProcess } from '../server/testing/process.ts';
import { load, type Outcome, percentile } from './load.ts';

// What the service does under load, measured from another process: `pnpm --filter @countersign/demo bench [seconds]`.
const seconds = Number(process.argv[2] ?? 20);
const STORM_CONNECTIONS = 1000;

/** What is promised about the storm. */
const LIMITS = { refusedP99: 50, protectedP99: 50, memoryMiB: 150 } as const;

const PASSWORD = 'plenty of purple penguins';
const file = join(mkdtempSync(join(tmpdir(), 'countersign-bench-')), 'demo.sqlite');
const service = await startProcess({ DATABASE_FILE: file });
const base = new URL(service.url);
const email = 'ann@example.com';
await addAccount();
const headers = { authorization: `Bearer ${/"access_token":"([^"]+)/.exec(await logIn())?.[1]}` };

print(`${'request'.padEnd(44)} ${'a second'.padStart(9)} ${'p50 ms'.padStart(8)} ${'p99 ms'.padStart(8)}`);
await measure('GET /livez, no token', '/livez', {});
await measure('GET /v1/greeting, token checked', '/v1/greeting', headers);
await measure('GET /v1/me, token and session checked', '/v1/me', headers);
const isKept = await storm(service);
await service.kill('SIGTERM');
process.exitCode = isKept ? 0 : 1;

async function measure(name: string, path: string, sent: Readonly<Record<string, string>>): Promise<void> {
  const next = () => ({ method: 'GET', path, headers: sent });
  await load(base, { connections: 10, seconds: 1, next });
  const outcomes = await load(base, { connections: 10, seconds: seconds / 4, next });
  const rate = outcomes.length / (seconds / 4);
  print(
    `${name.padEnd(44)} ${rate.toFixed(0).padStart(9)} ${ms(percentile(outcomes, 0.5))} ${ms(percentile(outcomes, 0.99))}`,
  );
}

/** A thousand connections that do nothing but log in, each time from another address, while a few use what they have. */
async function storm({ url }: ServiceProcess): Promise<boolean> {
  const memoryBefore = await memory(url);
  let peak = memoryBefore;
  const watching = setInterval(
    () =>
      void memory(url).then((now) => {
        peak = Math.max(peak, now);
      }),
    500,
  );
  let addresses = 0;
  const next = () => {
    addresses += 1;
    const address = `10.${(addresses >> 16) & 255}.${(addresses >> 8) & 255}.${addresses & 255}`;
    return {
      method: 'POST',
      path: '/v1/login',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
      body: JSON.stringify({ email: `user${addresses}@example.com`, password: 'not the right one' }),
    };
  };
  const protectedGet = (path: string) =>
    load(base, { connections: 2, seconds, pause: 20, next: () => ({ method: 'GET', path, headers }) });
  const [logins, greetings, accounts] = await Promise.all([
    // Those that were refused wait a little, as Retry-After asks, if only a fraction of it.
    load(base, { connections: STORM_CONNECTIONS, seconds, pause: 500, next }),
    protectedGet('/v1/greeting'),
    protectedGet('/v1/me'),
  ]);
  clearInterval(watching);
  const of = (...statuses: readonly number[]): readonly Outcome[] =>
    logins.filter(({ status }) => statuses.includes(status));
  const served = of(401);
  const refused = of(503, 429);
  const started = performance.now();
  const after = await logIn();
  print('');
  print(`storm: ${STORM_CONNECTIONS} connections log in for ${seconds} s`);
  print(
    `  served     ${(served.length / seconds).toFixed(0)} a second, p99 ${ms(percentile(served, 0.99))} ms`,
  );
  print(
    `  refused    ${(refused.length / seconds).toFixed(0)} a second, p50 ${ms(percentile(refused, 0.5))} ms, p99 ${ms(percentile(refused, 0.99))} ms`,
  );
  print(`  other      ${logins.length - served.length - refused.length}`);
  print(
    `  meanwhile  GET /v1/greeting p99 ${ms(percentile(greetings, 0.99))} ms, GET /v1/me p99 ${ms(percentile(accounts, 0.99))} ms`,
  );
  print(`  memory     ${memoryBefore.toFixed(0)} MiB before, ${peak.toFixed(0)} MiB at most`);
  print(
    `  afterwards a login is ${after.includes('access_token') ? 'served' : 'refused'} in ${(performance.now() - started).toFixed(0)} ms`,
  );
  const kept =
    percentile(refused, 0.99) < LIMITS.refusedP99 &&
    percentile(greetings, 0.99) < LIMITS.protectedP99 &&
    peak - memoryBefore < LIMITS.memoryMiB;
  print(
    kept
      ? 'kept: refused within 50 ms, protected within 50 ms (p99), memory within 150 MiB'
      : 'NOT kept: see above',
  );
  return kept;
}

async function logIn(): Promise<string> {
  const body = JSON.stringify({ email, password: PASSWORD });
  const response = await fetch(`${service.url}/v1/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return response.text();
}

async function memory(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1]) / 2 ** 20;
}

async function addAccount(): Promise<void> {
  const db = openDatabase({ url: undefined, file }, () => {});
  const now = Date.now();
  const password_hash = await new PasswordHasher().hash(PASSWORD);
  await db
    .insertInto('accounts')
    .values({ id: randomUUID(), email, password_hash, created_at: now, password_changed_at: now })
    .execute();
  await db.destroy();
}

function ms(value: number): string {
  return value.toFixed(1).padStart(8);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
