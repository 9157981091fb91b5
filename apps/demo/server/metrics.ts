import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Metrics of the process, of requests and of password hashing. Labels contain routes and codes, and no user data. */
export function createMetrics(hashing: () => { readonly running: number; readonly waiting: number }) {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'password_hashes',
    help: 'Password hashes that run and that wait.',
    labelNames: ['state'],
    registers,
    collect() {
      for (const [state, count] of Object.entries(hashing())) this.set({ state }, count);
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
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
