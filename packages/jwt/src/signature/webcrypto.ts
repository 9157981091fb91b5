import { fromBase64Url, fromUtf8 } from '@countersign/core';
import { type CryptoKey, errors, FlattenedSign, flattenedVerify, importJWK } from 'jose';
import { InvalidKeyError } from '../errors.ts';
import type { AlgorithmInfo } from '../keys/algorithms.ts';
import type { KeyMaterial } from '../keys/key.ts';
import { isSignatureLength, type Signature, type SignatureEngine, type SigningInput } from './engine.ts';
import { signExternal } from './external.ts';

const imported = new WeakMap<KeyMaterial, Map<string, CryptoKey | Uint8Array>>();

/** The key as jose takes it, imported once for each algorithm that it is used with. */
async function keyFor(material: KeyMaterial, info: AlgorithmInfo): Promise<CryptoKey | Uint8Array> {
  if (material.cryptoKey) return material.cryptoKey;
  const known = imported.get(material) ?? new Map<string, CryptoKey | Uint8Array>();
  imported.set(material, known);
  const key = known.get(info.name) ?? (await importJwk(material, info));
  known.set(info.name, key);
  return key;
}

async function importJwk({ jwk, secret }: KeyMaterial, info: AlgorithmInfo): Promise<CryptoKey | Uint8Array> {
  if (secret) {
    // jose would import the bytes for each call.
    const algorithm = { name: 'HMAC', hash: `SHA-${info.name.slice(2)}` };
    return crypto.subtle.importKey('raw', secret, algorithm, false, ['sign', 'verify']);
  }
  if (!jwk) throw new InvalidKeyError('The key has no material.');
  try {
    return await importJWK(jwk, info.name);
  } catch {
    throw new InvalidKeyError(`The key is damaged, or this runtime has no ${info.name}.`);
  }
}

function headerOf(encoded: string): { readonly alg: string; readonly crit?: string[] } {
  return JSON.parse(fromUtf8(fromBase64Url(encoded)));
}

/** The engine of every runtime: jose on WebCrypto. It is the reference for the other one. */
export const engine: SignatureEngine = {
  name: 'webcrypto',

  async sign(input, material, info) {
    if (material.external) return signExternal(input, material.external);
    const { header, payload } = input;
    const key = await keyFor(material, info);
    const protectedHeader = headerOf(header);
    const bytes = typeof payload === 'string' ? fromBase64Url(payload) : payload;
    const signer = new FlattenedSign(bytes).setProtectedHeader(protectedHeader);
    const jws = await keyErrors(signer.sign(key, protectedHeader.crit ? { crit: { b64: true } } : {}), info);
    if (jws.protected !== header) throw new InvalidKeyError('The header was encoded in two ways.');
    return jws.signature;
  },

  async verify(input, signature, material, info) {
    for (const candidate of [material, ...(material.others ?? [])]) {
      if (await isValid(input, signature, candidate, info)) return true;
    }
    return false;
  },
};

async function isValid(
  { header, payload }: SigningInput,
  signature: Signature,
  material: KeyMaterial,
  info: AlgorithmInfo,
): Promise<boolean> {
  const key = await keyFor(material, info);
  if (!isSignatureLength(signature, material, info)) return false;
  try {
    await flattenedVerify({ protected: header, payload, signature: signature.text }, key, {
      algorithms: [info.name],
    });
    return true;
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWSInvalid)
      return false;
    throw keyError(info);
  }
}

async function keyErrors<T>(work: Promise<T>, info: AlgorithmInfo): Promise<T> {
  try {
    return await work;
  } catch {
    throw keyError(info);
  }
}

function keyError(info: AlgorithmInfo): InvalidKeyError {
  return new InvalidKeyError(
    `The key cannot be used with ${info.name} on this runtime: it is too weak for WebCrypto, for other uses, or the algorithm is not there.`,
  );
}
