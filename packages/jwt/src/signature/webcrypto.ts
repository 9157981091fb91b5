import { type Bytes, toBase64Url } from '@countersign/core/internal';
import type { CryptoKey } from 'jose';
import { InvalidKeyError } from '../errors.ts';
import type { AlgorithmInfo } from '../keys/algorithms.ts';
import type { KeyMaterial } from '../keys/key.ts';
import { isSignatureLength, type Signature, type SignatureEngine, type SigningInput } from './engine.ts';
import { signExternal } from './external.ts';

/** The parameters of WebCrypto for an algorithm: to import a key, and to sign and verify. */
interface Parameters {
  readonly forImport: { readonly name: string; readonly hash?: string; readonly namedCurve?: string };
  readonly forUse: { readonly name: string; readonly hash?: string; readonly saltLength?: number };
}

const DIGESTS = {
  sha256: { hash: 'SHA-256', bytes: 32 },
  sha384: { hash: 'SHA-384', bytes: 48 },
  sha512: { hash: 'SHA-512', bytes: 64 },
} as const;

function parametersOf({ name, keyType, digest, padding, curve }: AlgorithmInfo): Parameters {
  // Ed25519 and ML-DSA have their own digest.
  if (digest === undefined) return { forImport: { name: curve ?? name }, forUse: { name: curve ?? name } };
  const { hash, bytes } = DIGESTS[digest];
  if (keyType === 'oct') return { forImport: { name: 'HMAC', hash }, forUse: { name: 'HMAC' } };
  if (keyType === 'EC') {
    const namedCurve = curve ?? '';
    return { forImport: { name: 'ECDSA', namedCurve }, forUse: { name: 'ECDSA', hash } };
  }
  if (padding === 'pss') {
    // The salt is as long as the digest (RFC 7518 section 3.5).
    return { forImport: { name: 'RSA-PSS', hash }, forUse: { name: 'RSA-PSS', saltLength: bytes } };
  }
  return { forImport: { name: 'RSASSA-PKCS1-v1_5', hash }, forUse: { name: 'RSASSA-PKCS1-v1_5' } };
}

const imported = new WeakMap<KeyMaterial, Map<string, CryptoKey>>();

/** The key as WebCrypto uses it, imported once for each algorithm. */
async function keyFor(material: KeyMaterial, info: AlgorithmInfo): Promise<CryptoKey> {
  if (material.cryptoKey) return material.cryptoKey;
  const known = imported.get(material) ?? new Map<string, CryptoKey>();
  imported.set(material, known);
  const key = known.get(info.name) ?? (await importMaterial(material, info));
  known.set(info.name, key);
  return key;
}

async function importMaterial({ kind, jwk, secret }: KeyMaterial, info: AlgorithmInfo): Promise<CryptoKey> {
  const { forImport } = parametersOf(info);
  try {
    if (secret) return await crypto.subtle.importKey('raw', secret, forImport, false, ['sign', 'verify']);
    return await crypto.subtle.importKey('jwk', { ...jwk }, forImport, false, [
      kind === 'private' ? 'sign' : 'verify',
    ]);
  } catch {
    throw new InvalidKeyError(`The key is damaged, or this runtime has no ${info.name}.`);
  }
}

/** The bytes that are signed: header, dot, payload. */
export function inputBytes({ header, payload }: SigningInput): Bytes {
  const start = encoder.encode(`${header}.`);
  const rest = typeof payload === 'string' ? encoder.encode(payload) : payload;
  const bytes = new Uint8Array(start.length + rest.length);
  bytes.set(start);
  bytes.set(rest, start.length);
  return bytes;
}

const encoder = new TextEncoder();

/** Verifies the signature of some bytes. */
export async function verifyBytes(
  bytes: Bytes,
  signature: Signature,
  material: KeyMaterial,
  info: AlgorithmInfo,
): Promise<boolean> {
  const key = await keyFor(material, info);
  if (!isSignatureLength(signature, material, info)) return false;
  try {
    return await crypto.subtle.verify(parametersOf(info).forUse, key, signature.bytes, bytes);
  } catch {
    throw keyError(info);
  }
}

/** The engine of every runtime: WebCrypto. It is the reference for the other one. */
export const engine: SignatureEngine = {
  name: 'webcrypto',

  async sign(input, material, info) {
    if (material.external) return signExternal(inputBytes(input), material.external);
    const key = await keyFor(material, info);
    try {
      const signature = await crypto.subtle.sign(parametersOf(info).forUse, key, inputBytes(input));
      return toBase64Url(new Uint8Array(signature));
    } catch {
      throw keyError(info);
    }
  },

  async verify(input, signature, material, info) {
    for (const candidate of [material, ...(material.others ?? [])]) {
      if (await verifyBytes(inputBytes(input), signature, candidate, info)) return true;
    }
    return false;
  },
};

function keyError(info: AlgorithmInfo): InvalidKeyError {
  return new InvalidKeyError(
    `The key cannot be used with ${info.name} on this runtime: it is too weak, for other uses, or the algorithm is missing.`,
  );
}
