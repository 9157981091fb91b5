import { type Bytes, fromBase64Url } from '@countersign/core';
import { InvalidKeyError } from '../errors.ts';
import { toInteger } from './integers.ts';
import type { Jwk, KeyKind, KeyMaterial, KeyParts } from './key.ts';
import { checkRsaParts, hasRocaFingerprint } from './rsa.ts';
import { secretMaterial } from './secret.ts';

const CURVE_BYTES: ReadonlyMap<unknown, number> = new Map([
  ['P-256', 32],
  ['P-384', 48],
  ['P-521', 66],
]);

const ML_DSA_PUBLIC_BYTES: ReadonlyMap<unknown, number> = new Map([
  ['ML-DSA-44', 1312],
  ['ML-DSA-65', 1952],
  ['ML-DSA-87', 2592],
]);

const MAX_RSA_BITS = 16_384;

/**
 * Checks a JWK (RFC 7517, RFC 7518 section 6, RFC 8037, RFC 9964) and takes its parts; members that say nothing about
 * the key itself are left behind.
 *
 * @throws {@link InvalidKeyError}
 */
export function jwkMaterial(jwk: Jwk): KeyMaterial {
  switch (jwk.kty) {
    case 'oct':
      return secretMaterial(part(jwk, 'k'));
    case 'RSA':
      return rsaMaterial(jwk);
    case 'EC':
      return curveMaterial(jwk);
    case 'OKP':
      return edwardsMaterial(jwk);
    case 'AKP':
      return mlDsaMaterial(jwk);
    default:
      throw new InvalidKeyError('The JWK has no known key type (kty must be oct, RSA, EC, OKP or AKP).');
  }
}

/** Whether a value from a caller is a JWK, rather than some other object. */
export function isJwk(value: unknown): value is Jwk {
  return typeof value === 'object' && value !== null && 'kty' in value && typeof value.kty === 'string';
}

function part(jwk: Jwk, name: string): Bytes {
  const value = jwk[name];
  if (typeof value !== 'string')
    throw new InvalidKeyError(`The JWK has no ${name}, which ${jwk.kty} keys need.`);
  try {
    return fromBase64Url(value);
  } catch {
    throw new InvalidKeyError(`The JWK's ${name} is not canonical base64url.`);
  }
}

function fixedPart(jwk: Jwk, name: string, length: number): void {
  if (part(jwk, name).length !== length)
    throw new InvalidKeyError(`The JWK's ${name} must be ${length} bytes.`);
}

function kindOf(jwk: Jwk, secretPart: string): KeyKind {
  return jwk[secretPart] === undefined ? 'public' : 'private';
}

function only(jwk: KeyParts, names: readonly (keyof KeyParts)[]): KeyParts {
  const parts: { -readonly [name in keyof KeyParts]: KeyParts[name] } = { kty: jwk.kty };
  for (const name of names) {
    const value = jwk[name];
    if (value !== undefined) parts[name] = value;
  }
  return parts;
}

function rsaMaterial(jwk: Jwk): KeyMaterial {
  const modulus = part(jwk, 'n');
  const exponent = part(jwk, 'e');
  const [top = 0] = modulus;
  if (top === 0)
    throw new InvalidKeyError("The JWK's n is empty or has leading zeros (RFC 7518 section 6.3.1.1).");
  const modulusBits = (modulus.length - 1) * 8 + (32 - Math.clz32(top));
  if (modulusBits > MAX_RSA_BITS)
    throw new InvalidKeyError(`The RSA key has ${modulusBits} bits; at most ${MAX_RSA_BITS} are accepted.`);
  const isTooSmall = exponent.length === 1 && (exponent[0] ?? 0) < 3;
  const isEven = ((exponent.at(-1) ?? 0) & 1) === 0;
  if (exponent.length > 8 || isTooSmall || isEven) {
    throw new InvalidKeyError("The RSA key's public exponent must be odd, at least 3, and at most 64 bits.");
  }
  if (jwk.oth !== undefined) throw new InvalidKeyError('RSA keys of more than two primes are not supported.');
  const kind = kindOf(jwk, 'd');
  const privateParts = ['d', 'p', 'q', 'dp', 'dq', 'qi'] as const;
  if (hasRocaFingerprint(toInteger(jwk.n ?? '')))
    throw new InvalidKeyError('The RSA key can be factored (ROCA, CVE-2017-15361). Make a new one.');
  if (kind === 'private') {
    for (const name of privateParts) part(jwk, name);
    checkRsaParts(jwk);
  }
  return {
    kind,
    type: 'RSA',
    modulusBits,
    jwk: only(jwk, ['n', 'e', ...(kind === 'private' ? privateParts : [])]),
  };
}

function curveMaterial(jwk: Jwk): KeyMaterial {
  const length = CURVE_BYTES.get(jwk.crv);
  if (length === undefined) throw new InvalidKeyError("The JWK's curve (crv) must be P-256, P-384 or P-521.");
  fixedPart(jwk, 'x', length);
  fixedPart(jwk, 'y', length);
  const kind = kindOf(jwk, 'd');
  if (kind === 'private') fixedPart(jwk, 'd', length);
  return { kind, type: 'EC', curve: String(jwk.crv), jwk: only(jwk, ['crv', 'x', 'y', 'd']) };
}

function edwardsMaterial(jwk: Jwk): KeyMaterial {
  if (jwk.crv !== 'Ed25519') throw new InvalidKeyError("The JWK's curve (crv) must be Ed25519.");
  fixedPart(jwk, 'x', 32);
  const kind = kindOf(jwk, 'd');
  if (kind === 'private') fixedPart(jwk, 'd', 32);
  return { kind, type: 'OKP', curve: 'Ed25519', jwk: only(jwk, ['crv', 'x', 'd']) };
}

function mlDsaMaterial(jwk: Jwk): KeyMaterial {
  const length = ML_DSA_PUBLIC_BYTES.get(jwk.alg);
  if (length === undefined)
    throw new InvalidKeyError("The JWK's alg must be ML-DSA-44, ML-DSA-65 or ML-DSA-87 (RFC 9964).");
  fixedPart(jwk, 'pub', length);
  const kind = kindOf(jwk, 'priv');
  if (kind === 'private') fixedPart(jwk, 'priv', 32);
  return { kind, type: 'AKP', curve: String(jwk.alg), jwk: only(jwk, ['alg', 'pub', 'priv']) };
}

/**
 * Checks what a JWK says it is for against what it is to be used for (RFC 7517 sections 4.2 to 4.4).
 *
 * @throws {@link InvalidKeyError}
 */
export function checkJwkUse(jwk: Jwk, operation: 'sign' | 'verify', algorithm: string): void {
  if (jwk.use !== undefined && jwk.use !== 'sig')
    throw new InvalidKeyError('The JWK is not for signatures (use is not "sig").');
  if (jwk.key_ops !== undefined && !(Array.isArray(jwk.key_ops) && jwk.key_ops.includes(operation))) {
    throw new InvalidKeyError(`The JWK is not for this (key_ops does not have "${operation}").`);
  }
  const alg: unknown = jwk.alg;
  if (alg === undefined) return;
  // An object of JSON may be one that no text can be made of.
  if (typeof alg !== 'string') throw new InvalidKeyError("The JWK's alg must be a string.");
  if (!isSameAlgorithm(alg, algorithm))
    throw new InvalidKeyError(`The JWK is for ${alg.slice(0, 20)} (alg), not for ${algorithm}.`);
}

/** EdDSA is the older name of Ed25519 (RFC 9864 section 2.2). */
export function isSameAlgorithm(a: string, b: string): boolean {
  const canonical = (name: string): string => (name === 'EdDSA' ? 'Ed25519' : name);
  return canonical(a) === canonical(b);
}

const PUBLIC_MEMBERS = ['crv', 'x', 'y', 'n', 'e', 'alg', 'pub'] as const;

/** The public half of a private key. */
export function publicHalf(material: KeyMaterial): KeyMaterial {
  if (!material.jwk) {
    throw new InvalidKeyError(
      'The key has no public half that can be read: it is a secret, or held by the platform.',
    );
  }
  return { ...material, kind: 'public', jwk: only(material.jwk, PUBLIC_MEMBERS) };
}
