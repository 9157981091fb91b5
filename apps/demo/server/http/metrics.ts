import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What is counted and measured. Labels hold routes and codes, never what somebody sent. */
export function createMetrics(
  hashing: () => { readonly running: number; readonly waiting: number },
  connections: () => Promise<number>,
) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  new Gauge({
    name: 'password_hashes',
    help: 'Password hashes being computed, and waiting.',
    labelNames: ['state'],
    registers,
    collect() {
      const { running, waiting } = hashing();
      this.set({ state: 'running' }, running);
      this.set({ state: 'waiting' }, waiting);
    },
  });
  new Gauge({
    name: 'http_connections',
    help: 'Connections that are open.',
    registers,
    async collect() {
      this.set(await connections());
    },
  });
  return {
    registry,
    requests: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Requests by route, method and status.',
      labelNames: ['route', 'method', 'status'],
      buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
      registers,
    }),
    shed: new Counter({
      name: 'http_requests_shed_total',
      help: 'Requests refused before anything was made of them. They are neither logged nor in the histogram.',
      registers,
    }),
    logins: new Counter({
      name: 'logins_total',
      help: 'Logins by outcome.',
      labelNames: ['outcome'],
      registers,
    }),
    refreshes: new Counter({
      name: 'refreshes_total',
      help: 'Refreshes by outcome.',
      labelNames: ['outcome'],
      registers,
    }),
    refusedTokens: new Counter({
      name: 'refused_tokens_total',
      help: 'Access tokens refused, by the check that failed.',
      labelNames: ['reason'],
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
