import { Problem } from '../api/problems.ts';

/**
 * Lets so many requests in at once, and refuses more on the spot: those that will hash a password are counted before they cost a query,
 * known and unknown accounts alike.
 */
export class Gate {
  readonly #limit: number;
  #inside = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get inside(): number {
    return this.#inside;
  }

  /** @throws a {@link Problem} `overloaded` */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.#inside >= this.#limit) throw new Problem('overloaded');
    this.#inside += 1;
    try {
      return await work();
    } finally {
      this.#inside -= 1;
    }
  }
}
