import type { StoredHash } from './derivation.ts';

/**
 * Parses the stored hashes of one software or specification. To add one, write a file like its neighbours and add it to
 * the table in `read.ts`.
 *
 * @returns undefined if the string has another format
 * @throws {@link MalformedHashError} if the string has this format and is damaged
 */
export type Format = (encoded: string) => StoredHash | undefined;
