/** How long one turn may keep the event loop, in milliseconds. */
const TURN = 2;
const ROUNDS_BETWEEN_LOOKS = 64;

/**
 * Runs the rounds of an old scheme, which no engine computes elsewhere. Every few milliseconds other work gets its turn:
 * a million rounds take seconds, in which a server must answer.
 */
export async function inRounds(rounds: number, step: (round: number) => void): Promise<void> {
  let turnStarted = performance.now();
  for (let round = 0; round < rounds; round++) {
    step(round);
    if (round % ROUNDS_BETWEEN_LOOKS !== 0 || performance.now() - turnStarted < TURN) continue;
    await new Promise((resolve) => setTimeout(resolve, 0));
    turnStarted = performance.now();
  }
}
