import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, inject, test } from 'vitest';
import { EXAMPLES } from './examples.ts';

const workspace = resolve(import.meta.dirname, '../../..');

test('the tour of the README can be pasted, and gives every exact value', () => {
  const readme = readFileSync(resolve(workspace, 'README.md'), 'utf8');
  const tour = /^## The tour\n.*?^```sh\n(.*?)^```/ms.exec(readme)?.[1] ?? '';
  const [definition = '', ...lines] = tour.split('\n');
  expect(definition).toMatch(/^countersign\(\) \{/);
  const command = `countersign() { '${process.execPath}' '${inject('countersign')}' "$@"; }`;
  const output = execFileSync('bash', ['-euo', 'pipefail', '-c', [command, ...lines].join('\n')], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exact = EXAMPLES.flatMap(({ steps }) => steps)
    .map((step) => step.output)
    .filter((value) => typeof value === 'string')
    // The tour keeps the token for the next line instead of printing it.
    .filter((value) => /^[0-9a-f]{32,128} ?/.test(value) || value.startsWith('{'));
  expect(exact.filter((value) => !output.includes(value.trim()))).toEqual([]);
  for (const { number } of EXAMPLES) expect(tour).toContain(`# ${number}. `);
});
