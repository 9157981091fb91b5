/**
 * Makes what was written durable, off the event loop, and many writes at once: whoever asks while one run goes on shares the next.
 * After a run that failed nothing is promised any more, as nobody knows what is on the disk: the process has to be started again.
 */
export class GroupCommit {
  readonly #sync: () => Promise<void>;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #failure: Error | undefined;

  /** @param sync resolves when everything that was written before the call is on the disk */
  constructor(sync: () => Promise<void>) {
    this.#sync = sync;
  }

  /** @throws what a run failed with, from then on */
  requireSound(): void {
    if (this.#failure) throw this.#failure;
  }

  /** Resolves when everything that was written before the call is on the disk. */
  flush(): Promise<void> {
    if (this.#next) return this.#next;
    if (!this.#running) return this.#run();
    // The run under way may have begun before the write.
    this.#next = this.#running.then(() => this.#run());
    return this.#next;
  }

  #run(): Promise<void> {
    this.#next = undefined;
    this.#running = this.#sync()
      .catch((error: unknown) => {
        this.#failure = error instanceof Error ? error : new Error(String(error));
        throw this.#failure;
      })
      .finally(() => {
        this.#running = undefined;
      });
    return this.#running;
  }
}
