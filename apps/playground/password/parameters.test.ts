import { expect, test } from 'vitest';
import { parameterRow } from './parameters.ts';

test.each([
  ['version', 19, ['Version', '1.3']],
  ['version', 16, ['Version', '1.0, which is outdated']],
  ['memory', 19_456, ['Memory', '19 MiB for every guess']],
  ['passes', 1, ['Passes', '1 pass over the memory']],
  ['passes', 2, ['Passes', '2 passes over the memory']],
  ['cost', 12, ['Cost', '12, so 2^12 = 4,096 rounds']],
  ['cost', 131_072, ['Cost', 'N = 131,072 = 2^17']],
  ['digest', 'sha256', ['Digest', 'sha256']],
  ['unheard', 5000, ['unheard', '5,000']],
])('%s %s is described as %j', (name, value, row) => {
  expect(parameterRow(name, value)).toEqual(row);
});
