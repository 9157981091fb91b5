import { CountersignError, checkReadable, InvalidArgumentError } from '@countersign/core/internal';
import { InvalidKeyError, KeyNotFoundError, KeySetError } from '../errors.ts';
import type { ProtectedHeader } from '../token/header.ts';
import type { JsonObject } from '../token/json.ts';
import { type AlgorithmInfo, isSameAlgorithm } from './algorithms.ts';
import { recall, remember } from './cache.ts';
import { checkDeclaredUse, checkFit, type KeyStrength } from './fit.ts';
import { type KeyMaterial, keyMaterial, type SigningKey, type VerificationKey } from './key.ts';
import { KeySet, type SelectedKey } from './key-set.ts';
import { type KeyInput, type KeySource, readKeyInput } from './source.ts';

/** A key that signs. */
export type SigningInputKey = SigningKey | KeySource;

/** A key that verifies, a set of keys, or a function that finds one. */
export type VerificationInputKey = FoundKey | KeyFunction;

/** A key or a set of keys, as a {@link KeyFunction} returns it. */
export type FoundKey = VerificationKey | KeySet | KeySource;

/**
 * Finds the key for a token, for example by the issuer that it names. Neither argument has been verified: use them only
 * to look up a key.
 *
 * @returns undefined if there is no key, which rejects the token with `ERR_KEY_NOT_FOUND`
 */
export type KeyFunction = (
  header: ProtectedHeader,
  unverifiedClaims: JsonObject,
) => FoundKey | undefined | Promise<FoundKey | undefined>;

/** A key that may be used for the algorithm at hand. */
export interface ResolvedKey {
  readonly material: KeyMaterial;
  readonly keyId: string | undefined;
}

type Operation = 'sign' | 'verify';

/** A caller's key to verify with, read once. */
export type VerificationInput =
  | KeyInput
  | { readonly form: 'set'; readonly set: KeySet }
  | { readonly form: 'function'; readonly find: KeyFunction };

/**
 * Reads a key to sign with.
 *
 * @throws {@link InvalidArgumentError}, {@link InvalidKeyError}
 */
export function readSigningKey(source: unknown): KeyInput {
  return readKeyInput(source);
}

/**
 * Reads a key to verify with.
 *
 * @throws {@link InvalidArgumentError}, {@link InvalidKeyError}
 */
export function readVerificationKey(source: unknown): VerificationInput {
  checkReadable(source, 'key');
  if (source instanceof KeySet) return { form: 'set', set: source };
  if (isKeyFunction(source)) return { form: 'function', find: source };
  return readKeyInput(source);
}

function isKeyFunction(source: unknown): source is KeyFunction {
  return typeof source === 'function';
}

/** Further keys that a key set may give for one token. More would let strangers cause much work. */
const MAX_CANDIDATES = 4;

const NEEDED_KIND = { sign: 'private', verify: 'public' } as const;

/** Reads a key text: by the importer that is loaded when needed, or synchronously on Node.js. */
type ReadText<T> = (text: string, kind: 'private' | 'public') => T;

async function importText(text: string, kind: 'private' | 'public'): Promise<KeyMaterial> {
  const { materialOfContent, readText } = await import('./text.ts');
  return materialOfContent(readText(text, kind), undefined);
}

function check(
  input: KeyInput,
  material: KeyMaterial,
  operation: Operation,
  info: AlgorithmInfo,
  strength: KeyStrength,
): ResolvedKey {
  checkHalf(material, operation);
  checkFit(material, info, strength);
  if (material.limits && !material.limits.operations.includes(operation))
    throw new InvalidKeyError(`The usages of the CryptoKey lack "${operation}".`);
  if (input.form === 'key') {
    const { algorithms, keyId } = input.key;
    if (algorithms.some((name) => isSameAlgorithm(name, info.name))) return { material, keyId };
    throw new InvalidKeyError(`The key was imported for ${algorithms.join(', ')}, not for ${info.name}.`);
  }
  if (material.declared) checkDeclaredUse(material.declared, operation, info.name);
  return { material, keyId: material.keyId };
}

function checkHalf({ kind }: KeyMaterial, operation: Operation): void {
  if (operation === 'sign' && kind === 'public')
    throw new InvalidKeyError('A public key cannot sign. Pass the private key.');
  if (operation === 'verify' && kind === 'private')
    throw new InvalidKeyError(
      'A private key cannot verify, and verifiers should not have it. Pass its public key.',
    );
}

/**
 * Checks a key to sign with.
 *
 * @throws {@link InvalidKeyError}
 */
export async function resolveSigningKey(
  input: KeyInput,
  info: AlgorithmInfo,
  strength: KeyStrength,
): Promise<ResolvedKey> {
  return check(input, await materialOfInput(input, 'sign', importText), 'sign', info, strength);
}

/** As {@link resolveSigningKey}, without waiting. */
export function resolveSigningKeySync(
  input: KeyInput,
  info: AlgorithmInfo,
  strength: KeyStrength,
  readText: ReadText<KeyMaterial>,
): ResolvedKey {
  return check(input, materialOfInputSync(input, 'sign', readText), 'sign', info, strength);
}

async function materialOfInput(
  input: KeyInput,
  operation: Operation,
  readText: ReadText<Promise<KeyMaterial>>,
): Promise<KeyMaterial> {
  if (input.form !== 'text') return input.material;
  const kind = NEEDED_KIND[operation];
  const cacheKey = `${kind} ${input.text}`;
  return recall(cacheKey) ?? remember(cacheKey, await readText(input.text, kind));
}

function materialOfInputSync(
  input: KeyInput,
  operation: Operation,
  readText: ReadText<KeyMaterial>,
): KeyMaterial {
  if (input.form !== 'text') return input.material;
  const kind = NEEDED_KIND[operation];
  const cacheKey = `${kind} ${input.text}`;
  return recall(cacheKey) ?? remember(cacheKey, readText(input.text, kind));
}

/** The part of a token that selects its key. Nothing of it is verified. */
export interface KeyQuery {
  readonly header: ProtectedHeader;
  readonly info: AlgorithmInfo;
  /** Parses the claims. Called for key functions only. */
  readonly claims: () => JsonObject;
}

/**
 * Finds and checks the key to verify a token with.
 *
 * @throws {@link InvalidKeyError}, {@link KeyNotFoundError}, {@link KeySetError}
 */
export async function resolveVerificationKey(
  input: VerificationInput,
  query: KeyQuery,
  strength: KeyStrength,
): Promise<ResolvedKey> {
  const { info } = query;
  switch (input.form) {
    case 'function':
      return resolveVerificationKey(readFound(await callFunction(input.find, query)), query, strength);
    case 'set': {
      const candidates = readSelected(await selectFrom(input.set, query));
      const resolved = candidates.map(async (one) =>
        check(one, await materialOfInput(one, 'verify', importText), 'verify', info, strength),
      );
      return joined(await Promise.all(resolved));
    }
    default:
      return check(input, await materialOfInput(input, 'verify', importText), 'verify', info, strength);
  }
}

/** As {@link resolveVerificationKey}, without waiting: not for remote key sets. */
export function resolveVerificationKeySync(
  input: VerificationInput,
  query: KeyQuery,
  strength: KeyStrength,
  readText: ReadText<KeyMaterial>,
): ResolvedKey {
  const { info } = query;
  switch (input.form) {
    case 'function': {
      const found = settled(callFunction(input.find, query));
      return resolveVerificationKeySync(readFound(found), query, strength, readText);
    }
    case 'set': {
      const candidates = readSelected(settled(selectFrom(input.set, query)));
      return joined(
        candidates.map((one) =>
          check(one, materialOfInputSync(one, 'verify', readText), 'verify', info, strength),
        ),
      );
    }
    default:
      return check(input, materialOfInputSync(input, 'verify', readText), 'verify', info, strength);
  }
}

function callFunction(find: KeyFunction, { header, claims }: KeyQuery): ReturnType<KeyFunction> {
  const unverifiedClaims = claims();
  return guarded('The key function', () => find({ ...header }, unverifiedClaims));
}

function selectFrom(set: KeySet, { header, info }: KeyQuery): SelectedKey | Promise<SelectedKey> {
  return guarded('The key set', () => set.select(header, info.name));
}

/** Calls code of the caller. If it fails, for example without its database, this is not the fault of the token. */
function guarded<T>(what: string, call: () => T | Promise<T>): T | Promise<T> {
  const failed = (error: unknown): never => {
    if (error instanceof CountersignError) throw error;
    throw new KeySetError(`${what} failed. The cause has its error.`, { cause: error });
  };
  try {
    const result = call();
    return result instanceof Promise ? result.catch(failed) : result;
  } catch (error) {
    return failed(error);
  }
}

function readFound(found: unknown): VerificationInput {
  if (found === undefined)
    throw new KeyNotFoundError('The key function has no key for this token. Check its issuer and key id.');
  const input = readVerificationKey(found);
  if (input.form !== 'function') return input;
  throw new InvalidArgumentError('key', 'key is a function that returned a function. Return a key.');
}

function readSelected(selected: SelectedKey): readonly KeyInput[] {
  if (selected === undefined) throw new KeyNotFoundError('The key set has no key for this token.');
  if (!isList(selected)) return [readKeyInput(selected)];
  if (selected.length > 0 && selected.length <= MAX_CANDIDATES)
    return selected.map((key) => readKeyInput(key));
  throw new InvalidArgumentError('key', `The key set must select 1 to ${MAX_CANDIDATES} keys for a token.`);
}

function isList(selected: SelectedKey): selected is readonly VerificationKey[] {
  return Array.isArray(selected);
}

function joined([first, ...others]: readonly ResolvedKey[]): ResolvedKey {
  if (!first) throw new KeyNotFoundError('The key set has no key for this token.');
  if (others.length === 0) return first;
  const material = keyMaterial({ ...first.material, others: others.map((other) => other.material) });
  return { ...first, material };
}

function settled<T>(value: T | Promise<T>): T {
  if (!(value instanceof Promise)) return value;
  value.catch(() => undefined);
  throw new InvalidArgumentError(
    'key',
    'key must not need waiting here, as remote key sets do. Use verify or createVerifier.',
  );
}

/** The key of a verifier, checked once for each algorithm. Key sets and functions are called for every token. */
export interface HeldKey {
  readonly input: VerificationInput;
  readonly resolved: Map<AlgorithmInfo, ResolvedKey>;
}

/** Reads the key of a verifier. */
export function heldKey(source: unknown): HeldKey {
  return { input: readVerificationKey(source), resolved: new Map() };
}

/** As {@link resolveVerificationKey}, and keeps the result. */
export async function resolveHeldKey(
  { input, resolved }: HeldKey,
  query: KeyQuery,
  strength: KeyStrength,
): Promise<ResolvedKey> {
  const key = await resolveVerificationKey(input, query, strength);
  if (input.form !== 'set' && input.form !== 'function') resolved.set(query.info, key);
  return key;
}
