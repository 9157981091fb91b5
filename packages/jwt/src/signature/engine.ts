import type { AlgorithmInfo } from '../keys/algorithms.ts';
import type { KeyMaterial } from '../keys/key.ts';

/** What is signed: the two parts as they stand in the token, or bytes when the payload is not encoded (RFC 7797). */
export interface SigningInput {
  /** The encoded protected header. */
  readonly header: string;
  /** The encoded payload, or its bytes as they are. */
  readonly payload: string | Uint8Array;
}

/**
 * The signature step, and nothing else: header, claims and keys are the same code whichever engine runs. There are
 * two: jose on WebCrypto, and `node:crypto`. Keys come checked.
 */
export interface SignatureEngine {
  readonly name: 'webcrypto' | 'node';
  /** Returns the signature as Base64url. */
  sign(input: SigningInput, material: KeyMaterial, info: AlgorithmInfo): string | Promise<string>;
  verify(
    input: SigningInput,
    signature: string,
    material: KeyMaterial,
    info: AlgorithmInfo,
  ): boolean | Promise<boolean>;
}
