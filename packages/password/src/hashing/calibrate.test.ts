import { afterEach, describe, expect, type Mock, test, vi } from 'vitest';
import { calibrate } from '../index.ts';
import { type Argon2Function, Runtime } from '../runtime/runtime.ts';
import { calibrateOn, strongestWithin } from './calibrate.ts';

const parameters = (memory: number, passes: number) => ({
  algorithm: 'argon2id',
  memory,
  passes,
  parallelism: 1,
});

describe('calibration on a machine that does a thousand kibibytes in a millisecond', () => {
  const time = async (memory: number, passes: number): Promise<number> => (memory * passes) / 1000;

  test.each([
    // Memory first, up to its limit; then passes. Never below the floor.
    [0, 65_536, 19_456, 2, 38.912],
    [49.151, 65_536, 19_456, 2, 38.912],
    [49.152, 65_536, 24_576, 2, 49.152],
    [100, 65_536, 47_104, 2, 94.208],
    [131.072, 65_536, 65_536, 2, 131.072],
    [196.607, 65_536, 65_536, 2, 131.072],
    [196.608, 65_536, 65_536, 3, 196.608],
    [196.608, 131_072, 98_304, 2, 196.608],
    [196.608, 98_303, 65_536, 3, 196.608],
    [200, 19_456, 19_456, 10, 194.56],
    [1e9, 24_576, 24_576, 32, 786.432],
    [1e9, 2 ** 20, 2 ** 20, 32, 33_554.432],
  ])('%d ms and at most %d KiB give memory %d and %d passes', async (...row) => {
    const [target, maxMemory, memory, passes, milliseconds] = row;
    expect(await strongestWithin(target, maxMemory, time)).toEqual({
      hash: parameters(memory, passes),
      milliseconds,
    });
  });
});

describe('the measurement', () => {
  afterEach(() => vi.restoreAllMocks());

  /** A machine on which hashes take these milliseconds in turn, and the last of them from then on. */
  function machine(...durations: readonly number[]): { runtime: Runtime; hashes: Mock<Argon2Function> } {
    let [clock, count] = [0, 0];
    vi.spyOn(performance, 'now').mockImplementation(() => clock);
    const hashes = vi.fn<Argon2Function>(async () => {
      clock += durations[Math.min(count++, durations.length - 1)] ?? 0;
      return new Uint8Array(32);
    });
    const argon2 = {
      kind: 'native',
      source: 'test',
      supports: () => true,
      load: async () => hashes,
    } as const;
    return { runtime: new Runtime([argon2], [], () => 1), hashes };
  }

  test.each([
    ['ignores the first of four hashes, which compiles code', [1, 30, 20, 25, 1000], 20],
    ['takes the best of the others, here the first', [100, 20, 30, 40, 1000], 20],
    ['takes the best of the others, here the last', [100, 40, 30, 20, 1000], 20],
  ])('%s', async (_name, durations, best) => {
    const { runtime, hashes } = machine(...durations);
    expect(await calibrateOn(runtime, { target: '50ms' })).toEqual({
      hash: parameters(19_456, 2),
      milliseconds: best,
    });
    expect(hashes).toHaveBeenCalledTimes(8);
  });

  test('tries each memory and then each number of passes until the target', async () => {
    const { runtime, hashes } = machine(999, 999, 999, 999, 1000);
    expect(await calibrateOn(runtime, { target: 1, memory: 24_576 })).toEqual({
      hash: parameters(24_576, 32),
      milliseconds: 1000,
    });
    expect(hashes.mock.calls.map(([, { memory, passes }]) => [memory, passes]).slice(0, 12)).toEqual([
      ...Array.from({ length: 4 }, () => [19_456, 2]),
      ...Array.from({ length: 4 }, () => [24_576, 2]),
      ...Array.from({ length: 4 }, () => [24_576, 3]),
    ]);
  });
});

test('calibrate measures this machine', async () => {
  const started = performance.now();
  const { hash, milliseconds } = await calibrate({ target: '1ms' });
  expect(hash).toEqual(parameters(19_456, 2));
  // Two measurements of four rounds each.
  expect(milliseconds).toBeGreaterThan(0.1);
  expect(milliseconds).toBeLessThan((performance.now() - started) / 4);
});

test.each([
  [{ target: 'soon' }, 'target'],
  [{ memory: 19_455 }, 'memory'],
  [{ memory: 2 ** 20 + 1 }, 'memory'],
  [{ passes: 3 }, 'passes'],
])('calibrate rejects %j', async (target, argument) => {
  // @ts-expect-error wrong on purpose
  await expect(calibrate(target)).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT', argument });
});
