import { inTurns } from '@countersign/bench';

/** A way to do one thing, by its library's name. */
export interface Contender {
  readonly name: string;
  readonly run: () => unknown;
}

/** How fast each contender was, in operations a second. */
export type Speeds = ReadonlyMap<string, number>;

/** Many and short: a machine that does other things, too, leaves some of them alone. */
export const ROUNDS = 21;
const ROUND_MILLISECONDS = 20;

/** One round: milliseconds a call, from as many calls as fill the time. The clock is read once in a millisecond or so. */
function round(run: () => unknown): () => number {
  let batch = 1;
  return () => {
    const start = performance.now();
    let calls = 0;
    for (;;) {
      for (let call = 0; call < batch; call++) run();
      calls += batch;
      const elapsed = performance.now() - start;
      if (elapsed >= ROUND_MILLISECONDS) return elapsed / calls;
      batch = Math.max(1, Math.round(calls / elapsed));
    }
  };
}

export async function measure(contenders: readonly Contender[]): Promise<Speeds> {
  const rounds = Object.fromEntries(contenders.map(({ name, run }) => [name, round(run)]));
  const best = await inTurns(rounds, ROUNDS);
  return new Map([...best].map(([name, milliseconds]) => [name, 1000 / milliseconds]));
}
