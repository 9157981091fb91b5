import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { markdownTable } from '@countersign/bench';
import { PasswordHasher } from '@countersign/password';
import { openDatabase } from '../server/store/open.ts';
import { type ServiceProcess, startProcess } from '../server/testing/process.ts';
import type { ClientJob, ClientReport } from './client.ts';

// The service under load, measured by other processes on the same machine: `bench [--seconds N]`. Exits with 1 if a limit is exceeded.

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '20' } },
});
const seconds = Number(values.seconds);

const STORM = { connections: 1000, openedWithin: 2, pause: 500, request: 'login' } as const;
/** Limits of the storm: milliseconds at the 99th percentile, and MiB above the memory before it. */
const LIMITS = { refused: 6000, protected: 6000, memory: 150 } as const;

const EMAIL = 'ann@example.com';
const PASSWORD = 'plenty of purple penguins';

const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
const file = join(folder, 'demo.sqlite');
const service = await startProcess({ DATABASE_FILE: file });
try {
  await addAccount();
  const token = /"access_token":"([^"]+)/.exec(await logIn(service))?.[1] ?? '';
  const steady = [
    ['`GET /livez`', '/livez'],
    ['`GET /v1/greeting`: token checked', '/v1/greeting'],
    ['`GET /v1/me`: token and session checked', '/v1/me'],
  ] as const;
  const rows: (readonly string[])[] = [];
  for (const [name, get] of steady) {
    const job = { connections: 10, openedWithin: 0, pause: 0, request: { get, token } };
    await client({ ...job, seconds: 1 });
    const times = (await client({ ...job, seconds: seconds / 4 })).times['200'] ?? [];
    rows.push([name, (times.length / (seconds / 4)).toFixed(0), ...percentiles(times)]);
  }
  // Warm up, so that the code of the login is compiled.
  await client({ connections: 10, openedWithin: 0, pause: 0, request: 'login', seconds: 2 });
  const storm = await measureStorm(token);
  const report = [
    `Node.js ${process.version.slice(1)}, SQLite, ${availableParallelism()} cores that the clients share; milliseconds, measured by a client in another process.`,
    markdownTable(['ten connections that never pause', 'a second', 'p50', 'p99'], rows),
    storm.text,
  ].join('\n\n');
  process.stdout.write(`${report}\n`);
  process.exitCode = storm.isKept ? 0 : 1;
} finally {
  await service.kill('SIGTERM');
  rmSync(folder, { recursive: true });
}

/** A thousand connections log in all the time, while a few others use their tokens. */
async function measureStorm(token: string): Promise<{ readonly text: string; readonly isKept: boolean }> {
  const before = await memory(service);
  let peak = before;
  const watching = setInterval(
    () =>
      void memory(service).then((now) => {
        peak = Math.max(peak, now);
      }),
    500,
  );
  const few = { connections: 2, openedWithin: 0, pause: 20, seconds };
  const [logins, greeting, me] = await Promise.all([
    client({ ...STORM, seconds }),
    client({ ...few, request: { get: '/v1/greeting', token } }),
    client({ ...few, request: { get: '/v1/me', token } }),
  ]);
  clearInterval(watching);
  const { 401: served = [], 503: refused = [], ...others } = logins.times;
  const started = performance.now();
  const isBack = (await logIn(service)).includes('access_token');
  const back = performance.now() - started;

  const row = (name: string, times: readonly number[]): readonly string[] => [
    name,
    (times.length / seconds).toFixed(0),
    ...percentiles(times),
  ];
  const table = markdownTable(
    [`${STORM.connections} connections that log in`, 'a second', 'p50', 'p99'],
    [
      row('served (401: the password is wrong)', served),
      row('refused (503)', refused),
      row('meanwhile `GET /v1/greeting`', greeting.times['200'] ?? []),
      row('meanwhile `GET /v1/me`', me.times['200'] ?? []),
    ],
  );
  const isKept =
    isBack &&
    Object.keys(others).length === 0 &&
    percentile(refused, 0.99) < LIMITS.refused &&
    [greeting, me].every(({ times }) => percentile(times['200'] ?? [], 0.99) < LIMITS.protected) &&
    peak - before < LIMITS.memory;
  const unexpected = Object.entries(others).map(([status, times]) => `${times.length} answers of ${status}`);
  const facts = [
    `Opened within ${STORM.openedWithin} seconds, for ${seconds} seconds, each pausing ${STORM.pause / 1000} s on average after an answer`,
    `memory ${before.toFixed(0)} MiB before and ${peak.toFixed(0)} at most`,
    `afterwards a login is ${isBack ? 'served' : 'refused'} in ${back.toFixed(0)} ms`,
    `the clients themselves were late by ${logins.ownDelay.toFixed(1)} ms (logins) and ${greeting.ownDelay.toFixed(1)} ms (greetings) at p99`,
    ...unexpected,
  ];
  const promise = `refused within ${LIMITS.refused} ms and protected resources within ${LIMITS.protected} ms (p99), with at most ${LIMITS.memory} MiB more`;
  return {
    text: `${table}\n\n${facts.join('; ')}. Limits ${isKept ? 'kept' : 'EXCEEDED'}: ${promise}.`,
    isKept,
  };
}

async function client(job: Omit<ClientJob, 'url'>): Promise<ClientReport> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'client.ts'), JSON.stringify({ url: service.url, ...job })],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return JSON.parse(output);
}

async function logIn({ url }: ServiceProcess): Promise<string> {
  const response = await fetch(`${url}/v1/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: EMAIL, password: PASSWORD }),
  });
  return response.text();
}

async function memory({ url }: ServiceProcess): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(metrics)?.[1]) / 2 ** 20;
}

async function addAccount(): Promise<void> {
  const db = openDatabase({ databaseUrl: undefined, databaseFile: file }, () => {});
  const now = Date.now();
  const password_hash = await new PasswordHasher().hash(PASSWORD);
  await db
    .insertInto('accounts')
    .values({ id: randomUUID(), email: EMAIL, password_hash, created_at: now, password_changed_at: now })
    .execute();
  await db.destroy();
}

function percentiles(times: readonly number[]): readonly string[] {
  return [percentile(times, 0.5), percentile(times, 0.99)].map((time) => time.toFixed(1));
}

function percentile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
