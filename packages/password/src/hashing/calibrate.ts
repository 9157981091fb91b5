import { checkInteger, type Duration, durationSeconds, tokenBytes } from '@countersign/core';
import { engine } from '#engine';
import type { HasherPolicy } from './hasher.ts';

/** What {@link calibrate} aims at. */
export interface CalibrationTarget {
  /** How long one hash should take on this machine, alone. Default 50 ms. */
  readonly target?: Duration;
  /** The most memory for one hash, in kibibytes, at least 19456. Default 65536 (64 MiB). */
  readonly memory?: number;
}

/** Parameters for this machine. Pass it to `new PasswordHasher`. */
export interface Calibration extends HasherPolicy {
  readonly hash: {
    readonly algorithm: 'argon2id';
    readonly memory: number;
    readonly passes: number;
    readonly parallelism: number;
  };
  /** How long one hash took with them, in milliseconds. */
  readonly milliseconds: number;
}

const FLOOR = { memory: 19_456, passes: 2 };
const MAX_PASSES = 32;

/**
 * Finds Argon2id parameters for a time on this machine: first memory is raised up to its limit, then passes. Never below
 * OWASP's floor, however slow the machine.
 *
 * @throws {@link InvalidArgumentError}
 */
export async function calibrate({
  target = '50ms',
  memory: maxMemory = 65_536,
}: CalibrationTarget = {}): Promise<Calibration> {
  const targetMs = durationSeconds(target, 'target') * 1000;
  checkInteger(maxMemory, 'memory', { min: FLOOR.memory, max: 1024 * 1024 });
  let best = { ...FLOOR, milliseconds: await measure(FLOOR.memory, FLOOR.passes) };
  const memories = [24_576, 32_768, 47_104, 65_536, 98_304, 131_072, 262_144, 524_288, 1_048_576].filter(
    (memory) => memory <= maxMemory,
  );
  const steps = [
    ...memories.map((memory) => ({ memory, passes: FLOOR.passes })),
    ...Array.from({ length: MAX_PASSES - FLOOR.passes }, (_, index) => ({
      memory: memories.at(-1) ?? FLOOR.memory,
      passes: FLOOR.passes + 1 + index,
    })),
  ];
  for (const { memory, passes } of steps) {
    const milliseconds = await measure(memory, passes);
    if (milliseconds > targetMs) break;
    best = { memory, passes, milliseconds };
  }
  const { memory, passes, milliseconds } = best;
  return { hash: { algorithm: 'argon2id', memory, passes, parallelism: 1 }, milliseconds };
}

/** The best of three, after one that does not count: what else the machine did meanwhile is not the hash's cost. */
async function measure(memory: number, passes: number): Promise<number> {
  const password = tokenBytes(16);
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 4; round++) {
    const started = performance.now();
    await engine.argon2(password, {
      kind: 'argon2',
      variant: 'argon2id',
      version: 0x13,
      memory,
      passes,
      parallelism: 1,
      salt: tokenBytes(16),
      length: 32,
    });
    if (round > 0) best = Math.min(best, performance.now() - started);
  }
  return best;
}
