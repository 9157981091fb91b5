import { streamRuntime } from '#runtime/stream';
import { AbortedError, InvalidArgumentError } from '../errors.ts';
import { func, optional } from '../option-readers.ts';
import type { TableOf } from '../options.ts';
import { HASH_OPTIONS, type HashOptions, type ReadHashOptions } from './hash.ts';

/** Progress of a long digest. */
export interface HashProgress {
  /** Bytes so far. */
  readonly bytes: number;
  /** Total bytes, if known. */
  readonly total?: number;
}

/** Options of a long digest. */
export interface HashStreamOptions extends HashOptions {
  /** Stops the digest, also if the source is silent. The promise rejects with `ERR_ABORTED`. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each part. An error that it throws ends the digest. */
  readonly onProgress?: ((progress: HashProgress) => void) | undefined;
}

/** Options of a long digest that have been read. */
export interface ReadStreamOptions extends ReadHashOptions {
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: HashProgress) => void) | undefined;
}

/** Reads the options of a long digest. */
export const STREAM_OPTIONS: TableOf<ReadStreamOptions> = {
  ...HASH_OPTIONS,
  signal: optional(abortSignal),
  onProgress: optional(func<(progress: HashProgress) => void>()),
};

function abortSignal(value: unknown, argument: string): AbortSignal {
  if (isAbortSignal(value)) return value;
  throw new InvalidArgumentError(argument, `${argument} must be an AbortSignal.`);
}

function isAbortSignal(value: unknown): value is AbortSignal {
  return typeof value === 'object' && value !== null && 'aborted' in value && 'addEventListener' in value;
}

/** Throws `ERR_ABORTED` if the signal is aborted. */
export function checkAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw aborted(signal);
}

function aborted(signal: AbortSignal): AbortedError {
  return new AbortedError('The digest was stopped by its AbortSignal.', { cause: signal.reason });
}

/** Waits for a promise, but not longer than until the signal is aborted. */
export async function unlessAborted<T>(outcome: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return outcome;
  // If the signal wins, nobody else handles a later rejection.
  outcome.catch(() => undefined);
  checkAborted(signal);
  const { promise, stop } = abortion(signal);
  try {
    return await Promise.race([outcome, promise]);
  } finally {
    stop();
  }
}

function abortion(signal: AbortSignal): { readonly promise: Promise<never>; readonly stop: () => void } {
  let stop = (): void => {};
  const promise = new Promise<never>((_, reject) => {
    const onAbort = (): void => reject(aborted(signal));
    signal.addEventListener('abort', onAbort, { once: true });
    stop = () => signal.removeEventListener('abort', onAbort);
  });
  return { promise, stop: () => stop() };
}

/** Longest turn of the event loop in milliseconds before other work may run. */
const MAX_TURN = 20;

/** Lets other work run if the current turn is long. Sources that never wait would otherwise block the event loop. */
export class Turn {
  #started: number = performance.now();

  async yieldIfLong(): Promise<void> {
    if (performance.now() - this.#started < MAX_TURN) return;
    await streamRuntime.nextTurn();
    this.#started = performance.now();
  }
}
