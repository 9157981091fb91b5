// Differential tests ask other software the same random questions. In an ordinary run they ask a few, which change with the
// day; `pnpm differential` asks many, and counts.

/** The day's seed, or that of the variable. A failure names it, so that it can be run again. */
export const differentialSeed: number = Number(
  process.env['DIFFERENTIAL_SEED'] ?? new Date().toISOString().slice(0, 10).replaceAll('-', ''),
);

/** How many times as many questions as in an ordinary run. */
export const differentialFactor: number = Number(process.env['DIFFERENTIAL_FACTOR'] ?? 1);

/** The number of questions to ask, given the number in an ordinary run. */
export function differentialRuns(ordinary: number): number {
  return ordinary * differentialFactor;
}

/** Notes in the report how many answers a test compared. */
export function countCases(task: { readonly meta: object }, cases: number): void {
  Object.assign(task.meta, { cases });
}
