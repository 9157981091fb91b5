import type { Bytes } from '@countersign/core/internal';
import type { AlgorithmInfo } from '../keys/algorithms.ts';
import type { KeyMaterial } from '../keys/key.ts';

/** The signed parts of a token. The payload is bytes if it is not encoded (RFC 7797). */
export interface SigningInput {
  /** The encoded protected header. */
  readonly header: string;
  /** The encoded payload, or its bytes as they are. */
  readonly payload: string | Uint8Array;
  /** Both parts with a dot between them, if the token contains them. */
  readonly text?: string;
}

/** A signature as canonical Base64url and as bytes. */
export interface Signature {
  readonly text: string;
  readonly bytes: Bytes;
}

/**
 * Signs and verifies with checked keys: on WebCrypto, or with `node:crypto`. Headers, claims and keys use the same code
 * for both.
 */
export interface SignatureEngine {
  readonly name: 'webcrypto' | 'node';
  /** Returns the signature as Base64url. */
  sign(input: SigningInput, material: KeyMaterial, info: AlgorithmInfo): string | Promise<string>;
  verify(
    input: SigningInput,
    signature: Signature,
    material: KeyMaterial,
    info: AlgorithmInfo,
  ): boolean | Promise<boolean>;
}

/**
 * Whether a signature is as long as its algorithm and key make it: HMAC by the digest, ECDSA by the curve (RFC 7518
 * section 3.4), RSA by the modulus (RFC 8017 sections 8.1.2 and 8.2.2, step 1). OpenSSL lets a leading zero of a PSS
 * signature be left out, so that a token would have two spellings.
 */
export function isSignatureLength(
  signature: Signature,
  { modulusBits }: KeyMaterial,
  info: AlgorithmInfo,
): boolean {
  const bytes = info.signatureBytes ?? (modulusBits === undefined ? undefined : Math.ceil(modulusBits / 8));
  return bytes === undefined || signature.bytes.length === bytes;
}
