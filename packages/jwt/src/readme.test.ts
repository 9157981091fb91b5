import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as api from './node.ts';
import { run } from './testing/tools.ts';

const root = join(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

test('the example of the README runs', () => {
  const [, example = ''] = /```ts\n(.*?)```/s.exec(readme) ?? [];
  const parameters = ['--conditions=@countersign/source', '--input-type=module-typescript', '-e'];
  expect(run(process.execPath, [...parameters, `${example}console.log(sub);`], root)).toBe('user-42\n');
});

test('the README names every public function and every class of error', () => {
  const names = Object.entries(api).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []));
  expect(names.filter((name) => !readme.includes(name))).toEqual([]);
});
