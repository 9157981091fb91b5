import type { StoredHash } from '../hashing/derivation.ts';

/**
 * One family of stored hashes. To add one, write a file like its neighbours and put it into the table in `index.ts`.
 */
export interface Format {
  /** The software or specification, for example `django`. */
  readonly name: string;
  /**
   * Reads a stored hash.
   *
   * @returns undefined when the string is not of this family
   * @throws {@link MalformedHashError} when it is, and damaged
   */
  readonly read: (encoded: string) => StoredHash | undefined;
}
