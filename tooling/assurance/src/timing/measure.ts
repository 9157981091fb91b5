import { randomBelow } from '@countersign/core';
import { welchT } from './welch.ts';

/** One operation, and two classes of input between which its time must not differ. */
export interface TimingCase {
  readonly name: string;
  /** Names of the two classes. */
  readonly classes: readonly [string, string];
  /** Prepares an input of a class outside the measurement; returns what is measured. */
  readonly prepare: (which: 0 | 1) => () => unknown;
  /** Measured samples of both classes together. Default 200 000. */
  readonly samples?: number;
}

/** The result of a measurement. */
export interface TimingResult {
  readonly name: string;
  readonly samples: number;
  /** The largest |t| over the crops. */
  readonly t: number;
  /** Nanoseconds by which the medians differ, and the median of all. */
  readonly difference: number;
  readonly median: number;
}

/** Above this bound of dudect and TVLA, the classes count as distinguishable. */
export const MAX_T = 4.5;

/**
 * Only these shares of the fastest samples are compared. Samples that an interrupt or a garbage collection made slow
 * would hide a difference.
 */
const CROPS = [0.5, 0.75, 0.9, 0.99];
/** The first samples, in which code is still being compiled. */
const WARM_UP_SHARE = 0.1;

const FENCE = new Int32Array(new SharedArrayBuffer(4));

/** Measures both classes in random turns. */
export async function measure({ name, prepare, samples = 200_000 }: TimingCase): Promise<TimingResult> {
  const times: [number[], number[]] = [[], []];
  const warmUp = Math.ceil(samples * WARM_UP_SHARE);
  for (let sample = -warmUp; sample < samples; sample++) {
    const which = randomBelow(2) === 0 ? 0 : 1;
    const act = prepare(which);
    // Wait until the prepared input has reached memory. A load directly after a store to the same word takes longer, and
    // that would measure the preparation.
    Atomics.add(FENCE, 0, 1);
    const start = performance.now();
    const result = act();
    // Awaiting a plain value would measure the event loop.
    if (result instanceof Promise) await result;
    const nanoseconds = (performance.now() - start) * 1e6;
    if (sample >= 0) times[which].push(nanoseconds);
  }
  const [a, b] = [times[0].sort(ascending), times[1].sort(ascending)];
  const all = [...a, ...b].sort(ascending);
  const t = Math.max(
    ...CROPS.map((share) => {
      const limit = quantile(all, share);
      return Math.abs(
        welchT(
          a.filter((time) => time <= limit),
          b.filter((time) => time <= limit),
        ),
      );
    }),
  );
  return { name, samples, t, difference: quantile(a, 0.5) - quantile(b, 0.5), median: quantile(all, 0.5) };
}

const ascending = (a: number, b: number): number => a - b;

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
