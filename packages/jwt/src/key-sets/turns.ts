/** Verifications of one turn of the event loop: at most a few milliseconds of work. */
const PER_TURN = 64;

/**
 * Lets waiting calls continue in groups. When a key set arrives, thousands of verifications may wait for it, and together
 * they would block the event loop.
 */
export class Turns {
  readonly #waiting: (() => void)[] = [];

  /** Resolves when the caller may continue. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#waiting.length === 1) queueMicrotask(() => this.#release());
    });
  }

  #release(): void {
    const group = this.#waiting.splice(0, PER_TURN);
    for (const resolve of group) resolve();
    if (this.#waiting.length > 0) setTimeout(() => this.#release());
  }
}
