import { InvalidArgumentError } from '@countersign/core';
import { InvalidKeyError } from '../errors.ts';
import { KeySet } from '../key-sets/key-set.ts';
import type { ProtectedHeader } from '../token/header.ts';
import type { AlgorithmInfo } from './algorithms.ts';
import type { Pem } from './formats/pem.ts';
import { importMaterial, jwkKeyId, type KeySource, readSource, sourceJwk, typed } from './import.ts';
import { checkJwkUse, isSameAlgorithm } from './jwk.ts';
import {
  checkFit,
  Key,
  type KeyMaterial,
  type KeyStrength,
  type SigningKey,
  type VerificationKey,
} from './key.ts';
import { remember, remembered } from './memory.ts';

/** What a token can be signed with. */
export type SigningInputKey = SigningKey | KeySource;

/** What a token can be verified with. */
export type VerificationInputKey = VerificationKey | KeySet | KeySource;

/** A key that may be used for the algorithm at hand. */
export interface ResolvedKey {
  readonly material: KeyMaterial;
  readonly keyId: string | undefined;
}

async function materialFrom(source: unknown): Promise<KeyMaterial> {
  return remembered(source) ?? remember(source, await importMaterial(source));
}

/** Reads a PEM without waiting, where the platform can. */
export type ReadPemNow = (pem: Pem) => KeyMaterial;

function materialFromNow(source: unknown, readPem: ReadPemNow): KeyMaterial {
  const known = remembered(source);
  if (known) return known;
  return remember(
    source,
    typed(() => {
      const read = readSource(source);
      return 'material' in read ? read.material : readPem(read.pem);
    }),
  );
}

function checked(
  source: unknown,
  material: KeyMaterial,
  operation: 'sign' | 'verify',
  info: AlgorithmInfo,
  strength: KeyStrength,
): ResolvedKey {
  const wrongHalf = operation === 'sign' ? 'public' : 'private';
  if (material.kind === wrongHalf) {
    throw new InvalidKeyError(
      `A ${wrongHalf} key cannot ${operation}: pass the ${operation === 'sign' ? 'private' : 'public'} half.`,
    );
  }
  checkFit(material, info, strength);
  if (material.limits && !material.limits.operations.includes(operation))
    throw new InvalidKeyError(`The CryptoKey was not made to ${operation} (its usages).`);
  if (source instanceof Key) {
    if (!source.algorithms.some((name) => isSameAlgorithm(name, info.name))) {
      throw new InvalidKeyError(
        `The key was imported for ${source.algorithms.join(', ')}, not for ${info.name}.`,
      );
    }
    return { material, keyId: source.keyId };
  }
  const jwk = sourceJwk(source);
  if (jwk) checkJwkUse(jwk, operation, info.name);
  return { material, keyId: jwkKeyId(jwk) };
}

/** Reads and checks the key to sign with. @throws {@link InvalidKeyError} */
export async function resolveSigningKey(
  source: SigningInputKey,
  info: AlgorithmInfo,
  strength: KeyStrength,
): Promise<ResolvedKey> {
  return checked(source, await materialFrom(source), 'sign', info, strength);
}

/** Finds, reads and checks the key to verify with. @throws {@link InvalidKeyError}, {@link KeyNotFoundError}, {@link KeySetError} */
export async function resolveVerificationKey(
  source: VerificationInputKey,
  header: ProtectedHeader,
  info: AlgorithmInfo,
  strength: KeyStrength,
): Promise<ResolvedKey> {
  const one = source instanceof KeySet ? await source.select(header, info) : source;
  return checked(one, await materialFrom(one), 'verify', info, strength);
}

/** A key that a verifier keeps: checked once for each algorithm. A key set is asked for every token, since its keys change. */
export interface HeldKey {
  readonly source: VerificationInputKey;
  readonly resolved: Map<AlgorithmInfo, ResolvedKey>;
}

export function heldKey(source: VerificationInputKey): HeldKey {
  return { source, resolved: new Map() };
}

/** As {@link resolveVerificationKey}, and keeps what it found. */
export async function resolveHeldKey(
  { source, resolved }: HeldKey,
  header: ProtectedHeader,
  info: AlgorithmInfo,
  strength: KeyStrength,
): Promise<ResolvedKey> {
  const key = await resolveVerificationKey(source, header, info, strength);
  if (!(source instanceof KeySet)) resolved.set(info, key);
  return key;
}

/** As {@link resolveSigningKey}, without waiting. */
export function resolveSigningKeyNow(
  source: SigningInputKey,
  info: AlgorithmInfo,
  strength: KeyStrength,
  readPem: ReadPemNow,
): ResolvedKey {
  return checked(source, materialFromNow(source, readPem), 'sign', info, strength);
}

/** As {@link resolveVerificationKey}, without waiting: not for key sets that are fetched. */
export function resolveVerificationKeyNow(
  source: VerificationInputKey,
  header: ProtectedHeader,
  info: AlgorithmInfo,
  strength: KeyStrength,
  readPem: ReadPemNow,
): ResolvedKey {
  const one = source instanceof KeySet ? source.select(header, info) : source;
  if (one instanceof Promise) {
    one.catch(() => undefined);
    throw new InvalidArgumentError(
      'key',
      'key must not be a remote key set here: use verify or createVerifier, which can wait for it.',
    );
  }
  return checked(one, materialFromNow(one, readPem), 'verify', info, strength);
}
