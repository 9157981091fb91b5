// pnpm mutate [--report] [--document] [module…]: changes the code of each module in every way that Stryker knows, one at a
// time, and says which changes no test noticed. What did not change since the last run is not run again.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { withFigures } from './figures.ts';
import { MODULES, type MutatedModule } from './modules.ts';
import { idleExplanations, type MutationScore, objections, readReports } from './report.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');
const REPORTS = resolve(import.meta.dirname, '../../reports/mutation');
const DOCUMENT = resolve(ROOT, 'docs/assurance.md');

const { values, positionals } = parseArgs({
  options: { report: { type: 'boolean' }, document: { type: 'boolean' } },
  allowPositionals: true,
});
const names = positionals.length > 0 ? positionals : Object.keys(MODULES);
mkdirSync(REPORTS, { recursive: true });
const scores = new Map<string, MutationScore>();
let newest = 0;
for (const name of names) {
  const module = MODULES[name];
  if (!module) throw new Error(`There is no module ${name}; there are ${Object.keys(MODULES).join(', ')}.`);
  const reports = module.passes.map((_, pass) => resolve(REPORTS, `${name.replace('/', '-')}-${pass + 1}`));
  for (const [index, report] of reports.entries()) if (!values.report) await mutate(module, index, report);
  const written = reports.map((report) => `${report}.json`).filter((path) => existsSync(path));
  if (written.length < reports.length) {
    process.stdout.write(`${name}: no report\n`);
    process.exitCode = 1;
    continue;
  }
  const score = readReports(written, (file) => {
    const path = resolve(ROOT, module.package, file);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  });
  print(name, score);
  scores.set(name, score);
  newest = Math.max(newest, ...written.map((path) => statSync(path).mtimeMs));
}
if (scores.size === Object.keys(MODULES).length)
  for (const { file, line, reason } of idleExplanations(scores.values()))
    object(`nothing survives any more that this explains: ${file} ${line}: ${reason}`);
if (values.document) {
  const date = new Date(newest).toISOString().slice(0, 10);
  writeFileSync(DOCUMENT, withFigures(readFileSync(DOCUMENT, 'utf8'), scores, date));
}

async function mutate(module: MutatedModule, index: number, report: string): Promise<void> {
  const { mutate: files = [], tests = [], runtime = 'node' } = module.passes[index] ?? {};
  process.chdir(resolve(ROOT, module.package));
  process.env['MUTATION_TESTS'] = tests.join(',');
  process.env['TEST_RUNTIME'] = runtime;
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

function print(name: string, score: MutationScore): void {
  const { mutants, detected, timeouts, survivors } = score;
  const explained = survivors.filter(({ explanation }) => explanation !== undefined).length;
  process.stdout.write(
    `${name}: ${score.score.toFixed(1)} % (${detected} of ${mutants}, ${timeouts} by a test without end), ${explained} survivors explained, ${survivors.length - explained} not\n`,
  );
  for (const objection of objections(score)) object(objection);
}

function object(objection: string): void {
  process.stdout.write(`  ${objection}\n`);
  process.exitCode = 1;
}
