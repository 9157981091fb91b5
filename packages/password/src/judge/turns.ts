/** Resolves in a later turn of the event loop, after requests that wait have been served. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

let last: Promise<unknown> = Promise.resolve();

/** Does one task in a turn of the event loop, after the tasks of all other callers. */
export function inOwnTurn<T>(task: () => T): Promise<T> {
  const result = last.then(nextTurn).then(task);
  last = result.catch(() => undefined);
  return result;
}
