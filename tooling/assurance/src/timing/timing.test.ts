import { expect, test } from 'vitest';
import { leakyComparison, TIMING_CASES } from './cases.ts';
import { MAX_T, measure } from './measure.ts';
import { welchT } from './welch.ts';

// scipy.stats.ttest_ind(a, b, equal_var=False)
test.each([
  [[1, 2, 3, 4, 5], [2, 4, 6, 8, 10], -1.8973665961010275],
  [[10, 10, 11, 9], [10, 10, 11, 9], 0],
  [[5, 5, 5], [5, 5, 5], 0],
])("Welch's t of %j and %j", (a, b, t) => {
  expect(welchT(a, b)).toBeCloseTo(t, 12);
});

test('a comparison that stops at the first difference is caught', async () => {
  const { t } = await measure({ ...leakyComparison, samples: 100_000 });
  expect(t).toBeGreaterThan(MAX_T);
});

test.each(TIMING_CASES.map((entry) => [entry.name, entry] as const))(
  '%s: both classes run, and differ in their inputs',
  async (_name, entry) => {
    const { median } = await measure({ ...entry, samples: 20 });
    expect(median).toBeGreaterThan(0);
  },
);
