import type { OpenSshPrivateFile } from '../keys/formats/openssh.ts';
import type { Pem } from '../keys/formats/pem.ts';
import type { Jwk } from '../keys/key.ts';

/** How an encrypted key file is opened. */
export interface Decryption {
  readonly passphrase: string;
  /** The most rounds of key derivation that are run for it. Default: as many as take a few seconds. */
  readonly maxRounds: number | undefined;
}

/** What reading keys needs of a runtime. There are two: `node:crypto`, and jose on WebCrypto. */
export interface KeyPlatform {
  /** Reads any PEM but OpenSSH's. @throws {@link InvalidKeyError} */
  pemToJwk(pem: Pem, decryption: Decryption | undefined): Jwk | Promise<Jwk>;
  /** Decrypts the private part of an OpenSSH file. @throws {@link InvalidKeyError} */
  decryptOpenSsh(file: OpenSshPrivateFile, decryption: Decryption): Promise<Uint8Array>;
}
