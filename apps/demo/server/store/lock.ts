/** One holder at a time, in the order of asking. */
export class Lock {
  #last: Promise<void> = Promise.resolve();

  /** Resolves when it is free, with what gives it back. */
  async take(): Promise<() => void> {
    const before = this.#last;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#last = promise;
    await before;
    return resolve;
  }
}
