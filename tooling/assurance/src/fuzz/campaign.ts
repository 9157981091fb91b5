import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import type { Target } from './target.ts';

/** When a campaign ends: at the first of these. */
export interface Budget {
  readonly seconds: number;
  readonly inputs: number;
}

/** The result of a campaign. */
export interface Outcome {
  readonly target: string;
  readonly seed: number;
  readonly inputs: number;
  readonly seconds: number;
  /** Inputs that got an answer other than an error. */
  readonly accepted: number;
  /** The slowest answer, in milliseconds of this process's own time. */
  readonly slowest: number;
  /** The smallest input that fails, and why; undefined when there is none. */
  readonly failure: Failure | undefined;
}

interface Failure {
  readonly reason: string;
  /** The input as JavaScript, made as small as it gets. */
  readonly input: string;
}

/** Inputs between two looks at the memory. */
const BATCH = 2000;
/** Bytes that may stay behind after the first batches: caches fill, code is compiled. */
const GROWTH = 32 * 2 ** 20;
/** Batches before the memory is first measured. */
const WARM_UP = 5;

/** A slow answer is measured up to 12 times. Each pause before it is 10 ms longer than the one before. */
const MOST_TRIES = 12;
const PAUSE = 10;

/** An answer that took too long, or an error that no caller can expect. */
class Unacceptable extends Error {}

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

function heldBytes(): number {
  // The second time waits for what the first lets go of beside the heap, which is freed in the background.
  collectGarbage();
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/**
 * Gives a target's inputs to it until the budget is used up or one fails; that one is made smaller as long as it still
 * fails. The same seed gives the same inputs.
 */
export async function runCampaign<Input>(
  target: Target<Input>,
  seed: number,
  budget: Budget,
): Promise<Outcome> {
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  let [inputs, accepted, slowest] = [0, 0, 0];
  let failure: Failure | undefined;
  const strays: unknown[] = [];
  const onStray = (reason: unknown): void => void strays.push(reason);
  process.on('unhandledRejection', onStray);

  const answerOnce = async (input: Input): Promise<number> => {
    const before = process.cpuUsage();
    try {
      await target.answer(input);
      accepted += 1;
    } catch (error) {
      if (!target.isTyped(error)) throw new Unacceptable(`threw ${describe(error)}`);
    }
    const { user, system } = process.cpuUsage(before);
    if (strays.length > 0)
      throw new Unacceptable(`left a rejected promise alone: ${describe(strays.shift())}`);
    return (user + system) / 1000;
  };

  const property = fc.asyncProperty(target.inputs, async (input) => {
    inputs += 1;
    const ceiling = target.ceiling(input);
    const start = performance.now();
    let took = await answerOnce(input);
    // On a busy machine one slow answer says nothing, and neither do a few in a row, which a machine that stands still for
    // a moment makes slow together; the same one slow again and again does.
    if (performance.now() - start > ceiling)
      for (let again = 0; again < MOST_TRIES && took > ceiling; again++) {
        await sleep(again * PAUSE);
        took = Math.min(took, await answerOnce(input));
      }
    slowest = Math.max(slowest, took);
    if (took > ceiling) throw new Unacceptable(`took ${Math.round(took)} ms of at most ${ceiling}`);
  });

  let base: number | undefined;
  for (
    let batch = 0;
    failure === undefined && seconds() < budget.seconds && inputs < budget.inputs;
    batch++
  ) {
    const numRuns = Math.min(BATCH, budget.inputs - inputs);
    const details = await fc.check(property, {
      seed: seed + batch,
      numRuns,
      interruptAfterTimeLimit: Math.max(1, (budget.seconds - seconds()) * 1000),
      markInterruptAsFailure: false,
    });
    // fast-check also reports a failure if the time ended before it tried one input.
    if (details.failed && details.counterexample !== null) {
      const { counterexample, errorInstance } = details;
      failure = { reason: describe(errorInstance), input: fc.stringify(counterexample[0]) };
    }
    target.tidy?.();
    if (batch === WARM_UP) base = heldBytes();
    if (base !== undefined && batch > WARM_UP && batch % 10 === 0) {
      const grown = heldBytes() - base;
      if (grown > GROWTH)
        failure ??= {
          reason: `${Math.round(grown / 2 ** 20)} MiB more stay in memory after ${inputs} inputs`,
          input: `seed ${seed}`,
        };
    }
  }
  process.off('unhandledRejection', onStray);
  return { target: target.name, seed, inputs, seconds: seconds(), accepted, slowest, failure };
}

function describe(error: unknown): string {
  if (error instanceof Unacceptable) return error.message;
  return error instanceof Error
    ? `${error.name}: ${error.message.split('\n')[0]}\n${error.stack ?? ''}`
    : String(error);
}
