import { type Duration, tokenBytes } from '@countersign/core';
import { checkInteger, checkOptions, durationSeconds } from '@countersign/core/internal';
import { derive } from './derive.ts';
import { newDerivation } from './parameters.ts';

/** What {@link calibrate} aims at. */
export interface CalibrationTarget {
  /** How long one hash should take on this machine, alone. Default 50 ms. */
  readonly target?: Duration;
  /** The most memory for one hash, in kibibytes, at least 19456. Default 65536 (64 MiB). */
  readonly memory?: number;
}

/** Parameters for this machine: `new PasswordHasher({ hash })`. */
export interface Calibration {
  readonly hash: {
    readonly algorithm: 'argon2id';
    readonly memory: number;
    readonly passes: number;
    readonly parallelism: number;
  };
  /** How long one hash took with them, in milliseconds. */
  readonly milliseconds: number;
}

const OPTIONS: ReadonlySet<string> = new Set([
  'target',
  'memory',
] satisfies readonly (keyof CalibrationTarget)[]);
const FLOOR = { memory: 19_456, passes: 2 };
const MEMORIES = [24_576, 32_768, 47_104, 65_536, 98_304, 131_072, 262_144, 524_288, 1_048_576] as const;
const MAX_PASSES = 32;

/**
 * Finds Argon2id parameters for a time on this machine: first memory is raised up to its limit, then passes. Never below
 * OWASP's floor, however slow the machine.
 *
 * @throws {@link InvalidArgumentError}
 * @example
 * const { hash, milliseconds } = await calibrate({ target: '100ms', memory: 131_072 });
 * const hasher = new PasswordHasher({ hash });
 */
export async function calibrate(options: CalibrationTarget = {}): Promise<Calibration> {
  checkOptions(options, OPTIONS);
  const { target = '50ms', memory: maxMemory = 65_536 } = options;
  const targetMs = durationSeconds(target, 'target') * 1000;
  checkInteger(maxMemory, 'memory', { min: FLOOR.memory, max: MEMORIES.at(-1) ?? FLOOR.memory });
  return strongestWithin(targetMs, maxMemory, measure);
}

/** The strongest parameters that take no longer than the target, by what `time` says of each. */
export async function strongestWithin(
  targetMs: number,
  maxMemory: number,
  time: (memory: number, passes: number) => Promise<number>,
): Promise<Calibration> {
  const memories = MEMORIES.filter((memory) => memory <= maxMemory);
  const most = memories.at(-1) ?? FLOOR.memory;
  const steps = [
    ...memories.map((memory) => ({ memory, passes: FLOOR.passes })),
    ...Array.from({ length: MAX_PASSES - FLOOR.passes }, (_, step) => ({
      memory: most,
      passes: FLOOR.passes + 1 + step,
    })),
  ];
  let best = { ...FLOOR, milliseconds: await time(FLOOR.memory, FLOOR.passes) };
  for (const { memory, passes } of steps) {
    const milliseconds = await time(memory, passes);
    if (milliseconds > targetMs) break;
    best = { memory, passes, milliseconds };
  }
  const { memory, passes, milliseconds } = best;
  return { hash: { algorithm: 'argon2id', memory, passes, parallelism: 1 }, milliseconds };
}

/** The best of three, after one that does not count: what else the machine did meanwhile is not the hash's cost. */
async function measure(memory: number, passes: number): Promise<number> {
  const password = tokenBytes(16);
  const derivation = newDerivation({ algorithm: 'argon2id', memory, passes, parallelism: 1 });
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 4; round++) {
    const started = performance.now();
    await derive(derivation, password);
    if (round > 0) best = Math.min(best, performance.now() - started);
  }
  return best;
}
