import { unlessAborted } from './progress.ts';

/** Limits the number of operations that run at the same time. The others wait in the order of their calls. */
export class Slots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  /** Waits for a slot, and returns the function that releases it. It may be called several times. */
  async acquire(signal: AbortSignal | undefined): Promise<() => void> {
    if (this.#free > 0) this.#free -= 1;
    else await this.#wait(signal);
    let isReleased = false;
    return () => {
      if (!isReleased) this.#release();
      isReleased = true;
    };
  }

  async #wait(signal: AbortSignal | undefined): Promise<void> {
    const turn = new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      await unlessAborted(turn, signal);
    } catch (error) {
      // Its turn still comes, and goes to the next one.
      turn.then(() => this.#release());
      throw error;
    }
  }

  #release(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}
