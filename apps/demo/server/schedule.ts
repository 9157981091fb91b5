import type { Logger } from 'pino';

/** Work that comes back. A run that fails is logged and comes back as well; none overtakes itself. */
export class Schedule {
  readonly #log: Logger;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #running = new Map<string, Promise<void>>();

  constructor(log: Logger) {
    this.#log = log;
  }

  every(seconds: number, name: string, work: () => Promise<void>): void {
    const run = (): void => {
      if (this.#running.has(name)) return;
      const running = work()
        .catch((error: unknown) => this.#log.warn({ event: 'schedule.failed', name, err: error }))
        .finally(() => this.#running.delete(name));
      this.#running.set(name, running);
    };
    this.#timers.push(setInterval(run, seconds * 1000));
  }

  /** Starts nothing more, and waits for what runs. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.all(this.#running.values());
  }
}
