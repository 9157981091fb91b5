import { single } from '../../args/option.ts';
import { integer } from '../../args/values.ts';
import type { Io } from '../../io/io.ts';

/** The option `--count`. */
export const countOption = single(integer({ min: 1, max: 1_000_000 }), {
  help: 'How many. Default 1.',
  value: 'NUMBER',
  short: 'n',
});

interface Draws {
  readonly entropyBits: number;
  readonly count: number | undefined;
}

/** Prints passwords, one per line, and their entropy. */
export function printMany(draw: () => string, { entropyBits, count = 1 }: Draws, io: Io): 0 {
  if (io.isJson) {
    io.result('', { values: Array.from({ length: count }, draw), entropyBits });
    return 0;
  }
  for (let index = 0; index < count; index++) io.write(`${draw()}\n`);
  if (io.isErrorTerminal) io.note(`${entropyBits.toFixed(1)} bits of entropy`);
  return 0;
}
