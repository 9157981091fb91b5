import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection, requestText } from './connection.ts';

// A client in a process of its own: `node bench/client.ts JOB` does the job and writes what it saw, both as JSON.

/** What a client does. */
export interface ClientJob {
  readonly url: string;
  readonly connections: number;
  /** In how many seconds they are opened, one after the other. */
  readonly openedWithin: number;
  readonly seconds: number;
  /** Between an answer and the next request on the same connection, in milliseconds, on average: from a half to one and a half of it. */
  readonly pause: number;
  /** Wrong logins, each of another account from another address, so that nothing but capacity limits them; or one resource. */
  readonly request: 'login' | { readonly get: string; readonly token: string };
}

/** What it saw. */
export interface ClientReport {
  /** How long answers took, in milliseconds, by status. */
  readonly times: Readonly<Record<string, readonly number[]>>;
  /** How late this process itself was, p99 in milliseconds: it is a part of every time, and not the server's. */
  readonly ownDelay: number;
}

const RESOLUTION_MILLISECONDS = 1;

const job: ClientJob = JSON.parse(process.argv[2] ?? '');
process.stdout.write(JSON.stringify(await run(job)));

async function run({
  url,
  connections,
  openedWithin,
  seconds,
  pause,
  request,
}: ClientJob): Promise<ClientReport> {
  const base = new URL(url);
  const next = request === 'login' ? logins() : gets(request);
  const until = performance.now() + seconds * 1000;
  const times: Record<string, number[]> = {};
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MILLISECONDS });
  delay.enable();
  const client = async (index: number): Promise<void> => {
    await sleep((index / connections) * openedWithin * 1000);
    let connection = new Connection(base);
    while (performance.now() < until) {
      if (!connection.isOpen) connection = new Connection(base);
      const { status, milliseconds } = await connection.send(next());
      times[status] ??= [];
      times[status].push(milliseconds);
      // Pauses that are all alike put clients into step: those that one slow turn held up come back together for ever.
      if (pause > 0) await sleep(pause * (0.5 + Math.random()));
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: connections }, (_, index) => client(index)));
  return { times, ownDelay: Math.max(0, delay.percentile(99) / 1e6 - RESOLUTION_MILLISECONDS) };
}

function gets({ get, token }: { readonly get: string; readonly token: string }): () => string {
  const text = requestText('GET', get, { authorization: `Bearer ${token}` });
  return () => text;
}

function logins(): () => string {
  let count = 0;
  return () => {
    count += 1;
    const address = `10.${(count >> 16) & 255}.${(count >> 8) & 255}.${count & 255}`;
    const headers = { 'content-type': 'application/json', 'x-forwarded-for': address };
    const body = JSON.stringify({ email: `user${count}@example.com`, password: 'not the right one' });
    return requestText('POST', '/v1/login', headers, body);
  };
}
