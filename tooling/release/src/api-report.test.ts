import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { apiReports } from './api-report.ts';
import { temporaryFolder } from './temporary.ts';

test('every API report is up to date (pnpm api rewrites them)', () => {
  expect(apiReports({ checkOnly: true })).toEqual([]);
});

test('a report that is missing is out of date, and is not made', () => {
  const workspace = temporaryFolder('api-report');
  const folder = join(workspace, 'packages/new');
  mkdirSync(folder, { recursive: true });
  const manifest = { name: '@countersign/new', exports: { '.': { types: './index.d.ts' } } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'index.d.ts'), 'export {};\n');
  expect(apiReports({ checkOnly: true }, workspace)).toEqual(['packages/new/new.api.md']);
  expect(existsSync(join(folder, 'new.api.md'))).toBe(false);
});
