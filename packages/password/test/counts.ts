/** Every text of a length over an alphabet. */
export function everyText(alphabet: string, length: number): readonly string[] {
  return length === 0
    ? ['']
    : everyText(alphabet, length - 1).flatMap((text) => [...alphabet].map((character) => text + character));
}

/** The chi-squared statistic of counts that should be equal. */
export function chiSquared(counts: readonly number[], draws: number): number {
  const expected = draws / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}
