import { type Bytes, EncodingError, fromBase64, toBase64Url } from '@countersign/core/internal';
import { InvalidKeyError } from '../errors.ts';
import { algorithms } from './algorithms.ts';
import { findCurve } from './formats/curves.ts';
import { fixedLength, integerText, toInteger } from './formats/integers.ts';
import { CURVE_ADVICE, type JwkCopy, type KeyParts, PUBLIC_MEMBERS } from './formats/jwk.ts';
import { type DeclaredUse, type KeyKind, type KeyMaterial, keyMaterial } from './key.ts';
import { bitLength, checkRsaPrivateParts, checkRsaPublicParts } from './rsa.ts';
import { secretMaterial } from './secret.ts';

const ML_DSA_PUBLIC_BYTES: ReadonlyMap<unknown, number> = new Map([
  ['ML-DSA-44', 1312],
  ['ML-DSA-65', 1952],
  ['ML-DSA-87', 2592],
]);

/** Coordinates may lack as many leading zeros, as some software writes them. */
const MAX_MISSING_ZEROS = 2;

/**
 * Checks a JWK (RFC 7517, RFC 7518 section 6, RFC 8037, RFC 9964) and puts its parts into canonical form.
 *
 * @throws {@link InvalidKeyError}
 */
export function jwkMaterial(jwk: JwkCopy): KeyMaterial {
  const declared = declaredUse(jwk);
  const keyId = jwk.strings.kid;
  return keyMaterial({
    ...parsedMaterial(jwk),
    ...(declared && { declared }),
    ...(keyId !== undefined && { keyId }),
  });
}

/** The names of RFC 7518 and its registry for encryption, and names that this package does not support. */
const OTHER_ALGORITHM =
  /^(?:none|dir|RSA1_5|RSA-OAEP|ECDH-|HPKE-|PBES2-|A\d{3}|C20P|ES256K|(?:ES|ESB|ESP|HS|RS|PS)\d|Ed448|SLH-DSA|ML-)/;

/** The restrictions that a JWK declares. An `alg` that is not an algorithm, such as `RSA`, restricts nothing. */
function declaredUse({ strings: { alg, use }, keyOps }: JwkCopy): DeclaredUse | undefined {
  const restricted = alg !== undefined && !isUnknownAlgorithm(alg) ? alg : undefined;
  if (restricted === undefined && use === undefined && keyOps === undefined) return undefined;
  return { alg: restricted, use, keyOps };
}

/** Whether an `alg` is not the name of any algorithm. Some software writes the key type there. */
export function isUnknownAlgorithm(alg: string): boolean {
  return !algorithms.some((name) => name === alg) && !OTHER_ALGORITHM.test(alg);
}

function parsedMaterial(jwk: JwkCopy): KeyMaterial {
  switch (jwk.kty) {
    case 'oct':
      return secretMaterial(bytesOf(jwk, 'k'));
    case 'RSA':
      return rsaMaterial(jwk);
    case 'EC':
      return curveMaterial(jwk);
    case 'OKP':
      return edwardsMaterial(jwk);
    case 'AKP':
      return mlDsaMaterial(jwk);
    default:
      throw new InvalidKeyError('The kty of the JWK must be oct, RSA, EC, OKP or AKP.');
  }
}

type PartName = Exclude<keyof JwkCopy['strings'], 'kty' | 'kid' | 'use' | 'alg' | 'crv'>;

/** Decodes a member. Padding and the alphabet of Base64 are accepted, since other software writes them. */
function bytesOf(jwk: JwkCopy, name: PartName): Bytes {
  const text = jwk.strings[name];
  if (text === undefined) throw new InvalidKeyError(`The JWK lacks ${name}, which ${jwk.kty} keys need.`);
  try {
    const base64 = text.replaceAll('-', '+').replaceAll('_', '/');
    return fromBase64(base64.padEnd(Math.ceil(base64.length / 4) * 4, '='));
  } catch (error) {
    const reason = error instanceof EncodingError ? 'is not canonical Base64url' : 'cannot be read';
    throw new InvalidKeyError(`The ${name} of the JWK ${reason}.`);
  }
}

/** Reads bytes of a fixed length. */
function exactPart(jwk: JwkCopy, name: PartName, length: number): string {
  const bytes = bytesOf(jwk, name);
  if (bytes.length !== length) throw new InvalidKeyError(`The ${name} of the JWK must have ${length} bytes.`);
  return toBase64Url(bytes);
}

/** Reads an integer, and writes it with the length of its curve (RFC 7518 section 6.2.1.2). */
function curvePart(jwk: JwkCopy, name: PartName, length: number): string {
  const bytes = bytesOf(jwk, name);
  const padded = bytes.length >= length - MAX_MISSING_ZEROS ? fixedLength(bytes, length) : undefined;
  if (!padded) throw new InvalidKeyError(`The ${name} of the JWK must have ${length} bytes.`);
  return toBase64Url(padded);
}

function kindOf(jwk: JwkCopy, privatePart: 'd' | 'priv'): 'public' | 'private' {
  return jwk.strings[privatePart] === undefined ? 'public' : 'private';
}

const RSA_PRIVATE_PARTS = ['d', 'p', 'q', 'dp', 'dq', 'qi'] as const;

function rsaMaterial(jwk: JwkCopy): KeyMaterial {
  if (jwk.hasOtherPrimes) throw new InvalidKeyError('RSA keys of more than two primes are not supported.');
  const integer = (name: PartName): bigint => toInteger(bytesOf(jwk, name));
  const text = (name: PartName): string => integerText(bytesOf(jwk, name));
  const publicParts = { n: integer('n'), e: integer('e') };
  checkRsaPublicParts(publicParts);
  const kind = kindOf(jwk, 'd');
  const common = { type: 'RSA', modulusBits: bitLength(publicParts.n) } as const;
  const parts = { kty: 'RSA', n: text('n'), e: text('e') };
  if (kind === 'public') return { ...common, kind, jwk: Object.freeze(parts) };
  checkRsaPrivateParts({
    ...publicParts,
    d: integer('d'),
    p: integer('p'),
    q: integer('q'),
    dp: integer('dp'),
    dq: integer('dq'),
    qi: integer('qi'),
  });
  const privateParts = Object.fromEntries(RSA_PRIVATE_PARTS.map((name) => [name, text(name)]));
  return { ...common, kind, jwk: Object.freeze({ ...parts, ...privateParts }) };
}

function curveMaterial(jwk: JwkCopy): KeyMaterial {
  const curve = findCurve('name', jwk.strings.crv);
  if (!curve)
    throw new InvalidKeyError(`The curve ${shown(jwk.strings.crv)} is not supported. ${CURVE_ADVICE}`);
  const kind = kindOf(jwk, 'd');
  return {
    kind,
    type: 'EC',
    curve: curve.name,
    jwk: Object.freeze({
      kty: 'EC',
      crv: curve.name,
      x: curvePart(jwk, 'x', curve.bytes),
      y: curvePart(jwk, 'y', curve.bytes),
      ...(kind === 'private' && { d: curvePart(jwk, 'd', curve.bytes) }),
    }),
  };
}

/** A short text from outside, for a message. */
function shown(text: string | undefined): string {
  return text !== undefined && /^[\w.-]{1,20}$/.test(text) ? text : 'of the JWK';
}

function edwardsMaterial(jwk: JwkCopy): KeyMaterial {
  const { crv } = jwk.strings;
  if (crv !== 'Ed25519')
    throw new InvalidKeyError(`The curve ${shown(crv)} is not supported for OKP keys. ${CURVE_ADVICE}`);
  const kind = kindOf(jwk, 'd');
  return {
    kind,
    type: 'OKP',
    curve: 'Ed25519',
    jwk: Object.freeze({
      kty: 'OKP',
      crv,
      x: exactPart(jwk, 'x', 32),
      ...(kind === 'private' && { d: exactPart(jwk, 'd', 32) }),
    }),
  };
}

function mlDsaMaterial(jwk: JwkCopy): KeyMaterial {
  const { alg } = jwk.strings;
  const length = ML_DSA_PUBLIC_BYTES.get(alg);
  if (alg === undefined || length === undefined)
    throw new InvalidKeyError('The alg of an AKP key must be ML-DSA-44, ML-DSA-65 or ML-DSA-87 (RFC 9964).');
  const kind = kindOf(jwk, 'priv');
  return {
    kind,
    type: 'AKP',
    curve: alg,
    jwk: Object.freeze({
      kty: 'AKP',
      alg,
      pub: exactPart(jwk, 'pub', length),
      ...(kind === 'private' && { priv: exactPart(jwk, 'priv', 32) }),
    }),
  };
}

/** The public half of a private key. */
export function publicHalf(material: KeyMaterial): KeyMaterial {
  if (material.external?.publicHalf) return material.external.publicHalf;
  const { jwk, declared } = material;
  if (!jwk) {
    throw new InvalidKeyError(
      'The key has no public half that can be read: it is a secret, or another system holds it.',
    );
  }
  const kind: KeyKind = 'public';
  return keyMaterial({
    ...material,
    kind,
    jwk: publicParts(jwk),
    ...(declared?.keyOps && { declared: { ...declared, keyOps: ['verify'] } }),
  });
}

/** The public members of a key. */
function publicParts(jwk: KeyParts): KeyParts {
  const names = PUBLIC_MEMBERS.get(jwk.kty) ?? [];
  return Object.freeze({ kty: jwk.kty, ...Object.fromEntries(names.map((name) => [name, jwk[name]])) });
}
