import type { Bytes, Encoding } from '../bytes.ts';
import type { DigestSpec, DigestState } from '../digest.ts';

/** Sizes of a digest in bytes. */
export interface DigestSizes {
  readonly digestSize: number;
  readonly blockSize: number;
}

/** Digests and HMAC (RFC 2104). All arguments are checked. HMAC uses digests of fixed length without parameters. */
export interface DigestRuntime {
  /** Digests of this runtime beyond the guaranteed ones, by canonical name. */
  extraAlgorithms(): ReadonlyMap<string, DigestSizes>;
  /** The reason why BLAKE2's tree parameters cannot be used. Undefined if they can. */
  treeHashingObstacle(): string | undefined;
  start(spec: DigestSpec): DigestState;
  once(spec: DigestSpec, data: Uint8Array | string, encoding: Encoding | undefined): Bytes | string;
  startHmac(spec: DigestSpec, key: Bytes): DigestState;
  hmac(
    spec: DigestSpec,
    key: Bytes,
    message: Uint8Array | string,
    encoding: Encoding | undefined,
  ): Bytes | string;
}
