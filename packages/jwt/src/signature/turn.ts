/**
 * How long signatures may hold one turn of the event loop, in milliseconds. A thread of the pool takes 10 to 40 µs more for
 * each, so the first ones, up to here, are made at once.
 */
const TURN_BUDGET_MS = 2;

let spentMs = 0;

/** Whether this turn of the event loop has worked as long as it may. */
export function isTurnSpent(): boolean {
  return spentMs >= TURN_BUDGET_MS;
}

/** Does something at once, on this turn's account. */
export function spendTurn<T>(work: () => T): T {
  if (spentMs === 0) setImmediate(nextTurn);
  const started = performance.now();
  try {
    return work();
  } finally {
    // Never nothing, so that one turn asks for the next only once.
    spentMs += Math.max(performance.now() - started, Number.EPSILON);
  }
}

function nextTurn(): void {
  spentMs = 0;
}
