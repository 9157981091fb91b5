import { createHash, createHmac, type Encoding, type Hash, type Hmac } from '@countersign/core';
import { type SecretEncoding, secretBytes } from '../secret-encoding.ts';
import { hasLength } from './algorithms.ts';

export interface DigestWishes {
  readonly algorithm: string;
  readonly encoding: Encoding;
  /** Empty for a plain digest. */
  readonly key: string;
  readonly keyEncoding: SecretEncoding;
  /** Bytes; undefined for the algorithm's own. */
  readonly length: number | undefined;
}

function start({ algorithm, key, keyEncoding, length }: DigestWishes): Hash | Hmac {
  if (key !== '') return createHmac(algorithm, secretBytes(key, keyEncoding));
  return createHash(algorithm, length !== undefined && hasLength(algorithm, false) ? { length } : {});
}

export function digestText(text: string, wishes: DigestWishes): string {
  return start(wishes).update(text).digest(wishes.encoding);
}

const CHUNK_BYTES = 1024 * 1024;

/**
 * Digests a file without holding it in memory. It is read in slices, which every browser can, and the page stays
 * responsive between them.
 *
 * @returns undefined when it was stopped
 */
export async function digestFile(
  file: Blob,
  wishes: DigestWishes,
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (share: number) => void },
): Promise<string | undefined> {
  const state = start(wishes);
  for (let at = 0; at < file.size; at += CHUNK_BYTES) {
    const slice = await file.slice(at, at + CHUNK_BYTES).arrayBuffer();
    if (signal.aborted) return undefined;
    state.update(new Uint8Array(slice));
    onProgress(Math.min(1, (at + slice.byteLength) / file.size));
  }
  return state.digest(wishes.encoding);
}
