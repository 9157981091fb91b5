import { Agent, request } from 'node:http';

/** One request of a load: what to send, and what came. */
export interface Shot {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Outcome {
  /** 0 when no answer came. */
  readonly status: number;
  readonly milliseconds: number;
}

/** Sends one request over an agent's connections. */
function shoot(base: URL, agent: Agent, { method, path, headers, body }: Shot): Promise<Outcome> {
  const started = performance.now();
  return new Promise((resolve) => {
    const done = (status: number): void => resolve({ status, milliseconds: performance.now() - started });
    const sent = request(
      { agent, host: base.hostname, port: base.port, method, path, headers },
      (response) => {
        response.resume();
        response.once('end', () => done(response.statusCode ?? 0));
        response.once('error', () => done(0));
      },
    );
    sent.once('error', () => done(0));
    sent.end(body);
  });
}

/** So many connections that each send their next request as soon as the last was answered, for so long. */
export async function load(
  base: URL,
  {
    connections,
    seconds,
    pause = 0,
    next,
  }: {
    readonly connections: number;
    readonly seconds: number;
    readonly pause?: number;
    readonly next: () => Shot;
  },
): Promise<readonly Outcome[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const until = performance.now() + seconds * 1000;
  const outcomes: Outcome[] = [];
  const client = async (): Promise<void> => {
    while (performance.now() < until) {
      outcomes.push(await shoot(base, agent, next()));
      if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  agent.destroy();
  return outcomes;
}

export function percentile(outcomes: readonly Outcome[], share: number): number {
  const times = outcomes.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  return times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
}
