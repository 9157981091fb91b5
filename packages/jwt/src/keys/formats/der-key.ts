import { fromHex } from '@countersign/core/internal';
import { InvalidKeyError } from '../../errors.ts';
import type { DerKey, DerKeyType } from '../../runtime/keys.ts';
import { type Curve, findCurve } from './curves.ts';
import {
  bitString,
  contentOf,
  type Element,
  element,
  malformed,
  numberOf,
  objectId,
  readElement,
  sequence,
  TAG,
  unsignedInteger,
} from './der.ts';
import { fixedLength, integerText } from './integers.ts';
import { CURVE_ADVICE, type Jwk } from './jwk.ts';

/** The content of a DER encoding, which is read the same way on every runtime. */
export type DerContent =
  | { readonly form: 'jwk'; readonly jwk: Jwk }
  | { readonly form: 'der'; readonly key: DerKey }
  | { readonly form: 'encrypted'; readonly parameters: Element; readonly data: Uint8Array };

const OBJECT_ID = {
  rsa: '2a864886f70d010101',
  rsaPss: '2a864886f70d01010a',
  ec: '2a8648ce3d0201',
} as const;

const FIXED_TYPES: ReadonlyMap<string, DerKeyType> = new Map([
  ['2b6570', 'Ed25519'],
  ['608648016503040311', 'ML-DSA-44'],
  ['608648016503040312', 'ML-DSA-65'],
  ['608648016503040313', 'ML-DSA-87'],
]);

const UNSUPPORTED_TYPES: ReadonlyMap<string, string> = new Map([
  ['2b6571', 'Ed448'],
  ['2b656e', 'X25519'],
  ['2b656f', 'X448'],
  ['2a8648ce380401', 'DSA'],
  ['2a864886f70d010301', 'DH'],
  [OBJECT_ID.rsaPss, 'RSA-PSS'],
  ['2b8104000a', 'secp256k1'],
]);

/**
 * Reads a DER encoding: SPKI, PKCS#8, PKCS#1, SEC1 or X.509. Its structure decides, since labels are often wrong. Bytes
 * after its end are ignored, as OpenSSL does.
 *
 * @throws {@link InvalidKeyError}
 */
export function readDer(bytes: Uint8Array): DerContent {
  const outer = readElement(bytes);
  const parts = sequence(outer);
  const [first, second, third] = parts;
  if (first?.tag === TAG.integer) {
    if (second?.tag === TAG.octetString) return readSec1(parts);
    if (second?.tag === TAG.integer)
      return { form: 'jwk', jwk: parts.length === 2 ? pkcs1Public(parts) : pkcs1Private(parts) };
    if (numberOf(first) === PKCS12_VERSION && third?.tag !== TAG.octetString) throw pkcs12();
    return readPkcs8(outer, parts);
  }
  if (second?.tag === TAG.bitString) return readSpki(outer, parts);
  if (second?.tag === TAG.octetString && first)
    return { form: 'encrypted', parameters: first, data: second.content };
  return readCertificate(first);
}

const PKCS12_VERSION = 3;

function pkcs12(): InvalidKeyError {
  return new InvalidKeyError(
    'This is PKCS#12 (.p12, .pfx). Extract the key: `openssl pkcs12 -in FILE -nodes -out key.pem`.',
  );
}

/** SubjectPublicKeyInfo (RFC 5280 section 4.1). */
function readSpki(outer: Element, [identifier, key]: readonly Element[]): DerContent {
  const type = keyType(identifier);
  if (type === 'RSA') return { form: 'jwk', jwk: pkcs1Public(sequence(readElement(bitString(key)))) };
  return { form: 'der', key: { format: 'spki', type, der: new Uint8Array(outer.encoding) } };
}

/** PrivateKeyInfo (RFC 5958). */
function readPkcs8(outer: Element, [, identifier, key]: readonly Element[]): DerContent {
  const type = keyType(identifier);
  const content = contentOf(key, TAG.octetString);
  if (type === 'RSA') return { form: 'jwk', jwk: pkcs1Private(sequence(readElement(content))) };
  return { form: 'der', key: { format: 'pkcs8', type, der: new Uint8Array(outer.encoding) } };
}

/** Position of the public key in a TBSCertificate, counted after the optional version (RFC 5280 section 4.1). */
const CERTIFICATE_KEY = 5;

function readCertificate(tbsCertificate: Element | undefined): DerContent {
  const fields = sequence(tbsCertificate);
  const key = fields.filter(({ tag }) => tag !== TAG.first)[CERTIFICATE_KEY];
  if (key?.tag !== TAG.sequence) throw malformed();
  return readSpki(key, sequence(key));
}

function keyType(identifier: Element | undefined): 'RSA' | DerKeyType {
  const [id, parameters] = sequence(identifier);
  const name = objectId(id);
  if (name === OBJECT_ID.rsa) return 'RSA';
  if (name === OBJECT_ID.ec) return curveOf(parameters).name;
  const type = FIXED_TYPES.get(name);
  if (type !== undefined) return type;
  throw unsupported(UNSUPPORTED_TYPES.get(name) ?? 'another type');
}

function unsupported(name: string): InvalidKeyError {
  const advice = name === 'RSA-PSS' ? 'Generate an RSA key (rsaEncryption).' : CURVE_ADVICE;
  return new InvalidKeyError(`The key is of type ${name}, which no supported JWS algorithm uses. ${advice}`);
}

function curveOf(parameters: Element | undefined): Curve {
  if (parameters?.tag === TAG.sequence)
    throw new InvalidKeyError(
      'The EC key has explicit curve parameters. Name the curve: `openssl ec -in FILE -param_enc named_curve`.',
    );
  const id = objectId(parameters);
  const curve = findCurve('objectId', id);
  if (curve) return curve;
  throw unsupported(UNSUPPORTED_TYPES.get(id) ?? 'EC on another curve');
}

/** RSAPublicKey (RFC 8017 appendix A.1.1). */
function pkcs1Public(parts: readonly Element[]): Jwk {
  if (parts.length !== 2) throw malformed();
  const [n = '', e = ''] = parts.map(integerMember);
  return { kty: 'RSA', n, e };
}

const RSA_PRIVATE_PARTS = 9;

/** RSAPrivateKey (RFC 8017 appendix A.1.2). */
function pkcs1Private(parts: readonly Element[]): Jwk {
  const [version, ...integers] = parts;
  if (numberOf(version) !== 0)
    throw new InvalidKeyError('RSA keys of more than two primes are not supported.');
  if (parts.length !== RSA_PRIVATE_PARTS) throw malformed();
  const [n = '', e = '', d = '', p = '', q = '', dp = '', dq = '', qi = ''] = integers.map(integerMember);
  return { kty: 'RSA', n, e, d, p, q, dp, dq, qi };
}

function integerMember(part: Element): string {
  return integerText(unsignedInteger(part));
}

/** ECPrivateKey (RFC 5915): as PKCS#8, whose readers compute a public point that is not there. */
function readSec1([version, scalar, ...optional]: readonly Element[]): DerContent {
  const tagged = (tag: number): Element | undefined => {
    const found = optional.find((part) => part.tag === tag);
    return found && readElement(found.content);
  };
  const curve = curveOf(tagged(TAG.first));
  const point = tagged(TAG.second);
  if (numberOf(version) !== 1) throw malformed();
  const digits = fixedLength(contentOf(scalar, TAG.octetString), curve.bytes);
  if (!digits) throw malformed();
  const key = element(
    TAG.sequence,
    element(TAG.integer, Uint8Array.of(1)),
    element(TAG.octetString, digits),
    ...(point ? [element(TAG.second, element(TAG.bitString, Uint8Array.of(0), bitString(point)))] : []),
  );
  const identifier = element(
    TAG.sequence,
    element(TAG.objectId, fromHex(OBJECT_ID.ec)),
    element(TAG.objectId, fromHex(curve.objectId)),
  );
  const der = element(
    TAG.sequence,
    element(TAG.integer, Uint8Array.of(0)),
    identifier,
    element(TAG.octetString, key),
  );
  return { form: 'der', key: { format: 'pkcs8', type: curve.name, der: new Uint8Array(der) } };
}
