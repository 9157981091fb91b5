import { InvalidArgumentError, tokenBytes } from '@countersign/core';
import { exportJWK, generateKeyPair } from 'jose';
import { InvalidKeyError } from '../errors.ts';
import { checkOptions, checkText, type OptionNames } from '../options.ts';
import {
  type Algorithm,
  type AlgorithmInfo,
  checkAlgorithm,
  MIN_RSA_BITS,
  type SecretAlgorithm,
} from './algorithms.ts';
import { jwkMaterial, publicHalf } from './jwk.ts';
import { Key } from './key.ts';
import { secretMaterial } from './secret.ts';

/** A private key and the public key that belongs to it. */
export interface KeyPair {
  readonly privateKey: Key<'private'>;
  readonly publicKey: Key<'public'>;
}

/** Options of {@link generateKey}. */
export interface GenerateKeyOptions {
  readonly keyId?: string;
  /** Bits of an RSA modulus, 2048 to 8192. Default 3072, the strength of P-256 (NIST SP 800-57 part 1, table 2). */
  readonly modulusBits?: number;
}

const OPTION_NAMES: OptionNames<GenerateKeyOptions> = { keyId: true, modulusBits: true };

const DEFAULT_RSA_BITS = 3072;
const MAX_RSA_BITS = 8192;

/**
 * Makes a new key for an algorithm: a secret of the digest's length for HMAC, a pair for all others.
 *
 * @throws {@link InvalidKeyError} `ERR_KEY_INVALID` when this runtime has no such algorithm
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
  checkOptions(options, OPTION_NAMES);
  checkText(options.keyId, 'keyId');
  const { keyId, modulusBits = DEFAULT_RSA_BITS } = options;
  if (info.minSecretBytes !== undefined) {
    return new Key('secret', secretMaterial(tokenBytes(info.minSecretBytes)), [info.name], keyId);
  }
  if (
    !Number.isInteger(modulusBits) ||
    modulusBits < MIN_RSA_BITS ||
    modulusBits > MAX_RSA_BITS ||
    modulusBits % 8 !== 0
  ) {
    throw new InvalidArgumentError(
      'modulusBits',
      `modulusBits must be a multiple of 8 from ${MIN_RSA_BITS} to ${MAX_RSA_BITS}.`,
    );
  }
  const { kty = '', ...members } = await newPair(info, modulusBits);
  const material = jwkMaterial({ ...members, kty });
  return {
    privateKey: new Key('private', material, [info.name], keyId),
    publicKey: new Key('public', publicHalf(material), [info.name], keyId),
  };
}

async function newPair(info: AlgorithmInfo, modulusBits: number): ReturnType<typeof exportJWK> {
  try {
    const options = { extractable: true, ...(info.keyType === 'RSA' && { modulusLength: modulusBits }) };
    const { privateKey } = await generateKeyPair(info.name, options);
    return await exportJWK(privateKey);
  } catch {
    throw new InvalidKeyError(`This runtime cannot make a key for ${info.name}.`);
  }
}
