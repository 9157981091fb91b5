import type { StoredHash } from '../hashing/derivation.ts';

/**
 * Reads the stored hashes of one family: of one software or specification. To add one, write a file like its neighbours and
 * put it into the table in `index.ts`.
 *
 * @returns undefined when the string is not of this family
 * @throws {@link MalformedHashError} when it is, and damaged
 */
export type Format = (encoded: string) => StoredHash | undefined;
