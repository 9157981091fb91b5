import { InvalidKeyError } from '../errors.ts';
import { type AlgorithmInfo, isSameAlgorithm, MIN_RSA_BITS } from './algorithms.ts';
import type { DeclaredUse, KeyMaterial } from './key.ts';

/** The options under which a key is accepted. */
export interface KeyStrength {
  /**
   * Accepts HMAC secrets shorter than the digest and RSA keys below 2048 bits, for existing tokens. Default false.
   */
  readonly allowWeakKey?: boolean | undefined;
}

/**
 * Checks that key material may be used with an algorithm: its type, its curve, its strength.
 *
 * @throws {@link InvalidKeyError}
 */
export function checkFit(
  material: KeyMaterial,
  info: AlgorithmInfo,
  { allowWeakKey = false }: KeyStrength,
): void {
  if (material.type !== info.keyType) throw wrongType(material, info);
  if (info.curve !== undefined && material.curve !== info.curve) {
    throw new InvalidKeyError(
      `The key is on ${material.curve ?? 'another curve'}, but ${info.name} needs ${info.curve} (RFC 7518 section 3.4, RFC 9864).`,
    );
  }
  const { modulusBits, limits } = material;
  if (limits && !limits.algorithms.includes(info.name)) {
    throw new InvalidKeyError(
      `The CryptoKey was created for ${limits.algorithms.join(' or ') || 'no JWS algorithm'}, not for ${info.name}.`,
    );
  }
  if (allowWeakKey) return;
  const secretBytes = material.secret?.length ?? limits?.secretBytes;
  if (secretBytes !== undefined && secretBytes < (info.minSecretBytes ?? 0)) {
    throw new InvalidKeyError(
      `The secret has ${secretBytes} bytes; ${info.name} needs ${info.minSecretBytes} random ones (RFC 7518 section 3.2). Create one with generateKey, or set allowWeakKey for existing tokens.`,
    );
  }
  if (modulusBits !== undefined && modulusBits < MIN_RSA_BITS) {
    throw new InvalidKeyError(
      `The RSA key has ${modulusBits} bits; ${info.name} needs ${MIN_RSA_BITS} (RFC 7518 section 3.3). Create a new key, or set allowWeakKey for existing tokens.`,
    );
  }
}

const TYPE_NAMES = {
  oct: 'an HMAC secret',
  RSA: 'an RSA key',
  EC: 'an EC key',
  OKP: 'an Ed25519 key',
  AKP: 'an ML-DSA key',
} as const;

function wrongType({ type }: KeyMaterial, info: AlgorithmInfo): InvalidKeyError {
  const needed = TYPE_NAMES[info.keyType];
  return new InvalidKeyError(
    type === 'oct'
      ? `${info.name} needs ${needed}, but the key was read as an HMAC secret. Pass the content of a key file, not its name or a part of it.`
      : `${info.name} needs ${needed}, but this is ${TYPE_NAMES[type]}. Check the key and the algorithm.`,
  );
}

/**
 * Checks the uses that a JWK declares against the use at hand (RFC 7517 sections 4.2 to 4.4).
 *
 * @throws {@link InvalidKeyError}
 */
export function checkDeclaredUse(
  { alg, use, keyOps }: DeclaredUse,
  operation: 'sign' | 'verify',
  algorithm: string,
): void {
  if (use !== undefined && use !== 'sig')
    throw new InvalidKeyError('The JWK is not for signatures (its use is not "sig").');
  if (keyOps !== undefined && !keyOps.includes(operation))
    throw new InvalidKeyError(`The JWK is not for this operation (its key_ops lacks "${operation}").`);
  if (alg !== undefined && !isSameAlgorithm(alg, algorithm))
    throw new InvalidKeyError(`The JWK is for ${alg.slice(0, 20)} (alg), not for ${algorithm}.`);
}
