/** Milliseconds that a test waits for something: nearly as long as it may take itself, so that it can say what it waited for. */
export const WAITS = 240_000;

/**
 * Milliseconds that the fastest of some runs takes, up to the first that takes less than `enough`. On a busy machine one
 * slow run says nothing; that each one is slow says that the work is.
 */
export async function fastestRun(enough: number, run: () => unknown): Promise<number> {
  let fastest = Number.POSITIVE_INFINITY;
  for (let runs = 0; runs < 30 && fastest >= enough; runs += 1) {
    const started = performance.now();
    await run();
    fastest = Math.min(fastest, performance.now() - started);
  }
  return fastest;
}
