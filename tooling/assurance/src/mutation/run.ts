// pnpm mutate [module…]: Stryker changes the code of each module in every way it knows, one change at a time. Prints the
// share of changes that a test noticed, and fails if it is below the module's threshold. A surviving change that cannot
// matter has a `// Stryker disable` comment with its reason next to the code.
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { MODULES, type MutatedModule } from './modules.ts';

type MutantResult = Awaited<ReturnType<Stryker['runMutationTest']>>[number];

const ROOT = resolve(import.meta.dirname, '../../../..');
const REPORTS = resolve(import.meta.dirname, '../../reports/mutation');
const THRESHOLD_PERCENT = 90;

const { positionals } = parseArgs({ allowPositionals: true });
const names = positionals.length > 0 ? positionals : Object.keys(MODULES);
mkdirSync(REPORTS, { recursive: true });
for (const name of names) {
  const module = MODULES[name];
  if (!module) throw new Error(`There is no module ${name}. Modules: ${Object.keys(MODULES).join(', ')}.`);
  const results: MutantResult[] = [];
  for (const index of module.passes.keys()) results.push(...(await mutate(name, module, index)));
  report(name, results, module.threshold ?? THRESHOLD_PERCENT);
}

async function mutate(name: string, module: MutatedModule, index: number): Promise<MutantResult[]> {
  const { mutate: files = [], tests = [], runtime = 'node' } = module.passes[index] ?? {};
  process.chdir(resolve(ROOT, module.package));
  process.env['MUTATION_TESTS'] = tests.join(',');
  process.env['TEST_RUNTIME'] = runtime;
  return new Stryker({
    mutate: [...files, '!**/*.test.ts'],
    plugins: [fileURLToPath(import.meta.resolve('@stryker-mutator/vitest-runner'))],
    testRunner: 'vitest',
    vitest: {
      configFile: fileURLToPath(import.meta.resolve('../../vitest.mutation.config.ts')),
      related: false,
    },
    // Stryker rewrites tsconfig.json with an interface that TypeScript 7 does not have. Nothing here needs the file.
    tsconfigFile: 'none',
    ignorePatterns: ['dist', 'reports', 'bench', 'tsconfig*.json', '*.md'],
    concurrency: 1,
    incremental: true,
    incrementalFile: resolve(REPORTS, `${name.replace('/', '-')}-${index + 1}.incremental.json`),
    reporters: ['clear-text', 'progress-append-only'],
    clearTextReporter: { allowColor: false, reportTests: false, reportScoreTable: false },
    allowConsoleColors: false,
    // A slow test on a busy machine must not count as an endless loop.
    timeoutMS: 10_000,
    timeoutFactor: 5,
  }).runMutationTest();
}

function report(name: string, results: readonly MutantResult[], threshold: number): void {
  // A RuntimeError means that a test file failed before its tests.
  const count = (...statuses: readonly MutantResult['status'][]): number =>
    results.filter(({ status }) => statuses.includes(status)).length;
  const detected = count('Killed', 'Timeout', 'RuntimeError');
  const all = detected + count('Survived', 'NoCoverage');
  const score = all === 0 ? 0 : (100 * detected) / all;
  process.stdout.write(
    `${name}: ${score.toFixed(1)} % of ${all} changes detected, ${threshold} % required\n`,
  );
  if (score < threshold) process.exitCode = 1;
}
