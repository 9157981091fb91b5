import { availableParallelism } from 'node:os';

/** Hashes that Node.js computes side by side. One thread of the pool stays free, so that other work continues. */
export function nodeThreads(): number {
  return Math.max(1, Math.min(availableParallelism(), poolThreads() - 1));
}

/** The size of libuv's pool, which the bindings share with DNS, files and WebCrypto. */
function poolThreads(): number {
  const configured = Number.parseInt(process.env['UV_THREADPOOL_SIZE'] ?? '', 10);
  return Number.isInteger(configured) && configured > 0 ? Math.min(configured, 1024) : 4;
}
