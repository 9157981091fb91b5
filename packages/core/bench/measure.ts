/** A way to do one thing, by its library's name. */
export interface Contender {
  readonly name: string;
  readonly run: () => unknown;
}

/** How fast each contender was, in operations a second. */
export type Speeds = ReadonlyMap<string, number>;

const ROUNDS = 5;
const ROUND_MILLISECONDS = 60;

/** Calls that take about a thousandth of a second, so that reading the clock costs nothing. */
function batchSize(run: () => unknown): number {
  let calls = 1;
  for (;;) {
    const start = performance.now();
    for (let call = 0; call < calls; call++) run();
    if (performance.now() - start > 1 || calls > 1_000_000) return calls;
    calls *= 2;
  }
}

/** Runs the contenders in turns, so that what slows the machine slows all of them, and keeps the best round of each. */
export function measure(contenders: readonly Contender[]): Speeds {
  const batches = contenders.map(({ run }) => batchSize(run));
  const best = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, { name, run }] of contenders.entries()) {
      const batch = batches[index] ?? 1;
      const start = performance.now();
      let calls = 0;
      do {
        for (let call = 0; call < batch; call++) run();
        calls += batch;
      } while (performance.now() - start < ROUND_MILLISECONDS);
      const speed = (calls * 1000) / (performance.now() - start);
      best.set(name, Math.max(speed, best.get(name) ?? 0));
    }
  }
  return best;
}
