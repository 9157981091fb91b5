import type { Logger } from 'pino';

/** Runs work again and again. A failed run is logged and repeated. */
export class Schedule {
  readonly #log: Logger;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #running = new Map<string, Promise<void>>();
  readonly #failing = new Set<string>();

  constructor(log: Logger) {
    this.#log = log;
  }

  /** The names of the work whose last run failed. */
  get failing(): readonly string[] {
    return [...this.#failing];
  }

  /** Runs `work` every so many seconds. A run never overlaps with the one before. */
  every(seconds: number, name: string, work: () => Promise<unknown>): void {
    const run = async (): Promise<void> => {
      try {
        await work();
        if (this.#failing.delete(name)) this.#log.info({ event: 'schedule.recovered', name });
      } catch (err) {
        this.#failing.add(name);
        this.#log.warn({ event: 'schedule.failed', name, err });
      } finally {
        this.#running.delete(name);
      }
    };
    const start = (): void => {
      if (!this.#running.has(name)) this.#running.set(name, run());
    };
    this.#timers.push(setInterval(start, seconds * 1000));
  }

  /** Starts no more work, and waits for the running work. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.all(this.#running.values());
  }
}
