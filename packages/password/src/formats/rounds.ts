/** The longest time that a scheme blocks the event loop, in milliseconds. */
const MAX_TURN_MS = 2;
const ROUNDS_PER_CHECK = 64;

/**
 * Runs the rounds of a scheme that is made of digests. It returns to the event loop every two milliseconds, because a
 * million rounds take seconds.
 */
export async function inRounds(rounds: number, step: (round: number) => void): Promise<void> {
  let turnStarted = performance.now();
  for (let round = 0; round < rounds; round++) {
    step(round);
    if (round % ROUNDS_PER_CHECK !== 0 || performance.now() - turnStarted < MAX_TURN_MS) continue;
    await new Promise((resolve) => setTimeout(resolve, 0));
    turnStarted = performance.now();
  }
}
