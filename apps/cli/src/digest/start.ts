import { createHash, hash } from '@countersign/core';
import { nativeBlake3 } from './blake3.ts';
import type { Digest, Job } from './job.ts';

type Method = Pick<Job, 'algorithm' | 'parameters'>;

/** Starts a digest with the fastest code that is available. */
export function startDigest({ algorithm, parameters }: Method): Digest {
  const native = nativeDigest({ algorithm, parameters });
  if (native) return native;
  const made = createHash(algorithm, parameters);
  return { update: (chunk) => void made.update(chunk), hex: () => made.digest('hex') };
}

/** The digest of bytes in hexadecimal. */
export function digestBytes({ algorithm, parameters }: Method, bytes: Uint8Array): string {
  const native = nativeDigest({ algorithm, parameters });
  if (!native) return hash(algorithm, bytes, { ...parameters, encoding: 'hex' });
  native.update(bytes);
  return native.hex();
}

function nativeDigest({ algorithm, parameters }: Method): Digest | undefined {
  return algorithm === 'blake3' && Object.keys(parameters).length === 0 ? nativeBlake3() : undefined;
}
