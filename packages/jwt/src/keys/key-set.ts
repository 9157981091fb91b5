import type { ProtectedHeader } from '../token/header.ts';
import type { Algorithm } from './algorithms.ts';
import type { VerificationKey } from './key.ts';
import type { KeySource } from './source.ts';

/** The key for a token; undefined if there is none. Of several keys, at most four, each is tried. */
export type SelectedKey = VerificationKey | KeySource | readonly VerificationKey[] | undefined;

/**
 * Keys of which a token's header selects one. Created by `createKeySet` and `createRemoteKeySet`, or your own subclass.
 *
 * @example
 * class DatabaseKeySet extends KeySet {
 *   override select(header: { readonly [parameter: string]: unknown }) {
 *     return findPublicJwk(String(header['kid']));
 *   }
 * }
 */
export abstract class KeySet {
  /**
   * Selects the key for a token. The header is not verified yet.
   *
   * @returns undefined if there is no key, which rejects the token with `ERR_KEY_NOT_FOUND`
   */
  abstract select(header: ProtectedHeader, algorithm: Algorithm): SelectedKey | Promise<SelectedKey>;
}
