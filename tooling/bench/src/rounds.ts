/** Something to time. Each call is one round, which may be asynchronous and says how many milliseconds it took. */
export type Rounds = Readonly<Record<string, () => number | Promise<number>>>;

/** Reduces several rounds to one number. */
type Summary = (milliseconds: readonly number[]) => number;

/** The best round: what else a shared machine does only ever adds. */
const best: Summary = (milliseconds) => Math.min(...milliseconds);

/** The middle round, with what a server meets too: garbage that is collected, code that is compiled again. */
export const median: Summary = (milliseconds) =>
  milliseconds.toSorted((a, b) => a - b)[Math.floor(milliseconds.length / 2)] ?? Number.NaN;

/**
 * V8 optimizes on separate threads. If a process has one core and a real-time priority, these threads only run while it
 * sleeps, and a benchmark without a pause measures the interpreter.
 */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2));

/**
 * Times contenders in turns, so that what slows the machine slows all of them alike, and gives one figure of each. Each
 * round begins with another one, so that none always runs behind the one that leaves the caches coldest. A first round of
 * each does not count.
 */
export async function inTurns(
  contenders: Rounds,
  rounds = 7,
  summary: Summary = best,
): Promise<ReadonlyMap<string, number>> {
  const entries = Object.entries(contenders);
  const took = new Map<string, number[]>(entries.map(([name]) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    const first = round % Math.max(1, entries.length);
    for (const [name, run] of [...entries.slice(first), ...entries.slice(0, first)]) {
      await pause();
      const milliseconds = await run();
      if (round > 0) took.get(name)?.push(milliseconds);
    }
  }
  return new Map([...took].map(([name, milliseconds]) => [name, summary(milliseconds)]));
}
