import {
  boolean,
  InvalidArgumentError,
  integer,
  optional,
  readOptions,
  withDefault,
} from '@countersign/core/internal';
import { KeySetError } from '../errors.ts';
import type { Algorithm } from '../keys/algorithms.ts';
import type { Jwk } from '../keys/formats/jwk.ts';
import type { Key } from '../keys/key.ts';
import { KeySet, type SelectedKey } from '../keys/key-set.ts';
import type { ProtectedHeader } from '../token/header.ts';
import {
  candidateKeys,
  type KeySetEntries,
  type KeySetProblem,
  keyIdOf,
  readKeySet,
  selectKey,
} from './entries.ts';

/** A JWK Set (RFC 7517 section 5). */
export interface Jwks {
  readonly keys: readonly Jwk[];
}

/** Options of {@link createKeySet}. */
export interface KeySetOptions {
  /**
   * Tries each fitting key for a token without `kid`, at most four: for the rotation of a secret whose tokens have no
   * `kid`. Default false.
   */
  readonly tryEach?: boolean | undefined;
  /** Maximum number of keys. 1 to 100 000, default 1000. */
  readonly maxKeys?: number | undefined;
}

/** The limits of {@link KeySetOptions.maxKeys}. */
export const MAX_KEYS = { min: 1, max: 100_000 } as const;
export const DEFAULT_MAX_KEYS = 1000;

const OPTIONS = {
  tryEach: optional(boolean),
  maxKeys: withDefault(integer(MAX_KEYS), DEFAULT_MAX_KEYS),
} as const;

const MAX_TRIED = 4;

/** A key set that is complete: it is never fetched. */
export class LocalKeySet extends KeySet {
  readonly #entries: KeySetEntries;
  readonly #triesEach: boolean;

  /** @internal Created by `createKeySet`. */
  constructor(entries: KeySetEntries, triesEach: boolean) {
    super();
    this.#entries = entries;
    this.#triesEach = triesEach;
  }

  /** The entries of the JWK Set that are not used, or not as they are written. */
  get problems(): readonly KeySetProblem[] {
    return this.#entries.problems;
  }

  override select(header: ProtectedHeader, algorithm: Algorithm): SelectedKey {
    if (!this.#triesEach || keyIdOf(header) !== undefined)
      return verificationKey(selectKey(this.#entries, header, algorithm));
    const keys = candidateKeys(this.#entries, header, algorithm);
    if (keys.length < 2) return verificationKey(selectKey(this.#entries, header, algorithm));
    if (keys.length <= MAX_TRIED) return keys.map(verificationKey);
    throw new KeySetError(`The token has no kid, and more than ${MAX_TRIED} keys would have to be tried.`, {
      blame: 'configuration',
    });
  }
}

/** Entries are never private keys. */
export function verificationKey(key: Key): Key<'public'> | Key<'secret'> {
  if (isVerificationKey(key)) return key;
  throw new KeySetError('The key set selected a private key.', { blame: 'configuration' });
}

function isVerificationKey(key: Key): key is Key<'public'> | Key<'secret'> {
  return key.kind !== 'private';
}

/**
 * Creates a key set from a JWK Set that you have.
 *
 * @throws {@link KeySetError} `ERR_KEY_SET` if it is not a JWK Set, or if a key is damaged or private
 * @example
 * const keySet = createKeySet({ keys: [await exportKey(publicKey, 'jwk')] });
 */
export function createKeySet(jwks: Jwks, options: KeySetOptions = {}): LocalKeySet {
  const { tryEach, maxKeys } = readOptions(options, OPTIONS);
  if (typeof jwks !== 'object' || jwks === null)
    throw new InvalidArgumentError('jwks', 'jwks must be a JWK Set: { keys: [...] }.');
  return new LocalKeySet(readKeySet(jwks, { isRemote: false, maxKeys }), tryEach ?? false);
}
