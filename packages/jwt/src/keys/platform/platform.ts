import type { Jwk } from '../key.ts';
import type { OpenSshPrivateFile } from '../openssh.ts';
import type { Pem } from '../pem.ts';

/** What reading keys needs of a runtime. There are two: `node:crypto`, and jose on WebCrypto. */
export interface KeyPlatform {
  /** Reads any PEM but OpenSSH's. @throws {@link InvalidKeyError} */
  pemToJwk(pem: Pem, passphrase: string | undefined): Jwk | Promise<Jwk>;
  /** Decrypts the private part of an OpenSSH file. @throws {@link InvalidKeyError} */
  decryptOpenSsh(file: OpenSshPrivateFile, passphrase: string): Promise<Uint8Array>;
}
