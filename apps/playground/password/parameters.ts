import type { HashDescription } from '@countersign/password';

type Value = HashDescription['parameters'][string];

const count = (value: Value, one: string, several: string): string =>
  `${value.toLocaleString('en')} ${value === 1 ? one : several}`;

/** The parameters of stored hashes, in words and with units. */
const WORDS: Readonly<Record<string, readonly [label: string, words: (value: Value) => string]>> = {
  version: [
    'Version',
    (value) => (value === 19 ? '1.3' : value === 16 ? '1.0, which is outdated' : String(value)),
  ],
  memory: ['Memory', (value) => `${(Number(value) / 1024).toLocaleString('en')} MiB for every guess`],
  passes: ['Passes', (value) => count(value, 'pass over the memory', 'passes over the memory')],
  parallelism: ['Lanes', (value) => count(value, 'lane', 'lanes')],
  parallelization: ['Lanes', (value) => count(value, 'lane', 'lanes')],
  cost: [
    'Cost',
    (value) =>
      Number(value) < 64
        ? `${value}, so 2^${value} = ${(2 ** Number(value)).toLocaleString('en')} rounds`
        : `N = ${value.toLocaleString('en')} = 2^${Math.log2(Number(value))}`,
  ],
  blockSize: ['Block size', (value) => `r = ${value}`],
  iterations: ['Iterations', (value) => value.toLocaleString('en')],
  rounds: ['Rounds', (value) => value.toLocaleString('en')],
  digest: ['Digest', String],
};

/** A row of the table that describes a stored hash. */
export function parameterRow(name: string, value: Value): readonly [label: string, words: string] {
  const [label, words] = WORDS[name] ?? [name, (plain) => plain.toLocaleString('en')];
  return [label, words(value)];
}
