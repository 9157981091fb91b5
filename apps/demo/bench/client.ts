import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection, requestText } from './connection.ts';

// A client in a separate process: `node bench/client.ts JOB` reads a job and prints a report, both as JSON.

/** The requests of a client. */
export interface ClientJob {
  readonly url: string;
  readonly connections: number;
  /** The connections are opened one after the other, within these seconds. */
  readonly openedWithin: number;
  readonly seconds: number;
  /** Average milliseconds between an answer and the next request of a connection. It varies by half. */
  readonly pause: number;
  /** One resource, or failing logins. Each login has another account and address, so that only capacity limits them. */
  readonly request: 'login' | { readonly get: string; readonly token: string };
}

/** The answers to a client. */
export interface ClientReport {
  /** Durations in milliseconds, by status. */
  readonly times: Readonly<Record<string, readonly number[]>>;
  /** The delay of this process, p99 in milliseconds. Every duration contains it. */
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
      // Equal pauses would synchronise the clients after one slow turn.
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
