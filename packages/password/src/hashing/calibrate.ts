import { type Duration, tokenBytes } from '@countersign/core';
import { durationUpTo, integer, readOptions, withDefault } from '@countersign/core/internal';
import type { Runtime } from '../runtime/runtime.ts';
import { derive } from './derive.ts';
import { newDerivation } from './new-hash.ts';

/** Options of {@link calibrate}. */
export interface CalibrateOptions {
  /** Time for one hash on this machine, when nothing else runs. Default 50 ms. */
  readonly target?: Duration | undefined;
  /** Maximum memory for one hash, in kibibytes, at least 19456. Default 65536 (64 MiB). */
  readonly memory?: number | undefined;
}

/** Options for this machine: `new PasswordHasher({ hash })`. */
export interface Calibration {
  readonly hash: {
    readonly algorithm: 'argon2id';
    readonly memory: number;
    readonly passes: number;
    readonly parallelism: number;
  };
  /** Time of one hash with these options, in milliseconds. */
  readonly milliseconds: number;
}

const MINIMUM = { memory: 19_456, passes: 2 };
const MEMORIES = [24_576, 32_768, 47_104, 65_536, 98_304, 131_072, 262_144, 524_288, 1_048_576] as const;
const MAX_PASSES = 32;
const MAX_TARGET_SECONDS = 60;

const OPTIONS = {
  target: withDefault(durationUpTo(MAX_TARGET_SECONDS), 0.05),
  memory: withDefault(integer({ min: MINIMUM.memory, max: 1_048_576 }), 65_536),
} as const;

/** Finds Argon2id options on a runtime. */
export async function calibrateOn(runtime: Runtime, options: CalibrateOptions): Promise<Calibration> {
  const { target, memory } = readOptions(options, OPTIONS);
  return strongestWithin(target * 1000, memory, (kibibytes, passes) => measure(runtime, kibibytes, passes));
}

/** The strongest options that take at most the target, as measured by `time`. */
export async function strongestWithin(
  targetMs: number,
  maxMemory: number,
  time: (memory: number, passes: number) => Promise<number>,
): Promise<Calibration> {
  const memories = MEMORIES.filter((memory) => memory <= maxMemory);
  const most = memories.at(-1) ?? MINIMUM.memory;
  const steps = [
    ...memories.map((memory) => ({ memory, passes: MINIMUM.passes })),
    ...Array.from({ length: MAX_PASSES - MINIMUM.passes }, (_, step) => ({
      memory: most,
      passes: MINIMUM.passes + 1 + step,
    })),
  ];
  let best = { ...MINIMUM, milliseconds: await time(MINIMUM.memory, MINIMUM.passes) };
  for (const { memory, passes } of steps) {
    const milliseconds = await time(memory, passes);
    if (milliseconds > targetMs) break;
    best = { memory, passes, milliseconds };
  }
  const { memory, passes, milliseconds } = best;
  return { hash: { algorithm: 'argon2id', memory, passes, parallelism: 1 }, milliseconds };
}

/** The best of three hashes after one for warming up, because other work on the machine is not the hash's cost. */
async function measure(runtime: Runtime, memory: number, passes: number): Promise<number> {
  const password = tokenBytes(16);
  const derivation = newDerivation({ algorithm: 'argon2id', memory, passes, parallelism: 1 });
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 4; round++) {
    const started = performance.now();
    await derive(derivation, password, runtime);
    if (round > 0) best = Math.min(best, performance.now() - started);
  }
  return best;
}
