import { InvalidArgumentError } from '@countersign/core';
import { InvalidKeyError, KeyNotFoundError, KeySetError } from '../errors.ts';
import { type AlgorithmInfo, algorithms, checkAlgorithm } from '../keys/algorithms.ts';
import { isJwk, isSameAlgorithm, jwkMaterial } from '../keys/jwk.ts';
import { type Jwk, Key } from '../keys/key.ts';
import type { ProtectedHeader } from '../token/header.ts';

/** A JWK Set (RFC 7517 section 5). */
export interface Jwks {
  readonly keys: readonly Jwk[];
}

/** Several keys of which the token's `kid` and `alg` point out one. Made by `createKeySet` and `createRemoteKeySet`. */
export abstract class KeySet {
  /**
   * The one key for a token.
   *
   * @internal
   */
  abstract select(header: ProtectedHeader, info: AlgorithmInfo): Key | Promise<Key>;
}

const MAX_KEYS = 1000;

/** Which keys of a set are passed over instead of being an error. */
export interface KeySetPolicy {
  /** A set from elsewhere: keys that cannot be used here are not ours to mend, and secrets have no place in it. */
  readonly isRemote: boolean;
}

/** An entry of a set: the key, and the algorithms that it may verify. */
interface Entry {
  readonly key: Key;
  readonly keyId: string | undefined;
}

/**
 * Reads a set's keys for verification.
 *
 * @throws {@link KeySetError} when it is no key set, or two of its signature keys have one id
 */
export function readKeySet(jwks: unknown, policy: KeySetPolicy): readonly Entry[] {
  if (typeof jwks !== 'object' || jwks === null || !('keys' in jwks) || !Array.isArray(jwks.keys)) {
    throw new KeySetError(
      'The key set is no JWK Set: an object with an array named keys is expected (RFC 7517 section 5).',
    );
  }
  if (jwks.keys.length > MAX_KEYS) throw new KeySetError(`The key set has more than ${MAX_KEYS} keys.`);
  const entries = jwks.keys.flatMap((jwk, index) => readEntry(jwk, index, policy));
  if (new Set(entries.map(({ key }) => key.kind)).size > 1)
    throw new KeySetError(
      'The key set mixes secrets (HMAC) and public keys: keep them in sets of their own (RFC 8725 section 3.1).',
    );
  const ids = entries.flatMap(({ keyId }) => (keyId === undefined ? [] : [keyId]));
  if (new Set(ids).size !== ids.length)
    throw new KeySetError('The key set has two signature keys with the same kid.');
  return entries;
}

function readEntry(jwk: unknown, index: number, { isRemote }: KeySetPolicy): readonly Entry[] {
  try {
    // RFC 7517 section 5: keys of unknown types or for other uses are none of our business.
    if (!isJwk(jwk) || !['oct', 'RSA', 'EC', 'OKP', 'AKP'].includes(jwk.kty)) return [];
    if (jwk.use !== undefined && jwk.use !== 'sig') return [];
    if (jwk.key_ops !== undefined && !(Array.isArray(jwk.key_ops) && jwk.key_ops.includes('verify')))
      return [];
    const material = jwkMaterial(jwk);
    if (material.kind === 'private')
      throw new InvalidKeyError('it is a private key, which a set for verification must not hold');
    if (isRemote && material.kind === 'secret') return [];
    const { alg } = jwk;
    const allowed = algorithms.filter((name) => {
      const info = checkAlgorithm(name);
      const isRightType =
        info.keyType === material.type && (info.curve === undefined || info.curve === material.curve);
      return isRightType && (alg === undefined || isSameAlgorithm(alg, name));
    });
    if (allowed.length === 0) return [];
    const keyId = typeof jwk.kid === 'string' ? jwk.kid : undefined;
    return [{ key: new Key(material.kind, material, allowed, keyId), keyId }];
  } catch (error) {
    if (isRemote) return [];
    const reason = error instanceof InvalidKeyError ? error.message : 'it is damaged';
    throw new KeySetError(`Key ${index} of the set cannot be used: ${reason}`, { cause: error });
  }
}

/**
 * Picks the key for a token: by `kid` when the token has one, and always by algorithm.
 *
 * @throws {@link KeyNotFoundError} when none fits, {@link KeySetError} when several do
 */
export function selectKey(entries: readonly Entry[], { kid }: ProtectedHeader, info: AlgorithmInfo): Key {
  const fitting = entries.filter(
    ({ key, keyId }) => key.algorithms.includes(info.name) && (kid === undefined || keyId === kid),
  );
  const [first, ...others] = fitting;
  if (!first) {
    throw new KeyNotFoundError(
      kid === undefined
        ? `No key of the set is for ${info.name}.`
        : `No key of the set has the token's kid and is for ${info.name}.`,
    );
  }
  if (others.length > 0)
    throw new KeySetError(
      `The token has no kid, and ${fitting.length} keys of the set are for ${info.name}: which one is meant?`,
    );
  return first.key;
}

class LocalKeySet extends KeySet {
  readonly #entries: readonly Entry[];

  constructor(entries: readonly Entry[]) {
    super();
    this.#entries = entries;
  }

  override select(header: ProtectedHeader, info: AlgorithmInfo): Key {
    return selectKey(this.#entries, header, info);
  }
}

/**
 * Makes a key set from a JWK Set that you have.
 *
 * @throws {@link KeySetError} `ERR_KEY_SET` when it is none, a key is damaged or private, or two have one `kid`
 * @example
 * const keySet = createKeySet({ keys: [await exportKey(publicKey, 'jwk')] });
 */
export function createKeySet(jwks: Jwks): KeySet {
  if (typeof jwks !== 'object' || jwks === null)
    throw new InvalidArgumentError('jwks', 'jwks must be a JWK Set: { keys: [...] }.');
  return new LocalKeySet(readKeySet(jwks, { isRemote: false }));
}
