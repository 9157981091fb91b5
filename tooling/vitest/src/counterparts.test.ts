import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { installCommand, needs } from './counterparts.ts';

// Runs Vitest on a file that needs a program, on a machine whose PATH has no programs.
const SAMPLE = `
import { expect, test } from 'vitest';
import { needs } from '../counterparts.ts';
test('needs software', needs('fish', 'zsh'), () => {});
test('needs nothing', () => {});
`;

const CONFIG = `
import { project } from '../project.ts';
export default project({ name: 'sample' });
`;

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly title: string;
      readonly status: string;
      readonly tags: readonly string[];
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

function runSample(env: Readonly<Record<string, string>>): Report['testResults'][0]['assertionResults'] {
  const folder = mkdtempSync(join(import.meta.dirname, 'sample-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'sample.test.ts'), SAMPLE);
  writeFileSync(join(folder, 'vitest.config.ts'), CONFIG);
  const vitest = join(import.meta.dirname, '../node_modules/vitest/vitest.mjs');
  spawnSync(process.execPath, [vitest, 'run', '--root', folder], { env: { PATH: '', ...env } });
  const report: Report = JSON.parse(readFileSync(join(folder, 'reports/test.json'), 'utf8'));
  return report.testResults.flatMap(({ assertionResults }) => assertionResults);
}

test('skips a test whose software is missing, and reports its tags', () => {
  const results = runSample({});
  expect(results.map(({ title, status, tags }) => [title, status, tags])).toEqual([
    ['needs software', 'skipped', ['fish', 'zsh']],
    ['needs nothing', 'passed', []],
  ]);
});

test('fails such a test with the install command if REQUIRE_COUNTERPARTS is set', () => {
  const [needing, other] = runSample({ REQUIRE_COUNTERPARTS: '1' });
  expect([needing?.status, other?.status]).toEqual(['failed', 'passed']);
  expect(needing?.failureMessages.join()).toContain(installCommand('fish'));
});

test('needs names the software as tags', () => {
  expect(needs('openssl')).toEqual({ tags: ['openssl'] });
});
