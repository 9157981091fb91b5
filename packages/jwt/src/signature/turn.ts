/** How long signatures may hold one turn of the event loop, in milliseconds. */
const TURN_BUDGET_MS = 2;

let spentMs = 0;
let next: Promise<void> | undefined;

/** The next turn of the event loop, in which there is time again. */
function nextTurn(): Promise<void> {
  next ??= new Promise((resolve) => {
    setImmediate(() => {
      spentMs = 0;
      next = undefined;
      resolve();
    });
  });
  return next;
}

/** Does something on the calling thread, in the first turn of the event loop that has time left for it. */
export async function inTurn<T>(work: () => T): Promise<T> {
  while (spentMs >= TURN_BUDGET_MS) await nextTurn();
  void nextTurn();
  const started = performance.now();
  try {
    return work();
  } finally {
    spentMs += performance.now() - started;
  }
}
