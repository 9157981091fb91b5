// pnpm timing [--samples NUMBER] [part of a name…]: whether times tell what they must not. On a machine with nothing else to do.
import { parseArgs } from 'node:util';
import { leakyComparison, TIMING_CASES } from './cases.ts';
import { MAX_T, measure, type TimingCase } from './measure.ts';

const { values, positionals } = parseArgs({
  options: { samples: { type: 'string' } },
  allowPositionals: true,
});
const chosen = (entry: TimingCase): boolean =>
  positionals.length === 0 || positionals.some((part) => entry.name.includes(part));

async function report(entry: TimingCase, isLeaky: boolean): Promise<void> {
  const samples = values.samples === undefined ? entry.samples : Number(values.samples);
  const { t, difference, median, ...result } = await measure({
    ...entry,
    ...(samples !== undefined && { samples }),
  });
  const isRight = isLeaky ? t > MAX_T : t < MAX_T;
  if (!isRight) process.exitCode = 1;
  process.stdout.write(
    `${isRight ? 'ok    ' : 'FAILED'} |t| = ${t.toFixed(2)}  ${entry.name}: ${entry.classes.join(' / ')}; ${result.samples} samples, medians ${difference.toFixed(0)} ns apart of ${median.toFixed(0)} ns\n`,
  );
}

if (chosen(leakyComparison)) await report(leakyComparison, true);
for (const entry of TIMING_CASES.filter(chosen)) await report(entry, false);
