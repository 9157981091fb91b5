import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { IN_BASH, workbench } from '../../test/run.ts';
import { tourPage } from './page.ts';

const PAGE = resolve(import.meta.dirname, '../../../TOUR.md');
const { folder, other } = workbench('tour-page');

/** `vitest run --update` writes it. */
test('TOUR.md contains the examples of the tour', async () => {
  await expect(tourPage()).toMatchFileSnapshot(PAGE);
});

test('the commands of TOUR.md can be pasted into a shell and print the outputs shown', () => {
  const page = readFileSync(PAGE, 'utf8');
  const blocks = [...page.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block = '']) => block);
  const script = `${IN_BASH}\n${blocks.join('')}`;
  const { exit, output } = other('bash', ['-euo', 'pipefail', '-c', script], {
    env: { DIRECTORY: folder },
  });
  expect(exit).toBe(0);
  const outputs = blocks.flatMap((block) => block.split('\n').filter((line) => line.startsWith('# ')));
  expect(outputs.map((line) => line.slice(2)).filter((line) => !output.includes(line))).toEqual([]);
});
