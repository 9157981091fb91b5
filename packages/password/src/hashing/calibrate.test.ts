import { afterEach, describe, expect, type MockInstance, test, vi } from 'vitest';
import { engine } from '#engine';
import { calibrate, strongestWithin } from './calibrate.ts';

const parameters = (memory: number, passes: number) => ({
  algorithm: 'argon2id',
  memory,
  passes,
  parallelism: 1,
});

describe('on a machine that does a thousand kibibytes in a millisecond', () => {
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

describe('what is measured', () => {
  afterEach(() => vi.restoreAllMocks());

  /** A machine on which hashes take these milliseconds, one after another, and the last for ever after. */
  function machine(...durations: readonly number[]): MockInstance<typeof engine.argon2> {
    let [clock, hashes] = [0, 0];
    vi.spyOn(performance, 'now').mockImplementation(() => clock);
    return vi.spyOn(engine, 'argon2').mockImplementation(async () => {
      clock += durations[Math.min(hashes++, durations.length - 1)] ?? 0;
      return new Uint8Array(32);
    });
  }

  test.each([
    ['the first of four, in which code is compiled, does not count', [1, 30, 20, 25, 1000], 20],
    ['the best of the three others does', [100, 20, 30, 40, 1000], 20],
    ['the last as well', [100, 40, 30, 20, 1000], 20],
  ])('%s', async (_name, durations, best) => {
    const hashes = machine(...durations);
    expect(await calibrate({ target: '50ms' })).toEqual({ hash: parameters(19_456, 2), milliseconds: best });
    expect(hashes).toHaveBeenCalledTimes(8);
  });

  test('each memory and number of passes, for as long as was asked', async () => {
    const hashes = machine(999, 999, 999, 999, 1000);
    expect(await calibrate({ target: 1, memory: 24_576 })).toEqual({
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

test('this machine is measured', async () => {
  const started = performance.now();
  const { hash, milliseconds } = await calibrate({ target: '1ms' });
  expect(hash).toEqual(parameters(19_456, 2));
  // Twice four rounds, of which the best is told.
  expect(milliseconds).toBeGreaterThan(0.1);
  expect(milliseconds).toBeLessThan((performance.now() - started) / 4);
});

test.each([
  [{ target: 'soon' }, 'target'],
  [{ memory: 19_455 }, 'memory'],
  [{ memory: 2 ** 20 + 1 }, 'memory'],
  [{ passes: 3 }, 'passes'],
])('refuses %j', async (target, argument) => {
  // @ts-expect-error wrong on purpose
  await expect(calibrate(target)).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT', argument });
});
