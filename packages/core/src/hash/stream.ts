import { provider } from '#provider';
import type { Bytes } from '../bytes.ts';
import { checkEncoding, type Encoding } from '../encoding/encoding.ts';
import { CountersignError, InvalidArgumentError } from '../errors.ts';
import type { HashName } from './algorithms.ts';
import { createHash, type HashOptions } from './hash.ts';
import { digestSpec } from './spec.ts';

/** How far a long digest is. */
export interface HashProgress {
  /** Bytes taken in so far. */
  readonly bytes: number;
  /** Bytes in all, where that is known. */
  readonly total?: number;
}

/** Options of digests that take time. */
export interface HashStreamOptions extends HashOptions {
  /** Stops the digest; the promise is rejected with `ERR_ABORTED`. */
  readonly signal?: AbortSignal;
  /** Called after each piece. */
  readonly onProgress?: (progress: HashProgress) => void;
}

/** What a digest can be streamed from. */
export type HashSource =
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array | string>
  | Iterable<Uint8Array | string>;

/** Throws `ERR_ABORTED` once the caller has given up. */
export function checkAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted)
    throw new CountersignError('ERR_ABORTED', 'The digest was stopped by its AbortSignal.', {
      cause: signal.reason,
    });
}

/**
 * The digest of a stream. The next piece is asked for when the last one is taken in, and none is kept.
 *
 * @throws {@link InvalidArgumentError}; {@link CountersignError} `ERR_ABORTED`; whatever the source throws
 * @example
 * await hashStream('sha256', response.body, { encoding: 'hex' })
 */
export function hashStream(
  algorithm: HashName,
  source: HashSource,
  options: HashStreamOptions & { readonly encoding: Encoding },
): Promise<string>;
export function hashStream(
  algorithm: HashName,
  source: HashSource,
  options?: HashStreamOptions & { readonly encoding?: undefined },
): Promise<Bytes>;
export function hashStream(
  algorithm: HashName,
  source: HashSource,
  options?: HashStreamOptions,
): Promise<Bytes | string>;
export async function hashStream(
  algorithm: HashName,
  source: HashSource,
  options: HashStreamOptions = {},
): Promise<Bytes | string> {
  const { encoding, signal, onProgress, ...parameters } = options;
  checkEncoding(encoding);
  checkAborted(signal);
  await provider.prepare(digestSpec(algorithm, parameters));
  const hash = createHash(algorithm, parameters);
  let bytes = 0;
  for await (const piece of pieces(source)) {
    checkAborted(signal);
    const data = typeof piece === 'string' ? new TextEncoder().encode(piece) : piece;
    hash.update(data);
    bytes += data.length;
    onProgress?.({ bytes });
  }
  checkAborted(signal);
  return hash.digest(encoding === undefined ? {} : { encoding });
}

function pieces(source: HashSource): AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string> {
  if (typeof source === 'object' && source !== null) {
    if (Symbol.asyncIterator in source || Symbol.iterator in source) return source;
    if ('getReader' in source) return readAll(source);
  }
  throw new InvalidArgumentError('source', 'source must be a ReadableStream or an iterable of Uint8Arrays.');
}

/** For browsers whose streams cannot be iterated. Leaving early cancels the stream. */
async function* readAll(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  let isDone = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      isDone = done;
      if (done) return;
      yield value;
    }
  } finally {
    if (!isDone) await reader.cancel();
    reader.releaseLock();
  }
}
