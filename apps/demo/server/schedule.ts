import type { Logger } from 'pino';

/** Repeats work. A failed run is logged and repeated. */
export class Schedule {
  readonly #log: Logger;
  readonly #stopping = new AbortController();
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

  /** Runs `work` every few seconds. Two runs of it never overlap. The signal asks a long run to end. */
  every(seconds: number, name: string, work: (signal: AbortSignal) => Promise<unknown>): void {
    const start = (): void => {
      if (this.#running.has(name)) return;
      this.#running.set(
        name,
        this.#run(name, work).finally(() => this.#running.delete(name)),
      );
    };
    this.#timers.push(setInterval(start, seconds * 1000));
  }

  async #run(name: string, work: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
    try {
      await work(this.#stopping.signal);
      if (this.#failing.delete(name)) this.#log.info({ event: 'schedule.recovered', name });
    } catch (err) {
      if (!this.#failing.has(name)) this.#log.warn({ event: 'schedule.failed', name, err });
      this.#failing.add(name);
    }
  }

  /** Starts no more work, and waits for the running work. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.all(this.#running.values());
  }
}
