/** Something to time. Each call is one round, which may be asynchronous and says how many milliseconds it took. */
export type Rounds = Readonly<Record<string, () => number | Promise<number>>>;

/**
 * Times contenders in turns, so that what slows the machine slows all of them alike, and gives the best round of each:
 * what else a shared machine does only ever adds. Each round begins with another one, so that none always runs behind the
 * one that leaves the caches coldest. A first round of each does not count.
 */
export async function inTurns(contenders: Rounds, rounds = 7): Promise<ReadonlyMap<string, number>> {
  const entries = Object.entries(contenders);
  const best = new Map<string, number>();
  for (let round = 0; round <= rounds; round++) {
    const first = round % Math.max(1, entries.length);
    for (const [name, run] of [...entries.slice(first), ...entries.slice(0, first)]) {
      const took = await run();
      if (round > 0) best.set(name, Math.min(took, best.get(name) ?? took));
    }
  }
  return best;
}
