import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stryker } from '@stryker-mutator/core';
import { MODULES } from './modules.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');
const REPORTS = resolve(import.meta.dirname, '../../reports/mutation');

const [name = ''] = process.argv.slice(2);
const module = MODULES[name];
if (!module) throw new Error(`One of ${Object.keys(MODULES).join(', ')}.`);
mkdirSync(REPORTS, { recursive: true });
const report = resolve(REPORTS, name.replace('/', '-'));
process.chdir(resolve(ROOT, module.package));
process.env['MUTATION_TESTS'] = module.tests.join(',');
const config = fileURLToPath(import.meta.resolve('../../vitest.mutation.config.ts'));
await new Stryker({
  mutate: [...module.mutate, '!**/*.test.ts', '!**/*.d.ts'],
  plugins: [fileURLToPath(import.meta.resolve('@stryker-mutator/vitest-runner'))],
  testRunner: 'vitest',
  vitest: { configFile: config, related: false },
  ignorePatterns: ['dist', 'reports', 'bench', 'tsconfig*.json', '*.md'],
  tsconfigFile: 'none',
  concurrency: 1,
  incremental: true,
  incrementalFile: `${report}.incremental.json`,
  reporters: ['json', 'clear-text'],
  jsonReporter: { fileName: `${report}.json` },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  timeoutMS: 20_000,
  timeoutFactor: 3,
  tempDirName: `.stryker-tmp/${name.replace('/', '-')}`,
}).runMutationTest();
