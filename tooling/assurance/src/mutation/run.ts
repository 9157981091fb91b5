// pnpm mutate [--report] [module…]: changes the code of each module in every way that Stryker knows, one at a time, and
// says which changes no test noticed. What did not change since the last run is not run again.
import { existsSync, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { MODULES, type MutatedModule } from './modules.ts';
import { readReports } from './report.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');
const REPORTS = resolve(import.meta.dirname, '../../reports/mutation');
const LEAST_SCORE = 90;

const { values, positionals } = parseArgs({
  options: { report: { type: 'boolean' } },
  allowPositionals: true,
});
const names = positionals.length > 0 ? positionals : Object.keys(MODULES);
mkdirSync(REPORTS, { recursive: true });
for (const name of names) {
  const module = MODULES[name];
  if (!module) throw new Error(`There is no module ${name}; there are ${Object.keys(MODULES).join(', ')}.`);
  const reports = module.passes.map((_, pass) => resolve(REPORTS, `${name.replace('/', '-')}-${pass + 1}`));
  for (const [index, report] of reports.entries()) if (!values.report) await mutate(module, index, report);
  const written = reports.map((report) => `${report}.json`).filter((path) => existsSync(path));
  if (written.length > 0) print(name, written);
  else process.stdout.write(`${name}: no report\n`);
}

async function mutate(module: MutatedModule, index: number, report: string): Promise<void> {
  const { mutate: files = [], tests = [] } = module.passes[index] ?? {};
  process.chdir(resolve(ROOT, module.package));
  process.env['MUTATION_TESTS'] = tests.join(',');
  await new Stryker({
    mutate: [...files, '!**/*.test.ts'],
    plugins: [fileURLToPath(import.meta.resolve('@stryker-mutator/vitest-runner'))],
    testRunner: 'vitest',
    vitest: {
      configFile: fileURLToPath(import.meta.resolve('../../vitest.mutation.config.ts')),
      related: false,
    },
    // Stryker rewrites tsconfig.json with an interface that TypeScript 7 does not have; nothing here needs the file.
    tsconfigFile: 'none',
    ignorePatterns: ['dist', 'reports', 'bench', 'tsconfig*.json', '*.md'],
    concurrency: 1,
    incremental: true,
    incrementalFile: `${report}.incremental.json`,
    reporters: ['json', 'progress-append-only'],
    jsonReporter: { fileName: `${report}.json` },
    allowConsoleColors: false,
    // A busy machine must not look like an endless loop.
    timeoutMS: 10_000,
    timeoutFactor: 5,
  }).runMutationTest();
}

function print(name: string, paths: readonly string[]): void {
  const { mutants, detected, timeouts, score, survivors } = readReports(paths);
  const open = survivors.filter(({ reason }) => reason === undefined);
  process.stdout.write(
    `${name}: ${score.toFixed(1)} % (${detected} of ${mutants}, ${timeouts} by a test without end), ${survivors.length - open.length} survivors explained, ${open.length} not\n`,
  );
  for (const { file, number, line, mutator, replacement } of open)
    process.stdout.write(`  ${file}:${number} ${mutator} ${line}\n    -> ${replacement}\n`);
  if (score < LEAST_SCORE || open.length > 0) process.exitCode = 1;
}
