import { type Command, defineCommand } from '../../args/command.ts';
import { single } from '../../args/option.ts';
import { integer, integerOf } from '../../args/values.ts';
import { UsageError } from '../../errors.ts';
import type { Io } from '../../io/io.ts';

const MAX_COUNT = 1_000_000_000;

/** The option `--count`. */
export const countOption = single(integer({ min: 1, max: MAX_COUNT }), {
  help: 'How many. Default 1.',
  value: 'NUMBER',
  short: 'n',
});

interface Draw {
  readonly summary: string;
  readonly positionals?: string;
  readonly arity?: readonly [number, number];
  readonly examples: readonly string[];
  readonly notes?: string;
  readonly draw: (positionals: readonly string[]) => string;
}

/** A command that prints `--count` random values, one per line. */
export function drawCommand({ draw, ...description }: Draw): Command {
  return defineCommand({
    ...description,
    options: { count: countOption },
    json: { '': '{ values: string[] }' },
    run: async ({ options: { count }, positionals }, io) => printValues(() => draw(positionals), io, count),
  });
}

/** Prints random values, one per line. */
export function printValues(draw: () => string, io: Io, count = 1): 0 {
  if (io.isJson) {
    io.result('', { values: Array.from({ length: count }, draw) });
    return 0;
  }
  for (let index = 0; index < count; index++) io.write(`${draw()}\n`);
  return 0;
}

/** A number of bytes or bits among the arguments. @throws UsageError */
export function sizeOf(given: string | undefined, what: string, max: number): number | undefined {
  if (given === undefined) return undefined;
  const size = integerOf(given, { min: 0, max });
  if (size === undefined) throw new UsageError(`The number of ${what} must be an integer from 0 to ${max}.`);
  return size;
}

export const MAX_BYTES: number = 2 ** 27;
