/** Welch's t statistic of two samples: the distance of their means in standard errors. The variances may differ. */
export function welchT(a: readonly number[], b: readonly number[]): number {
  const [first, second] = [momentsOf(a), momentsOf(b)];
  const error = Math.sqrt(first.variance / a.length + second.variance / b.length);
  return error === 0 ? 0 : (first.mean - second.mean) / error;
}

function momentsOf(sample: readonly number[]): { readonly mean: number; readonly variance: number } {
  const mean = sample.reduce((sum, value) => sum + value, 0) / sample.length;
  const squares = sample.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: squares / (sample.length - 1) };
}
