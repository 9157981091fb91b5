import { HashingOverloadError } from '../errors.ts';

/** How much work is taken in at once. */
export interface QueueLimits {
  /** Hashes computed at once. Each takes its own memory. */
  readonly concurrency: number;
  /** Hashes that wait for their turn. One more is refused. */
  readonly queueLength: number;
  /** How long one may wait, in seconds. */
  readonly queueTimeoutSeconds: number;
}

interface Waiting {
  readonly start: () => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** Runs some work at once, lets some wait in order, and refuses the rest at once: load that is shed early hurts least. */
export class BoundedQueue {
  readonly #limits: QueueLimits;
  readonly #waiting = new Set<Waiting>();
  #running = 0;

  constructor(limits: QueueLimits) {
    this.#limits = limits;
  }

  /** How many run, and how many wait. */
  get load(): { readonly running: number; readonly waiting: number } {
    return { running: this.#running, waiting: this.#waiting.size };
  }

  /** @throws {@link HashingOverloadError} when too many wait, or this one waited too long */
  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.#turn();
    try {
      return await work();
    } finally {
      this.#running -= 1;
      const [next] = this.#waiting;
      next?.start();
    }
  }

  #turn(): Promise<void> {
    if (this.#running < this.#limits.concurrency) {
      this.#running += 1;
      return Promise.resolve();
    }
    const { queueLength, queueTimeoutSeconds } = this.#limits;
    if (this.#waiting.size >= queueLength)
      return Promise.reject(new HashingOverloadError(`${queueLength} are waiting already`));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(entry);
        reject(new HashingOverloadError(`this one waited ${queueTimeoutSeconds} s`));
      }, queueTimeoutSeconds * 1000);
      const entry: Waiting = {
        timer,
        start: () => {
          clearTimeout(timer);
          this.#waiting.delete(entry);
          this.#running += 1;
          resolve();
        },
      };
      this.#waiting.add(entry);
    });
  }
}
