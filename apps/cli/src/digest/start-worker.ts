import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** Starts a thread with the program `worker` next to this one. The single file contains it instead. */
export function startWorker(): Worker {
  return new Worker(join(import.meta.dirname, `worker${extname(import.meta.filename)}`));
}
