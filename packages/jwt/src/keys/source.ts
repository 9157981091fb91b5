import {
  type Bytes,
  checkReadable,
  copyBytes,
  InvalidArgumentError,
  toBase64,
} from '@countersign/core/internal';
import type { CryptoKey } from 'jose';
import { runtime } from '#keys';
import { cachedByObject, cachedByText } from './cache.ts';
import { cryptoKeyMaterial } from './crypto-key.ts';
import { canonicalText, copyJwk, type Jwk, type JwkMembers } from './formats/jwk.ts';
import { isKey, type Key, type KeyMaterial, materialOf } from './key.ts';
import { jwkMaterial } from './material.ts';
import { secretMaterial } from './secret.ts';

/**
 * A key source: PEM (PKCS#1, PKCS#8, SPKI, SEC1, X.509), OpenSSH or JWK text, any other text or bytes as an HMAC secret,
 * a JWK object, or a key of the platform.
 */
export type KeySource = string | Uint8Array | Jwk | JwkMembers | CryptoKey | NodeKeyObject;

/** A `KeyObject` of `node:crypto`, by its shape: this module also runs without Node.js. */
export interface NodeKeyObject {
  readonly type: 'secret' | 'private' | 'public';
  export(options: { format: 'jwk' }): object;
}

/** A caller's key, read once. Nothing reads the caller's object again. */
export type KeyInput =
  | { readonly form: 'key'; readonly key: Key; readonly material: KeyMaterial }
  | { readonly form: 'material'; readonly material: KeyMaterial }
  | { readonly form: 'text'; readonly text: string };

/** A source in a format that the caller names: DER bytes or Base64 text. */
export type FormattedInput =
  | { readonly form: 'text'; readonly text: string }
  | { readonly form: 'bytes'; readonly bytes: Bytes };

/**
 * Reads a caller's key: platform keys first, then bytes, text and JWKs, of which it takes a copy.
 *
 * @throws {@link InvalidArgumentError}, {@link InvalidKeyError}
 */
export function readKeyInput(source: unknown, argument = 'key'): KeyInput {
  if (typeof source === 'string') return { form: 'text', text: source };
  if (typeof source !== 'object' || source === null) throw notAKey(source, argument);
  checkReadable(source, argument);
  if (isKey(source)) return { form: 'key', key: source, material: materialOf(source) };
  if (isCryptoKey(source))
    return { form: 'material', material: cachedByObject(source, () => cryptoKeyMaterial(source)) };
  if (ArrayBuffer.isView(source) || isArrayBuffer(source)) return readBytes(source, argument);
  const exported = runtime.readKeyObject(source);
  if (exported)
    return { form: 'material', material: cachedByObject(source, () => readJwk(exported, argument)) };
  return { form: 'material', material: readJwk(source, argument) };
}

function isCryptoKey(value: object): value is CryptoKey {
  return runtime.isCryptoKey(value);
}

function isArrayBuffer(value: object): boolean {
  return Object.prototype.toString.call(value) === '[object ArrayBuffer]';
}

function readJwk(source: object, argument: string): KeyMaterial {
  const jwk = copyJwk(source);
  if (!jwk) throw notAKey(source, argument);
  return cachedByText(`jwk ${canonicalText(jwk)}`, () => jwkMaterial(jwk));
}

const PEM_START = '-----BEGIN ';

/** BEGIN, END and the shortest key. Most secrets have fewer bytes. */
const MIN_PEM_BYTES = 100;

/** Bytes are an HMAC secret, unless they are a PEM file. */
function readBytes(source: unknown, argument: string): KeyInput {
  const bytes = copyBytes(source, argument);
  const text = pemText(bytes);
  if (text !== undefined) return { form: 'text', text };
  return {
    form: 'material',
    material: cachedByText(`bytes ${toBase64(bytes)}`, () => secretMaterial(bytes)),
  };
}

function pemText(bytes: Uint8Array): string | undefined {
  if (bytes.length < MIN_PEM_BYTES) return undefined;
  const text = new TextDecoder().decode(bytes);
  return text.includes(PEM_START) ? text : undefined;
}

function notAKey(source: unknown, argument: string): InvalidArgumentError {
  const advice = describe(source);
  return new InvalidArgumentError(
    argument,
    advice === undefined
      ? `${argument} must be a Key, a JWK, a CryptoKey, a KeyObject, a Uint8Array, or PEM, OpenSSH, JWK or secret text.`
      : `${argument} ${advice}`,
  );
}

/** The remedy for values that are often passed as a key by mistake. */
function describe(source: unknown): string | undefined {
  if (source === undefined) return 'is undefined. Check that the environment variable is set.';
  if (source instanceof Promise) return 'is a Promise. Await it first.';
  if (typeof source !== 'object' || source === null) return undefined;
  if (Object.hasOwn(source, 'keys')) return 'is a JWK Set. Pass createKeySet(jwks).';
  if (Object.hasOwn(source, 'publicKey'))
    return 'is a key pair. Pass its privateKey to sign, or its publicKey to verify.';
  return undefined;
}

/** Reads the source of a key whose format the caller names. */
export function readFormattedInput(source: unknown): FormattedInput {
  return typeof source === 'string'
    ? { form: 'text', text: source }
    : { form: 'bytes', bytes: copyBytes(source, 'key') };
}
