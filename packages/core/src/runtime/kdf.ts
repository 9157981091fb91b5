import type { Bytes } from '../bytes.ts';
import type { DigestSpec } from '../digest.ts';

/** Parameters of RFC 8018 PBKDF2. */
interface Pbkdf2Parameters {
  readonly spec: DigestSpec;
  readonly iterations: number;
  readonly length: number;
}

/** Parameters of RFC 7914 scrypt. */
interface ScryptParameters {
  readonly cost: number;
  readonly blockSize: number;
  readonly parallelization: number;
  readonly length: number;
  readonly maxMemory: number;
}

/** Parameters of RFC 5869 HKDF. */
interface HkdfParameters {
  readonly spec: DigestSpec;
  readonly salt: Bytes;
  readonly info: Bytes;
  readonly length: number;
}

/** Key derivation. All arguments are checked, and the bytes are copies. */
export interface KdfRuntime {
  pbkdf2(password: Bytes, salt: Bytes, parameters: Pbkdf2Parameters): Promise<Bytes>;
  scrypt(password: Bytes, salt: Bytes, parameters: ScryptParameters): Promise<Bytes>;
  hkdf(key: Bytes, parameters: HkdfParameters): Promise<Bytes>;
}
