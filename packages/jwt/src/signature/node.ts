import {
  constants,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  KeyObject,
  type SignKeyObjectInput,
  sign,
  timingSafeEqual,
  type VerifyKeyObjectInput,
  verify,
} from 'node:crypto';
import { promisify } from 'node:util';
import { InvalidKeyError } from '../errors.ts';
import type { AlgorithmInfo } from '../keys/algorithms.ts';
import type { KeyMaterial } from '../keys/key.ts';
import { fromDer, toDer } from './ecdsa.ts';
import { isSignatureLength, type Signature, type SignatureEngine, type SigningInput } from './engine.ts';
import { signExternal } from './external.ts';
import { engine as webcrypto } from './webcrypto.ts';

const keyObjects = new WeakMap<KeyMaterial, KeyObject>();

/** The key as node:crypto takes it, made once. */
function keyObjectOf(material: KeyMaterial): KeyObject {
  const known = keyObjects.get(material);
  if (known) return known;
  const made = makeKeyObject(material);
  keyObjects.set(material, made);
  return made;
}

function makeKeyObject({ secret, jwk, cryptoKey, kind, external }: KeyMaterial): KeyObject {
  if (external)
    throw new InvalidKeyError(
      'The key is held by another system, so only the asynchronous functions can use it.',
    );
  if (secret) return createSecretKey(secret);
  try {
    if (cryptoKey?.extractable) return KeyObject.from(cryptoKey);
    if (cryptoKey)
      throw new InvalidKeyError(
        'The CryptoKey cannot be extracted, so only the asynchronous functions can use it.',
      );
    const input = { key: { ...jwk }, format: 'jwk' as const };
    const key = kind === 'private' ? createPrivateKey(input) : createPublicKey(input);
    if (kind === 'private' && !isPair(key, createPublicKey({ ...input, key: publicParts(input.key) })))
      throw new InvalidKeyError('The private key and the public key in it do not belong together.');
    return key;
  } catch (error) {
    if (error instanceof InvalidKeyError) throw error;
    throw new InvalidKeyError('The key is damaged, or this version of Node.js does not know its type.');
  }
}

/** OpenSSL takes the two halves of a JWK as they are: only a signature shows whether they are halves of one key. */
function isPair(privateKey: KeyObject, publicKey: KeyObject): boolean {
  const digest =
    privateKey.asymmetricKeyType === 'rsa' || privateKey.asymmetricKeyType === 'ec' ? 'sha256' : null;
  const message = Buffer.from('pair');
  return verify(digest, message, publicKey, sign(digest, message, privateKey));
}

const PUBLIC_PARTS: ReadonlySet<string> = new Set(['kty', 'crv', 'x', 'y', 'n', 'e', 'alg', 'pub']);

function publicParts(jwk: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(jwk).filter(([name]) => PUBLIC_PARTS.has(name)));
}

function inputBytes({ header, payload, text }: SigningInput): Buffer {
  if (typeof payload === 'string') return Buffer.from(text ?? `${header}.${payload}`, 'latin1');
  return Buffer.concat([Buffer.from(`${header}.`, 'latin1'), payload]);
}

/** The key with what its scheme needs: PSS has a salt as long as the digest (RFC 7518 section 3.5), RSA is PKCS #1 1.5 otherwise. */
function schemeOf(
  info: AlgorithmInfo,
  key: KeyObject,
): KeyObject | (SignKeyObjectInput & VerifyKeyObjectInput) {
  if (info.padding !== 'pss') return key;
  return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
}

function hmacOf(
  { header, payload, text }: SigningInput,
  key: KeyObject,
  digest: string,
): ReturnType<typeof createHmac> {
  const mac = createHmac(digest, key);
  return typeof payload === 'string'
    ? mac.update(text ?? `${header}.${payload}`)
    : mac.update(`${header}.`).update(payload);
}

/** Signs on the calling thread; returns the signature as Base64url. */
function signNow(input: SigningInput, material: KeyMaterial, info: AlgorithmInfo): string {
  const key = keyObjectOf(material);
  if (info.keyType === 'oct' && info.digest) return hmacOf(input, key, info.digest).digest('base64url');
  try {
    return signatureText(sign(info.digest, inputBytes(input), schemeOf(info, key)), info);
  } catch {
    throw cannotSign(info);
  }
}

/** Signs on a thread of libuv's pool. */
async function signLater(input: SigningInput, material: KeyMaterial, info: AlgorithmInfo): Promise<string> {
  const key = keyObjectOf(material);
  try {
    return signatureText(await signOnPool(info.digest, inputBytes(input), schemeOf(info, key)), info);
  } catch {
    throw cannotSign(info);
  }
}

const signOnPool = promisify<
  string | null | undefined,
  Uint8Array,
  KeyObject | (SignKeyObjectInput & VerifyKeyObjectInput),
  Buffer
>(sign);

function cannotSign({ name }: AlgorithmInfo): InvalidKeyError {
  return new InvalidKeyError(`The key cannot sign with ${name}.`);
}

/** ECDSA as r and s (RFC 7518 section 3.4), everything else as it is. */
function signatureText(signature: Buffer, { keyType, signatureBytes }: AlgorithmInfo): string {
  const raw = keyType === 'EC' && signatureBytes ? fromDer(signature, signatureBytes) : signature;
  return raw.toString('base64url');
}

/** Room for the tags of HS256, HS384 and HS512: making a Buffer for each takes longer than comparing it. */
const tags: ReadonlyMap<number, Buffer> = new Map([32, 48, 64].map((size) => [size, Buffer.alloc(size)]));

/** Verifies on the calling thread. */
function verifyNow(
  input: SigningInput,
  signature: Signature,
  material: KeyMaterial,
  info: AlgorithmInfo,
): boolean {
  if (isValid(input, signature, material, info)) return true;
  return material.others?.some((other) => isValid(input, signature, other, info)) ?? false;
}

function isValid(
  input: SigningInput,
  signature: Signature,
  material: KeyMaterial,
  info: AlgorithmInfo,
): boolean {
  const key = keyObjectOf(material);
  if (!isSignatureLength(signature, material, info)) return false;
  const given = signature.bytes;
  if (info.keyType === 'oct' && info.digest) {
    const expected = tags.get(given.length);
    if (!expected) return false;
    // A tag crosses from native code faster as a text of the characters 0 to 255 than as a Buffer.
    expected.write(hmacOf(input, key, info.digest).digest('binary'), 'binary');
    return timingSafeEqual(expected, given);
  }
  return verifyBytes(inputBytes(input), signature, material, info);
}

/** Verifies the signature of some bytes, for all algorithms but HMAC. */
export function verifyBytes(
  bytes: Uint8Array,
  signature: Signature,
  material: KeyMaterial,
  info: AlgorithmInfo,
): boolean {
  const key = keyObjectOf(material);
  if (!isSignatureLength(signature, material, info)) return false;
  try {
    const encoded = info.keyType === 'EC' ? toDer(signature.bytes) : signature.bytes;
    return verify(info.digest, bytes, schemeOf(info, key), encoded);
  } catch {
    return false;
  }
}

/** Signs and verifies on the calling thread, with node:crypto and keys made once. */
export const syncEngine: {
  sign(input: SigningInput, material: KeyMaterial, info: AlgorithmInfo): string;
  verify(input: SigningInput, signature: Signature, material: KeyMaterial, info: AlgorithmInfo): boolean;
} = { sign: signNow, verify: verifyNow };

/**
 * The engine of Node.js. A key that WebCrypto holds stays there. RSA and ML-DSA sign on the thread pool, because they would
 * block the event loop. All others sign and verify on the calling thread.
 */
export const engine: SignatureEngine = {
  name: 'node',
  sign(input, material, info) {
    if (material.external) return signExternal(inputBytes(input), material.external);
    if (material.cryptoKey) return webcrypto.sign(input, material, info);
    const isSlow = info.keyType === 'RSA' || info.keyType === 'AKP';
    return isSlow ? signLater(input, material, info) : signNow(input, material, info);
  },
  verify: (input, signature, material, info) =>
    (material.cryptoKey ? webcrypto : syncEngine).verify(input, signature, material, info),
};
