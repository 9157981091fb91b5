import { expect, test } from 'vitest';
import { apiReports } from './api-report.ts';

test('every API report is up to date (pnpm build && pnpm api rewrites them)', () => {
  expect(apiReports({ checkOnly: true })).toEqual([]);
});
