import { streamRuntime } from '#runtime/stream';
import { type Bytes, checkMessage, type Encoding, type Message } from '../bytes.ts';
import { InvalidArgumentError } from '../errors.ts';
import { checkReadable } from '../members.ts';
import { readOptions } from '../options.ts';
import type { HashName } from './algorithms.ts';
import { type Hash, hashOf } from './hash.ts';
import { checkAborted, type HashStreamOptions, STREAM_OPTIONS, Turn, unlessAborted } from './progress.ts';

/** A source of parts: a `fetch` body, a Node.js stream, a generator, an array. */
export type HashSource = ReadableStream<Uint8Array> | AsyncIterable<Message> | Iterable<Message>;

/** Bytes of one step. Even the slowest digest needs less than 20 ms for them. */
const STEP_BYTES = 2 ** 20;

const encoder = new TextEncoder();

/**
 * Computes the digest of a stream. It keeps no part, and asks for the next one when the last one is digested. Other work of
 * the event loop continues, also if the source never waits. If the digest ends early, by the signal or an error, the source
 * is destroyed or cancelled.
 *
 * @throws {@link InvalidArgumentError} (`ERR_INVALID_ARGUMENT`) for wrong arguments and parts, and for a consumed stream
 * @throws {@link AbortedError} (`ERR_ABORTED`), and the errors of the source and of `onProgress`
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
  const read = readOptions(options, STREAM_OPTIONS);
  const hash = hashOf(algorithm, read);
  await digestParts(hash, openParts(source), read);
  return hash.digest(read.encoding === undefined ? {} : { encoding: read.encoding });
}

/** The signal and the listener of a long digest. */
export type Watch = Pick<HashStreamOptions, 'signal' | 'onProgress'>;

/** Digests all parts, or stops the source. */
export async function digestParts(hash: Hash, parts: Parts, { signal, onProgress }: Watch): Promise<void> {
  const turn = new Turn();
  let bytes = 0;
  let isDone = false;
  try {
    while (!isDone) {
      checkAborted(signal);
      const next = await unlessAborted(Promise.resolve(parts.next()), signal);
      isDone = next.done === true;
      if (next.done) break;
      const part = checkMessage(next.value, 'source');
      const data = typeof part === 'string' ? encoder.encode(part) : part;
      for (let start = 0; start < data.length; start += STEP_BYTES) {
        hash.update(data.subarray(start, start + STEP_BYTES));
        await turn.yieldIfLong();
        checkAborted(signal);
      }
      bytes += data.length;
      onProgress?.({ bytes });
      await turn.yieldIfLong();
    }
  } catch (error) {
    if (!isDone) parts.stop(error);
    throw error;
  }
  if (bytes === 0 && parts.wasDisturbed) {
    throw new InvalidArgumentError('source', 'source has already been read. Pass a new stream.');
  }
}

/** The parts of a source in one form. */
export interface Parts {
  readonly wasDisturbed: boolean;
  next(): PromiseLike<Part> | Part;
  /** Tells the source to stop. Nobody waits for it: a source that is silent now may stay silent. */
  stop(reason: unknown): void;
}

interface Part {
  readonly done?: boolean | undefined;
  readonly value?: unknown;
}

/**
 * Starts to read a source.
 *
 * @throws {@link InvalidArgumentError} for anything else, and for a locked stream
 */
export function openParts(source: unknown): Parts {
  if (typeof source !== 'object' || source === null || ArrayBuffer.isView(source)) throw notASource();
  checkReadable(source, 'source');
  const wasDisturbed = streamRuntime.isDisturbed(source);
  if (isWebStream(source)) return readWebStream(source, wasDisturbed);
  if (!isIterable(source)) throw notASource();
  const iterator =
    Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  return {
    wasDisturbed,
    next: () => iterator.next(),
    stop() {
      if ('destroy' in source && typeof source.destroy === 'function') source.destroy();
      ignoreFailure(() => iterator.return?.());
    },
  };
}

/** The reader can cancel a stream while a read is pending. The stream's iterator would wait for the read. */
function readWebStream(stream: ReadableStream<unknown>, wasDisturbed: boolean): Parts {
  if (stream.locked) {
    throw new InvalidArgumentError('source', 'source is locked by another reader. Release it first.');
  }
  const reader = stream.getReader();
  return {
    wasDisturbed,
    next: () => reader.read(),
    stop(reason) {
      ignoreFailure(() => reader.cancel(reason));
    },
  };
}

async function ignoreFailure(run: () => unknown): Promise<void> {
  try {
    await run();
  } catch {
    // The digest has already ended with another error.
  }
}

function isWebStream(source: object): source is ReadableStream<unknown> {
  return 'getReader' in source && typeof source.getReader === 'function';
}

function isIterable(source: object): source is AsyncIterable<unknown> | Iterable<unknown> {
  return Symbol.asyncIterator in source || Symbol.iterator in source;
}

function notASource(): InvalidArgumentError {
  return new InvalidArgumentError(
    'source',
    'source must be a ReadableStream, or an iterable of Uint8Arrays and strings.',
  );
}
