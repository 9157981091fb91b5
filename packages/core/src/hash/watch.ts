import { CountersignError, InvalidArgumentError } from '../errors.ts';
import type { HashOptions } from './hash.ts';
import { PARAMETER_NAMES } from './spec.ts';

/** How far a long digest is. */
export interface HashProgress {
  /** Bytes taken in so far. */
  readonly bytes: number;
  /** Bytes in all, where that is known. */
  readonly total?: number;
}

/** Options of digests that take time. */
export interface HashStreamOptions extends HashOptions {
  /** Stops the digest at once, even when the source is silent; the promise is rejected with `ERR_ABORTED`. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each piece. What it throws ends the digest. */
  readonly onProgress?: ((progress: HashProgress) => void) | undefined;
}

/** The names of {@link HashStreamOptions}. */
export const STREAM_OPTIONS: ReadonlySet<string> = new Set([
  ...PARAMETER_NAMES,
  'encoding',
  'signal',
  'onProgress',
]);

/** Checks the options that are not the digest's own. */
export function checkWatch({ signal, onProgress }: HashStreamOptions): void {
  if (signal !== undefined && !(typeof signal === 'object' && signal !== null && 'aborted' in signal)) {
    throw new InvalidArgumentError('signal', 'signal must be an AbortSignal.');
  }
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw new InvalidArgumentError('onProgress', 'onProgress must be a function.');
  }
}

function aborted(signal: AbortSignal): CountersignError {
  return new CountersignError('ERR_ABORTED', 'The digest was stopped by its AbortSignal.', {
    cause: signal.reason,
  });
}

/** Throws `ERR_ABORTED` once the caller has given up. */
export function checkAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw aborted(signal);
}

/** Waits for `outcome`, and no longer than until the caller gives up. */
export async function unlessAborted<T>(outcome: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return outcome;
  checkAborted(signal);
  let stop: (() => void) | undefined;
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(aborted(signal));
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([outcome, stopped]);
  } finally {
    if (stop) signal.removeEventListener('abort', stop);
    // The loser of the race may still fail, and nobody else listens.
    outcome.catch(() => undefined);
  }
}
