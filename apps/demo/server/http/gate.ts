import type { IncomingMessage } from 'node:http';
import { Problem } from '../api/problems.ts';

/**
 * Lets so many requests in at once, and refuses more on the spot: those that will hash a password are counted before they cost a query,
 * known and unknown accounts alike.
 */
export class Gate {
  readonly #limit: number;
  readonly #paths: ReadonlySet<string>;
  #inside = 0;

  /** @param paths to which it leads */
  constructor(limit: number, paths: readonly string[]) {
    this.#limit = limit;
    this.#paths = new Set(paths);
  }

  get paths(): Iterable<string> {
    return this.#paths;
  }

  /** Whether a request that has only just come would be refused: said before its body is read, and before it costs anything. */
  refuses({ url = '' }: IncomingMessage): boolean {
    return this.#isFull && this.#paths.has(url.replace(/\?.*/, ''));
  }

  /** @throws a {@link Problem} `overloaded` */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isFull) throw new Problem('overloaded');
    this.#inside += 1;
    try {
      return await work();
    } finally {
      this.#inside -= 1;
    }
  }

  get #isFull(): boolean {
    return this.#inside >= this.#limit;
  }
}
