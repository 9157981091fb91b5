import { checkInteger, fromBase64, InvalidArgumentError, utf8 } from '@countersign/core';
import type { CryptoKey } from 'jose';
import { platform } from '#keys';
import { InvalidKeyError, TokenError } from '../errors.ts';
import { checkOptions, checkSwitch, checkText, type OptionNames } from '../options.ts';
import type { Decryption } from '../runtime/keys.ts';
import { type Algorithm, type AlgorithmInfo, checkAlgorithm, checkAlgorithms } from './algorithms.ts';
import { cryptoKeyMaterial, isCryptoKey } from './crypto-key.ts';
import {
  isOpenSshPublicLine,
  openSshPrivateFile,
  openSshPrivateJwk,
  openSshPublicJwk,
} from './formats/openssh.ts';
import { findPem, type Pem } from './formats/pem.ts';
import { checkJwkUse, isJwk, jwkMaterial } from './jwk.ts';
import {
  checkFit,
  type Jwk,
  Key,
  type KeyKind,
  type KeyKindOf,
  type KeyMaterial,
  type KeyOf,
  type KeyStrength,
  materialOf,
} from './key.ts';
import { looksLikeKeyMaterial, secretMaterial } from './secret.ts';

/**
 * Where a key comes from: PEM (PKCS#1, PKCS#8, SPKI, SEC1, X.509), OpenSSH or JWK text, any other text or bytes as an
 * HMAC secret, a JWK object, or a key of the platform.
 */
export type KeySource = string | Uint8Array | Jwk | CryptoKey | NodeKeyObject;

/** A `KeyObject` of `node:crypto`, by its shape: this module also runs where there is none. */
export interface NodeKeyObject {
  readonly type: 'secret' | 'private' | 'public';
  export(options: { format: 'jwk' }): object;
}

/** Options of {@link importKey}. */
export interface ImportKeyOptions<A extends Algorithm = Algorithm, K extends KeyKind = KeyKind>
  extends KeyStrength {
  /**
   * The one algorithm that the key is for, or several, of which it is bound to the first that it fits. It comes from you,
   * never from a token. Several are all HMAC or none.
   */
  readonly algorithm: A | readonly A[];
  /** The half that you expect: the result's type says so, and the other half is refused. Default: either. */
  readonly kind?: K;
  /** The key id. Default: that of the JWK, or none. */
  readonly keyId?: string;
  /** Decrypts an encrypted PEM or OpenSSH private key. On Node.js only. */
  readonly passphrase?: string;
  /**
   * The most rounds of key derivation that an encrypted key may ask for. The file says how many, they are run before anything
   * tells whether the passphrase is right, and nothing else runs meanwhile. Default: as many as take a few seconds, 128 of
   * OpenSSH's bcrypt or ten million of PBKDF2.
   */
  readonly maxRounds?: number;
}

const OPTION_NAMES: OptionNames<ImportKeyOptions> = {
  algorithm: true,
  kind: true,
  keyId: true,
  passphrase: true,
  maxRounds: true,
  allowWeakKey: true,
};

const KINDS: readonly unknown[] = ['secret', 'private', 'public'];

const MAX_KEY_TEXT = 64 * 1024;

/**
 * Imports a key and binds it to one algorithm: the one you name, or the first of several that it fits. A certificate (X.509)
 * is a container of its public key here: neither its dates nor its issuer are checked.
 *
 * Text that looks like a key is never taken for an HMAC secret, whatever stands before it.
 *
 * @throws {@link InvalidKeyError} `ERR_KEY_INVALID` when the key is damaged, of another kind or too weak
 * @example
 * const privateKey = await importKey(await readFile('key.pem', 'utf8'), { algorithm: 'RS256', kind: 'private' });
 */
export async function importKey<A extends Algorithm, K extends KeyKindOf<A> = KeyKindOf<A>>(
  source: KeySource,
  options: ImportKeyOptions<A, K>,
): Promise<KeyOf<K>>;
export async function importKey(source: KeySource, options: ImportKeyOptions): Promise<Key> {
  checkOptions(options, OPTION_NAMES);
  const { algorithm } = options;
  const infos = isOne(algorithm)
    ? [checkAlgorithm(algorithm)]
    : [...checkAlgorithms(algorithm, 'algorithm').values()];
  const { kind } = options;
  if (kind !== undefined && !KINDS.includes(kind))
    throw new InvalidArgumentError('kind', 'kind must be "secret", "private" or "public".');
  const keyId = checkText(options.keyId, 'keyId');
  const passphrase = checkText(options.passphrase, 'passphrase');
  const maxRounds = checkMaxRounds(options.maxRounds);
  const allowWeakKey = checkSwitch(options.allowWeakKey, 'allowWeakKey');
  const material = await importMaterial(
    source,
    passphrase === undefined ? undefined : { passphrase, maxRounds },
  );
  if (kind !== undefined && material.kind !== kind)
    throw new InvalidKeyError(`The key is ${material.kind}, and a ${kind} one is expected.`);
  const jwk = sourceJwk(source);
  const info = firstFit(infos, material, (candidate) => {
    if (jwk) checkJwkUse(jwk, material.kind === 'private' ? 'sign' : 'verify', candidate.name);
    checkFit(material, candidate, { allowWeakKey });
  });
  return new Key(material.kind, material, [info.name], keyId ?? jwkKeyId(jwk));
}

function isOne(algorithm: Algorithm | readonly Algorithm[]): algorithm is Algorithm {
  return !Array.isArray(algorithm);
}

/** The first algorithm that passes; when none does, what is wrong is told for one of the key's type, if there is one. */
function firstFit(
  infos: readonly AlgorithmInfo[],
  { type }: KeyMaterial,
  check: (info: AlgorithmInfo) => void,
): AlgorithmInfo {
  const ofType = infos.filter(({ keyType }) => keyType === type);
  let reason: unknown;
  for (const info of ofType.length > 0 ? ofType : infos) {
    try {
      check(info);
      return info;
    } catch (error) {
      reason ??= error;
    }
  }
  throw reason;
}

function checkMaxRounds(value: number | undefined): number | undefined {
  return value === undefined ? undefined : checkInteger(value, 'maxRounds', { min: 1, max: 2 ** 32 - 1 });
}

/** The id that a JWK has, if it is one that a header may carry. */
export function jwkKeyId(jwk: Jwk | undefined): string | undefined {
  return typeof jwk?.kid === 'string' ? jwk.kid : undefined;
}

/** The JWK that a source is, as an object or as text. */
export function sourceJwk(source: unknown): Jwk | undefined {
  if (isJwk(source)) return source;
  if (typeof source !== 'string' || !source.trimStart().startsWith('{')) return undefined;
  return parseJwk(source);
}

function parseJwk(text: string): Jwk | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJwk(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What can be told of a source without the platform's help. */
type Read = { readonly material: KeyMaterial } | { readonly pem: Pem };

/**
 * Reads key material from anything that holds some.
 *
 * @throws {@link InvalidKeyError}
 */
export async function importMaterial(source: unknown, decryption?: Decryption): Promise<KeyMaterial> {
  const read = typed(() => readSource(source));
  if ('material' in read) return read.material;
  const { pem } = read;
  const jwk =
    pem.label === 'OPENSSH PRIVATE KEY'
      ? await openSshJwk(pem, decryption)
      : await platform.pemToJwk(pem, decryption);
  return typed(() => jwkMaterial(jwk));
}

async function openSshJwk(pem: Pem, decryption: Decryption | undefined): Promise<Jwk> {
  const file = typed(() => openSshPrivateFile(pem.der ?? fromBase64('')));
  if (file.kdf === 'none') return typed(() => openSshPrivateJwk(file.privatePart));
  if (!decryption)
    throw new InvalidKeyError('The private key is encrypted. Pass its passphrase to importKey.');
  const decrypted = await platform.decryptOpenSsh(file, decryption);
  return typed(() => openSshPrivateJwk(decrypted));
}

/** Reads what needs no platform; a PEM is only found. */
export function readSource(source: unknown): Read {
  if (source instanceof Key) return { material: materialOf(source) };
  if (source instanceof Uint8Array) return readBytes(source);
  if (typeof source === 'string') return readText(source);
  if (isJwk(source)) return { material: jwkMaterial(source) };
  if (isKeyObject(source)) return { material: keyObjectMaterial(source) };
  if (isCryptoKey(source)) return { material: cryptoKeyMaterial(source) };
  throw new InvalidArgumentError(
    'key',
    'key must be a Key, a JWK, a CryptoKey, a KeyObject, a Uint8Array, or PEM, OpenSSH, JWK or secret text.',
  );
}

function readBytes(bytes: Uint8Array): Read {
  if (looksLikeKeyMaterial(bytes)) {
    throw new InvalidKeyError(
      'The bytes look like a key file. Pass its text, not its bytes; bytes are taken for an HMAC secret, which a key file must never be.',
    );
  }
  return { material: secretMaterial(bytes) };
}

function readText(text: string): Read {
  if (text.length > MAX_KEY_TEXT)
    throw new InvalidKeyError(`The key text has more than ${MAX_KEY_TEXT} characters.`);
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  if (isOpenSshPublicLine(trimmed)) return { material: jwkMaterial(openSshPublicJwk(trimmed)) };
  if (trimmed.includes('-----BEGIN ')) return { pem: findPem(trimmed) };
  const jwk = sourceJwk(trimmed);
  if (jwk) return { material: jwkMaterial(jwk) };
  return { material: secretMaterial(utf8(text, 'key')) };
}

/** Whatever goes wrong inside a damaged key is the key's fault, not the program's. */
export function typed<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof TokenError || error instanceof InvalidArgumentError) throw error;
    throw new InvalidKeyError('The key is damaged.');
  }
}

function isKeyObject(value: unknown): value is NodeKeyObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    'export' in value &&
    typeof value.export === 'function' &&
    'type' in value
  );
}

function keyObjectMaterial(key: NodeKeyObject): KeyMaterial {
  const jwk = exported(key);
  if (isJwk(jwk)) return jwkMaterial(jwk);
  throw new InvalidKeyError(
    'The KeyObject is of a type that no JWS algorithm uses; RSA (not RSA-PSS), EC, Ed25519 and ML-DSA keys are.',
  );
}

function exported(key: NodeKeyObject): unknown {
  try {
    return key.export({ format: 'jwk' });
  } catch {
    return undefined;
  }
}
