import { InvalidArgumentError, tokenBytes } from '@countersign/core';
import { integer, optional, readOptions, string, withDefault } from '@countersign/core/internal';
import { exportJWK, generateKeyPair } from 'jose';
import { InvalidKeyError } from '../errors.ts';
import {
  type Algorithm,
  type AlgorithmInfo,
  checkAlgorithm,
  MIN_RSA_BITS,
  type SecretAlgorithm,
} from './algorithms.ts';
import { copyJwk } from './formats/jwk.ts';
import { Key, type KeyMaterial } from './key.ts';
import { jwkMaterial, publicHalf } from './material.ts';
import { secretMaterial } from './secret.ts';

/** A private key and the public key that belongs to it. */
export interface KeyPair {
  readonly privateKey: Key<'private'>;
  readonly publicKey: Key<'public'>;
}

/** Options of {@link generateKey}. */
export interface GenerateKeyOptions {
  readonly keyId?: string | undefined;
  /** Bits of an RSA modulus, 2048 to 8192. Default 3072, the strength of P-256 (NIST SP 800-57 part 1, table 2). */
  readonly modulusBits?: number | undefined;
}

const DEFAULT_RSA_BITS = 3072;
const MAX_RSA_BITS = 8192;

const OPTIONS = {
  keyId: optional(string),
  modulusBits: withDefault(readModulusBits, DEFAULT_RSA_BITS),
} as const;

function readModulusBits(value: unknown, argument: string): number {
  const bits = integer({ min: MIN_RSA_BITS, max: MAX_RSA_BITS })(value, argument, true);
  if (bits % 8 === 0) return bits;
  throw new InvalidArgumentError(argument, `${argument} must be a multiple of 8.`);
}

/**
 * Generates a key for an algorithm: a secret of the digest's length for HMAC, a pair for all others.
 *
 * @throws {@link InvalidKeyError} `ERR_KEY_INVALID` if this runtime lacks the algorithm
 * @example
 * const { privateKey, publicKey } = await generateKey('ES256', { keyId: '2026-01' });
 */
export function generateKey(algorithm: SecretAlgorithm, options?: GenerateKeyOptions): Promise<Key<'secret'>>;
export function generateKey(
  algorithm: Exclude<Algorithm, SecretAlgorithm>,
  options?: GenerateKeyOptions,
): Promise<KeyPair>;
export function generateKey(
  algorithm: Algorithm,
  options?: GenerateKeyOptions,
): Promise<Key<'secret'> | KeyPair>;
export async function generateKey(
  algorithm: Algorithm,
  options: GenerateKeyOptions = {},
): Promise<Key<'secret'> | KeyPair> {
  const info = checkAlgorithm(algorithm);
  const { keyId, modulusBits } = readOptions(options, OPTIONS);
  if (info.minSecretBytes !== undefined)
    return new Key('secret', secretMaterial(tokenBytes(info.minSecretBytes)), [info.name], keyId);
  const material = await generateMaterial(info, modulusBits);
  return {
    privateKey: new Key('private', material, [info.name], keyId),
    publicKey: new Key('public', publicHalf(material), [info.name], keyId),
  };
}

async function generateMaterial(info: AlgorithmInfo, modulusBits: number): Promise<KeyMaterial> {
  const jwk = copyJwk(await generateJwk(info, modulusBits));
  if (!jwk) throw new InvalidKeyError(`This runtime cannot generate a key for ${info.name}.`);
  return jwkMaterial(jwk);
}

async function generateJwk(info: AlgorithmInfo, modulusBits: number): Promise<object> {
  try {
    const options = { extractable: true, ...(info.keyType === 'RSA' && { modulusLength: modulusBits }) };
    const { privateKey } = await generateKeyPair(info.name, options);
    return await exportJWK(privateKey);
  } catch {
    throw new InvalidKeyError(`This runtime cannot generate a key for ${info.name}.`);
  }
}
