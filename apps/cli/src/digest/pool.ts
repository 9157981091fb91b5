import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { InputOutputError } from '../errors.ts';
import { digestFile } from './file.ts';
import type { Digester, Job } from './job.ts';
import { startWorker } from './start-worker.ts';
import type { WorkerMessage } from './worker.ts';

/** More threads do not read faster, and each needs some megabytes. */
const MAX_THREADS = 8;

/**
 * Digests large files on several cores. This thread takes the first one. Another thread starts only when a file would
 * have to wait, because a start costs as much as a digest of ten megabytes.
 */
export class DigestPool {
  readonly #size: number;
  readonly #idle: Digester[] = [digestFile];
  readonly #waiting: (() => void)[] = [];
  readonly #workers: Worker[] = [];

  constructor(size: number = Math.min(availableParallelism(), MAX_THREADS)) {
    this.#size = size;
  }

  readonly digest: Digester = async (job, onProgress) => {
    const digester = await this.#take();
    try {
      return await digester(job, onProgress);
    } finally {
      this.#idle.push(digester);
      this.#waiting.shift()?.();
    }
  };

  /** Ends the threads. */
  close(): void {
    for (const worker of this.#workers) worker.terminate();
  }

  async #take(): Promise<Digester> {
    for (;;) {
      const idle = this.#idle.pop();
      if (idle) return idle;
      if (this.#workers.length + 1 < this.#size) return this.#start();
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #start(): Digester {
    const worker = startWorker();
    this.#workers.push(worker);
    return (job, onProgress) => digestIn(worker, job, onProgress);
  }
}

function digestIn(worker: Worker, job: Job, onProgress: Parameters<Digester>[1]): Promise<string> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      worker.off('message', receive).off('error', fail);
      act();
    };
    const receive = (message: WorkerMessage): void => {
      if ('progress' in message) onProgress(message.progress);
      else if ('digest' in message) settle(() => resolve(message.digest));
      else settle(() => reject(new InputOutputError(message.error, message.reason)));
    };
    const fail = (error: unknown): void => settle(() => reject(error));
    worker.on('message', receive).on('error', fail).postMessage(job);
  });
}
