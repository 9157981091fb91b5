import { readElements, readMembers } from '@countersign/core/internal';
import { type Blame, InvalidKeyError, KeyNotFoundError, KeySetError } from '../errors.ts';
import { type Algorithm, algorithms, checkAlgorithm, isSameAlgorithm } from '../keys/algorithms.ts';
import { canonicalText, copyJwk, type JwkCopy } from '../keys/formats/jwk.ts';
import { Key, type KeyMaterial } from '../keys/key.ts';
import { isUnknownAlgorithm, jwkMaterial } from '../keys/material.ts';
import type { ProtectedHeader } from '../token/header.ts';

/** An entry of a JWK Set that is not used, or not as it is written. */
export interface KeySetProblem {
  /** Its position in the set. */
  readonly index: number;
  readonly keyId: string | undefined;
  readonly reason: string;
}

/** How a set is read. */
export interface KeySetPolicy {
  /** Keys of a remote set that cannot be used are skipped. In a local set they are an error. */
  readonly isRemote: boolean;
  readonly maxKeys: number;
}

/** An entry: the key, and the position of its JWK. */
interface Entry {
  readonly key: Key;
  readonly text: string;
}

/** The keys of one algorithm. */
interface Candidates {
  readonly all: Key[];
  readonly byId: Map<string, Key[]>;
}

/** The keys of a JWK Set, by algorithm and id. */
export interface KeySetEntries {
  readonly byAlgorithm: ReadonlyMap<string, Candidates>;
  readonly problems: readonly KeySetProblem[];
}

const KEY_TYPES: ReadonlySet<string> = new Set(['oct', 'RSA', 'EC', 'OKP', 'AKP']);

/**
 * Reads a JWK Set (RFC 7517 section 5) for verification.
 *
 * @throws {@link KeySetError} if it is not a JWK Set, and for a damaged or private key in a local set
 */
export function readKeySet(jwks: unknown, policy: KeySetPolicy): KeySetEntries {
  const blame = policy.isRemote ? 'outage' : 'configuration';
  const problems: KeySetProblem[] = [];
  const entries: Entry[] = [];
  const known = new Set<string>();
  for (const [index, jwk] of readKeys(jwks, policy.maxKeys, blame).entries()) {
    const { entry, keyId, problem } = readEntry(jwk, index, policy);
    if (problem !== undefined) problems.push({ index, keyId, reason: problem });
    // Some servers list a key twice.
    if (!entry || known.has(entry.text)) continue;
    known.add(entry.text);
    entries.push(entry);
  }
  checkKinds(entries, blame);
  return { byAlgorithm: indexed(entries), problems: Object.freeze(problems) };
}

function readKeys(jwks: unknown, maxKeys: number, blame: Blame): readonly unknown[] {
  const keys = typeof jwks === 'object' && jwks !== null ? readMembers(jwks, 'jwks')['keys'] : undefined;
  if (!Array.isArray(keys))
    throw new KeySetError('This is not a JWK Set: an object with an array named keys (RFC 7517 section 5).', {
      blame,
    });
  if (keys.length > maxKeys)
    throw new KeySetError(`The key set has more than ${maxKeys} keys (maxKeys).`, { blame });
  return readElements(keys, 'jwks', maxKeys);
}

interface ReadEntry {
  readonly keyId: string | undefined;
  readonly entry?: Entry;
  readonly problem?: string;
}

function readEntry(jwk: unknown, index: number, { isRemote }: KeySetPolicy): ReadEntry {
  let copy: JwkCopy | undefined;
  try {
    copy = typeof jwk === 'object' && jwk !== null ? copyJwk(jwk) : undefined;
    if (!copy) return { keyId: undefined, problem: 'It has no kty.' };
    return readCopy(copy, isRemote);
  } catch (error) {
    const reason = error instanceof InvalidKeyError ? error.message : 'It is damaged.';
    if (isRemote) return { keyId: copy?.strings.kid, problem: reason };
    throw new KeySetError(`Key ${index} of the set cannot be used: ${reason}`, {
      cause: error,
      blame: 'configuration',
    });
  }
}

/** RFC 7517 section 5: keys of unknown types and for other uses are skipped. */
function readCopy(jwk: JwkCopy, isRemote: boolean): ReadEntry {
  const { kid: keyId, use, alg } = jwk.strings;
  const skip = (problem: string): ReadEntry => ({ keyId, problem });
  if (!KEY_TYPES.has(jwk.kty))
    return skip(`Its type ${JSON.stringify(jwk.kty.slice(0, 20))} is not supported.`);
  if (use !== undefined && use !== 'sig') return skip(`It is for ${JSON.stringify(use.slice(0, 20))} (use).`);
  if (jwk.keyOps && !jwk.keyOps.includes('verify')) return skip('Its key_ops lack "verify".');
  const material = jwkMaterial(jwk);
  if (material.kind === 'private')
    throw new InvalidKeyError('It is a private key, which a set for verification must not hold.');
  if (isRemote && material.kind === 'secret')
    return skip('It is a secret, which a remote set must not hold.');
  const allowed = allowedAlgorithms(material);
  if (allowed.length === 0)
    return skip(`No supported algorithm is ${JSON.stringify(alg?.slice(0, 20))} (alg).`);
  const key = new Key(material.kind, material, allowed, keyId);
  const entry = { key, text: canonicalText(jwk) };
  if (alg === undefined || !isUnknownAlgorithm(alg)) return { keyId, entry };
  return {
    keyId,
    entry,
    problem: `Its alg ${JSON.stringify(alg.slice(0, 20))} is not an algorithm and was ignored.`,
  };
}

function allowedAlgorithms({ type, curve, declared }: KeyMaterial): readonly Algorithm[] {
  return algorithms.filter((name) => {
    const info = checkAlgorithm(name);
    const isRightType = info.keyType === type && (info.curve === undefined || info.curve === curve);
    return isRightType && (declared?.alg === undefined || isSameAlgorithm(declared.alg, name));
  });
}

/** If one set served both kinds, a public key could be used as a secret (RFC 8725 section 3.1). */
function checkKinds(entries: readonly Entry[], blame: Blame): void {
  if (new Set(entries.map(({ key }) => key.kind)).size > 1)
    throw new KeySetError('The key set mixes secrets (HMAC) and public keys. Use one set for each.', {
      blame,
    });
}

function indexed(entries: readonly Entry[]): ReadonlyMap<string, Candidates> {
  const byAlgorithm = new Map<string, Candidates>();
  for (const { key } of entries) {
    for (const name of key.algorithms) {
      const candidates: Candidates = byAlgorithm.get(name) ?? { all: [], byId: new Map() };
      byAlgorithm.set(name, candidates);
      candidates.all.push(key);
      if (key.keyId === undefined) continue;
      const sameId = candidates.byId.get(key.keyId);
      if (sameId) sameId.push(key);
      else candidates.byId.set(key.keyId, [key]);
    }
  }
  return byAlgorithm;
}

/** The key id of a token. The header's parser has checked its type. */
export function keyIdOf(header: ProtectedHeader): string | undefined {
  const kid = header['kid'];
  return typeof kid === 'string' ? kid : undefined;
}

/** The keys that a token may mean: by its `kid` if it has one, and always by algorithm. */
export function candidateKeys(
  { byAlgorithm }: KeySetEntries,
  header: ProtectedHeader,
  algorithm: Algorithm,
): readonly Key[] {
  const candidates = byAlgorithm.get(algorithm);
  const kid = keyIdOf(header);
  if (!candidates) return [];
  return kid === undefined ? candidates.all : (candidates.byId.get(kid) ?? []);
}

/**
 * Selects the key for a token.
 *
 * @throws {@link KeyNotFoundError} if no key fits, {@link KeySetError} if several do
 */
export function selectKey(entries: KeySetEntries, header: ProtectedHeader, algorithm: Algorithm): Key {
  const candidates = candidateKeys(entries, header, algorithm);
  const [first, ...others] = candidates;
  if (!first) throw notFound(entries, header, algorithm);
  if (others.length === 0) return first;
  if (keyIdOf(header) === undefined) {
    const message = `The token has no kid, and ${candidates.length} keys of the set are for ${algorithm}. Sign with a kid.`;
    throw new KeySetError(message, { blame: 'token' });
  }
  const message = `${candidates.length} keys of the set have the token's kid and are for ${algorithm}. Give them different ids.`;
  throw new KeySetError(message, { blame: 'configuration' });
}

function notFound(
  { problems }: KeySetEntries,
  header: ProtectedHeader,
  algorithm: Algorithm,
): KeyNotFoundError {
  const kid = keyIdOf(header);
  const skipped = problems.find(({ keyId }) => keyId !== undefined && keyId === kid) ?? onlyOf(problems, kid);
  const wanted = kid === undefined ? `for ${algorithm}` : `with the token's kid for ${algorithm}`;
  if (!skipped) return new KeyNotFoundError(`The key set has no key ${wanted}.`);
  const id = skipped.keyId === undefined ? '' : ` ${JSON.stringify(skipped.keyId.slice(0, 40))}`;
  return new KeyNotFoundError(
    `The key set has no usable key ${wanted}. Its key${id} was skipped: ${skipped.reason}`.slice(
      0,
      MAX_MESSAGE,
    ),
  );
}

const MAX_MESSAGE = 200;

/** The skipped key that a token without `kid` may need. */
function onlyOf(problems: readonly KeySetProblem[], kid: string | undefined): KeySetProblem | undefined {
  return kid === undefined ? problems[0] : undefined;
}
