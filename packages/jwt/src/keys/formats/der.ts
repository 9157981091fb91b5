import { toBase64Url, toHex } from '@countersign/core';
import { InvalidKeyError } from '../../errors.ts';
import type { Jwk } from '../key.ts';

// The two old PEM formats that WebCrypto cannot read: PKCS#1 (RFC 8017 appendix A.1) and SEC1 (RFC 5915). Both are short
// sequences of integers and strings, and their parts are those of a JWK.

const INTEGER = 0x02;
const OCTET_STRING = 0x04;
const OBJECT_ID = 0x06;
const SEQUENCE = 0x30;

interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
}

/** The elements of a DER encoding, one after the other. */
function elements(bytes: Uint8Array): readonly Element[] {
  const found: Element[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at] ?? 0;
    let length = bytes[at + 1] ?? 0x80;
    at += 2;
    if (length >= 0x80) {
      const count = length & 0x7f;
      if (count === 0 || count > 3) throw malformed();
      length = 0;
      for (const byte of bytes.subarray(at, at + count)) length = length * 256 + byte;
      at += count;
    }
    if (at + length > bytes.length) throw malformed();
    found.push({ tag, content: bytes.subarray(at, at + length) });
    at += length;
  }
  return found;
}

function malformed(): InvalidKeyError {
  return new InvalidKeyError('The key inside the PEM is damaged: its DER encoding does not add up.');
}

function sequence(der: Uint8Array): readonly Element[] {
  const [outer, ...rest] = elements(der);
  if (outer?.tag !== SEQUENCE || rest.length > 0) throw malformed();
  return elements(outer.content);
}

/** The tags that keys and certificates are made of, at their outermost levels. */
const KEY_TAGS: ReadonlySet<number> = new Set([
  INTEGER,
  0x03,
  OCTET_STRING,
  0x05,
  OBJECT_ID,
  SEQUENCE,
  0xa0,
  0xa1,
]);

/**
 * Whether bytes are one DER SEQUENCE such as a key or a certificate. Random bytes all but never are: lengths have to
 * add up on two levels.
 */
export function isDerStructure(bytes: Uint8Array): boolean {
  if (bytes[0] !== SEQUENCE || bytes.length < 24) return false;
  try {
    const [first, ...rest] = sequence(bytes);
    const isBeginning = first?.tag === SEQUENCE || first?.tag === INTEGER;
    return isBeginning && rest.length > 0 && rest.every(({ tag }) => KEY_TAGS.has(tag));
  } catch {
    return false;
  }
}

function integers(found: readonly Element[]): readonly string[] {
  return found.map(({ tag, content }) => {
    if (tag !== INTEGER) throw malformed();
    return toBase64Url(content[0] === 0 ? content.subarray(1) : content);
  });
}

/** A PKCS#1 `RSA PUBLIC KEY`. */
export function pkcs1PublicJwk(der: Uint8Array): Jwk {
  const [n, e, ...rest] = integers(sequence(der));
  if (!n || !e || rest.length > 0) throw malformed();
  return { kty: 'RSA', n, e };
}

/** A PKCS#1 `RSA PRIVATE KEY`. */
export function pkcs1PrivateJwk(der: Uint8Array): Jwk {
  const [, n, e, d, p, q, dp, dq, qi, ...rest] = integers(sequence(der));
  if (!n || !e || !d || !p || !q || !dp || !dq || !qi || rest.length > 0) throw malformed();
  return { kty: 'RSA', n, e, d, p, q, dp, dq, qi };
}

const CURVES: ReadonlyMap<string, { readonly crv: string; readonly length: number }> = new Map([
  ['2a8648ce3d030107', { crv: 'P-256', length: 32 }],
  ['2b81040022', { crv: 'P-384', length: 48 }],
  ['2b81040023', { crv: 'P-521', length: 66 }],
]);

/** A SEC1 `EC PRIVATE KEY`, which must name its curve and hold its public point, as OpenSSL and ssh-keygen write it. */
export function sec1PrivateJwk(der: Uint8Array): Jwk {
  const [, scalar, ...optional] = sequence(der);
  const tagged = (tag: number): Element | undefined => optional.find((element) => element.tag === tag);
  const [curveId] = elements(tagged(0xa0)?.content ?? new Uint8Array());
  const [point] = elements(tagged(0xa1)?.content ?? new Uint8Array());
  if (scalar?.tag !== OCTET_STRING || curveId?.tag !== OBJECT_ID || point === undefined) throw malformed();
  const curve = CURVES.get(toHex(curveId.content));
  if (!curve) throw new InvalidKeyError('The EC key is on a curve other than P-256, P-384 and P-521.');
  return { ...pointJwk(curve.crv, point.content.subarray(1)), d: toBase64Url(scalar.content) };
}

/** An uncompressed point (SEC 1 section 2.3.3) as the public half of a JWK. */
export function pointJwk(crv: string, point: Uint8Array): Jwk {
  const length = [...CURVES.values()].find((curve) => curve.crv === crv)?.length ?? 0;
  if (point[0] !== 4 || point.length !== 1 + 2 * length)
    throw new InvalidKeyError('The EC key has no uncompressed public point.');
  return {
    kty: 'EC',
    crv,
    x: toBase64Url(point.subarray(1, 1 + length)),
    y: toBase64Url(point.subarray(1 + length)),
  };
}

const RSA_OBJECT_ID = '2a864886f70d010101';
const BIT_STRING = 0x03;

/**
 * The RSA key inside an SPKI `PUBLIC KEY` or a PKCS#8 `PRIVATE KEY` (RFC 5280 section 4.1, RFC 5208 section 5), without
 * the platform's help; undefined for keys of other algorithms.
 */
export function wrappedRsaJwk(der: Uint8Array): Jwk | undefined {
  const found = sequence(der);
  const isPrivate = found[0]?.tag === INTEGER;
  const [identifier, content] = isPrivate ? found.slice(1) : found;
  const [objectId] = elements(identifier?.content ?? new Uint8Array());
  if (objectId?.tag !== OBJECT_ID || toHex(objectId.content) !== RSA_OBJECT_ID || !content) return undefined;
  if (isPrivate) return pkcs1PrivateJwk(content.content);
  return content.tag === BIT_STRING ? pkcs1PublicJwk(content.content.subarray(1)) : undefined;
}

/**
 * The largest number that an `ENCRYPTED PRIVATE KEY` has among its parameters (RFC 8018 appendix A): the rounds of its key
 * derivation, which are run before anything else is known of the key.
 */
export function largestParameter(der: Uint8Array): number {
  const [identifier] = sequence(der);
  return largestNumber(elements(identifier?.content ?? new Uint8Array()));
}

function largestNumber(found: readonly Element[]): number {
  return found.reduce((largest, { tag, content }) => {
    if (tag === SEQUENCE) return Math.max(largest, largestNumber(elements(content)));
    return tag === INTEGER ? Math.max(largest, numberOf(content)) : largest;
  }, 0);
}

function numberOf(content: Uint8Array): number {
  return content.reduce((number, byte) => number * 256 + byte, 0);
}
