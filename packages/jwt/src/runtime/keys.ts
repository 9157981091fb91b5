import type { Bytes } from '@countersign/core/internal';

/** The key types that the platform reads from DER. RSA keys are read by this package. */
export type DerKeyType = 'P-256' | 'P-384' | 'P-521' | 'Ed25519' | 'ML-DSA-44' | 'ML-DSA-65' | 'ML-DSA-87';

/** A key in the one form in which every platform reads it. */
export interface DerKey {
  readonly format: 'spki' | 'pkcs8';
  readonly type: DerKeyType;
  readonly der: Bytes;
}

/** A cipher in CBC mode with PKCS#7 padding, its key and its initialization vector. */
export interface CbcCipher {
  readonly name: 'aes-128-cbc' | 'aes-192-cbc' | 'aes-256-cbc' | 'des-ede3-cbc';
  readonly key: Bytes;
  readonly iv: Bytes;
}

/** The encrypted part of an OpenSSH private key file. */
export interface OpenSshEncryption {
  readonly cipher: string;
  readonly salt: Uint8Array;
  readonly rounds: number;
  readonly privatePart: Uint8Array;
}

/** The capabilities of a runtime that reading keys needs. `node:crypto` and WebCrypto provide them. */
export interface KeyRuntime {
  /** Reads a key as a JWK. @throws {@link InvalidKeyError} */
  readDer(key: DerKey): object | Promise<object>;
  /** Reads a PEM that is encrypted in OpenSSL's old way (RFC 1421) as a JWK. @throws {@link InvalidKeyError} */
  readLegacyPem(pem: string, passphrase: string): object;
  /** Decrypts. @throws {@link InvalidKeyError} if the key is wrong or the cipher is not available */
  decryptCbc(cipher: CbcCipher, data: Bytes): Bytes | Promise<Bytes>;
  /** Decrypts the private part of an OpenSSH file. @throws {@link InvalidKeyError} */
  decryptOpenSsh(file: OpenSshEncryption, passphrase: string): Promise<Uint8Array>;
  /** Reads a KeyObject of node:crypto as a JWK; undefined for any other value. @throws {@link InvalidKeyError} */
  readKeyObject(value: unknown): object | undefined;
  /** Whether a value is a CryptoKey. */
  isCryptoKey(value: unknown): boolean;
}
