import { type Bytes, checkMessage, type Message } from '../bytes.ts';
import { checkEncoding, type Encoding } from '../encoding/encoding.ts';
import { InvalidArgumentError } from '../errors.ts';
import { checkOptions } from '../options.ts';
import type { HashName } from './algorithms.ts';
import { createHash } from './hash.ts';
import { checkAborted, checkWatch, type HashStreamOptions, STREAM_OPTIONS, unlessAborted } from './watch.ts';

/** What a digest can be streamed from: a `fetch` body, a Node.js stream, a generator, an array of pieces. */
export type HashSource = ReadableStream<Uint8Array> | AsyncIterable<Message> | Iterable<Message>;

const encoder = new TextEncoder();

/**
 * The digest of a stream. The next piece is asked for when the last one is taken in, and none is kept. When it ends
 * early, by the signal or an error, the source is told to stop.
 *
 * @throws {@link InvalidArgumentError} for wrong arguments and pieces, {@link CountersignError} `ERR_ABORTED`, and whatever
 * the source and `onProgress` throw
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
  const { encoding, signal, onProgress, ...parameters } = checkOptions(options, STREAM_OPTIONS);
  checkWatch(options);
  checkEncoding(encoding);
  const hash = createHash(algorithm, parameters);
  const pieces = iterator(source);
  let bytes = 0;
  let isDone = false;
  try {
    for (;;) {
      const next = await unlessAborted(Promise.resolve(pieces.next()), signal);
      checkAborted(signal);
      isDone = next.done === true;
      if (next.done) break;
      const piece = checkMessage(next.value, 'source');
      const data = typeof piece === 'string' ? encoder.encode(piece) : piece;
      hash.update(data);
      bytes += data.length;
      onProgress?.({ bytes });
    }
  } finally {
    // Not waited for: a source that is silent now may stay so.
    if (!isDone) stop(pieces);
  }
  return hash.digest(encoding === undefined ? {} : { encoding });
}

type Pieces = AsyncIterator<unknown> | Iterator<unknown>;

function iterator(source: HashSource): AsyncIterator<Message> | Iterator<Message> {
  if (typeof source === 'object' && source !== null && !ArrayBuffer.isView(source)) {
    if (Symbol.asyncIterator in source) return source[Symbol.asyncIterator]();
    if (Symbol.iterator in source) return source[Symbol.iterator]();
    if ('getReader' in source) return readAll(source);
  }
  throw new InvalidArgumentError(
    'source',
    'source must be a ReadableStream, or an iterable of Uint8Arrays and strings.',
  );
}

function stop(pieces: Pieces): void {
  Promise.resolve(pieces.return?.()).catch(() => undefined);
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
