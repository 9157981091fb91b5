import type { Bytes } from '../bytes.ts';
import type { Encoding } from '../encoding/encoding.ts';
import type { DigestSpec } from '../hash/spec.ts';

/** A digest under way. Reading it does not end it. */
export interface DigestState {
  /** Takes in a message's next part, which the caller may change afterwards. Text is well-formed. */
  update(data: Uint8Array | string): void;
  /** The digest of all so far. `length` differs from the specification's only for an extendable-output function. */
  digest(length: number): Bytes;
  text(length: number, encoding: Encoding): string;
  copy(): DigestState;
}

/** Parameters of RFC 7914 scrypt, already checked. */
interface ScryptParameters {
  readonly cost: number;
  readonly blockSize: number;
  readonly parallelization: number;
  readonly length: number;
  readonly maxMemory: number;
}

/** Parameters of RFC 8018 PBKDF2, already checked. */
interface Pbkdf2Parameters {
  readonly spec: DigestSpec;
  readonly iterations: number;
  readonly length: number;
}

/** Parameters of RFC 5869 HKDF, already checked. */
interface HkdfParameters {
  readonly spec: DigestSpec;
  readonly salt: Uint8Array;
  readonly info: Uint8Array;
  readonly length: number;
}

/**
 * The few primitives that everything else is made of. There are two: one on `node:crypto`, chosen by the `node`
 * export condition, and one on `@noble/hashes` and WebCrypto for every other runtime. Arguments come checked.
 */
export interface Provider {
  readonly name: 'node' | 'web';
  /** Digests that this runtime has beyond the guaranteed ones, by canonical name. */
  extraAlgorithms(): ReadonlyMap<string, { readonly digestSize: number; readonly blockSize: number }>;
  /** Why the tree parameters of BLAKE2 cannot be used now; undefined when they can. */
  treeHashingObstacle(): string | undefined;
  createDigest(spec: DigestSpec): DigestState;
  digestOnce(spec: DigestSpec, data: Uint8Array | string, encoding: Encoding | undefined): Bytes | string;
  /** An HMAC under way (RFC 2104), with a digest of fixed length. */
  createHmac(spec: DigestSpec, key: Uint8Array): DigestState;
  hmacOnce(
    spec: DigestSpec,
    key: Uint8Array,
    message: Uint8Array | string,
    encoding: Encoding | undefined,
  ): Bytes | string;
  pbkdf2(password: Uint8Array, salt: Uint8Array, parameters: Pbkdf2Parameters): Promise<Bytes>;
  scrypt(password: Uint8Array, salt: Uint8Array, parameters: ScryptParameters): Promise<Bytes>;
  hkdf(key: Uint8Array, parameters: HkdfParameters): Promise<Bytes>;
  randomFill(bytes: Bytes): void;
  /** Both have the same length. */
  timingSafeEqual(a: Uint8Array, b: Uint8Array): boolean;
  encode(bytes: Uint8Array, encoding: Encoding): string;
  /** The text is known to be canonical. */
  decode(text: string, encoding: Encoding): Bytes;
  /** The Base64url of a well-formed text's UTF-8 bytes. */
  encodeText(text: string): string;
  /** The text whose UTF-8 bytes a canonical Base64url text stands for; undefined where that takes a closer look. */
  decodeText(base64url: string): string | undefined;
}
