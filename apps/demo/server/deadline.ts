import { AsyncLocalStorage } from 'node:async_hooks';

/** Each request is answered within this time. Everything that it does shares the time. */
const REQUEST_MILLISECONDS = 5000;

/** The time is over. Nothing was changed. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

/** The connection was lost, or the time was over, while the database committed. The change may have been made. */
export class OutcomeUnknownError extends Error {
  override readonly name = 'OutcomeUnknownError';
}

/** The point in time at which a request must be answered. */
class Deadline {
  /** True while a COMMIT is under way. */
  isCommitting = false;
  readonly #endsAt: number;

  constructor(milliseconds: number) {
    this.#endsAt = performance.now() + milliseconds;
  }

  /** @throws {@link DeadlineError} */
  check(): void {
    if (performance.now() >= this.#endsAt) throw new DeadlineError('The time for this work is over.');
  }
}

const deadlines = new AsyncLocalStorage<Deadline>();

/** The deadline of the current request. Work outside a request gets a new deadline. */
export function currentDeadline(): Deadline {
  return deadlines.getStore() ?? new Deadline(REQUEST_MILLISECONDS);
}

/** Runs `work` with one deadline, and rejects when it is over. */
export async function withDeadline<T>(
  work: () => Promise<T>,
  milliseconds = REQUEST_MILLISECONDS,
): Promise<T> {
  const deadline = new Deadline(milliseconds);
  const { promise: timeout, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const message = `No result after ${milliseconds} ms.`;
    reject(deadline.isCommitting ? new OutcomeUnknownError(message) : new DeadlineError(message));
  }, milliseconds);
  try {
    return await Promise.race([deadlines.run(deadline, work), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
