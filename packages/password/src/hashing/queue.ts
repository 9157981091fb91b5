import { HashingOverloadError } from '../errors.ts';

/** Limits of a queue. */
export interface QueueLimits {
  /** Hashes computed at the same time. Each takes its own memory. */
  readonly concurrency: number;
  /** Hashes that wait. One more is rejected. */
  readonly queueLength: number;
  /** How long a hash may wait, in seconds. */
  readonly queueTimeoutSeconds: number;
}

const MIN_ABANDONED = 64;

interface Waiting {
  readonly start: () => void;
  isWaiting: boolean;
}

/** Runs some work, lets some wait in order, and rejects the rest immediately. */
export class BoundedQueue {
  readonly #limits: QueueLimits;
  /** Entries before `#head` have started. Entries that gave up are skipped. */
  #entries: Waiting[] = [];
  #head = 0;
  #waiting = 0;
  #running = 0;

  constructor(limits: QueueLimits) {
    this.#limits = limits;
  }

  /** How many are running, and how many wait. */
  get load(): { readonly running: number; readonly waiting: number } {
    return { running: this.#running, waiting: this.#waiting };
  }

  /** @throws {@link HashingOverloadError} if too many wait, or this one waited too long */
  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.#turn();
    try {
      return await work();
    } finally {
      this.#running -= 1;
      this.#next()?.start();
    }
  }

  #turn(): Promise<void> {
    if (this.#running < this.#limits.concurrency) {
      this.#running += 1;
      return Promise.resolve();
    }
    const { queueLength, queueTimeoutSeconds } = this.#limits;
    if (this.#waiting >= queueLength)
      return Promise.reject(new HashingOverloadError(`${queueLength} already wait`));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        entry.isWaiting = false;
        this.#waiting -= 1;
        reject(new HashingOverloadError(`this one waited for ${queueTimeoutSeconds} s`));
      }, queueTimeoutSeconds * 1000);
      const entry: Waiting = {
        isWaiting: true,
        start: () => {
          clearTimeout(timer);
          this.#waiting -= 1;
          this.#running += 1;
          resolve();
        },
      };
      this.#waiting += 1;
      this.#entries.push(entry);
      this.#forgetAbandoned();
    });
  }

  /** Removes the entries that gave up once they are the majority. */
  #forgetAbandoned(): void {
    if (this.#entries.length - this.#head <= 2 * this.#waiting + MIN_ABANDONED) return;
    this.#entries = this.#entries.slice(this.#head).filter(({ isWaiting }) => isWaiting);
    this.#head = 0;
  }

  /** The entry that has waited longest. Each entry is visited once, so the mean time does not depend on the length. */
  #next(): Waiting | undefined {
    while (this.#head < this.#entries.length) {
      const entry = this.#entries[this.#head];
      this.#head += 1;
      if (this.#head * 2 > this.#entries.length) {
        this.#entries = this.#entries.slice(this.#head);
        this.#head = 0;
      }
      if (entry?.isWaiting) return entry;
    }
    return undefined;
  }
}
