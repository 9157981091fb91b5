import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sample } from './samples.ts';

/** The printed lines of a program, and its error if it failed. */
export interface Outcome {
  readonly printed: readonly string[];
  readonly error?: string;
}

/** Runs programs in one process, one after the other. Each one has its own `console`, also for later callbacks. */
export function runPrograms(
  programs: readonly Pick<Sample, 'name' | 'code'>[],
  folder: string,
): Readonly<Record<string, Outcome>> {
  const runs = join(folder, 'run');
  mkdirSync(runs, { recursive: true });
  for (const { name, code } of programs)
    writeFileSync(join(runs, `${name}.ts`), `const console = globalThis.consoleOf('${name}');\n${code}`);
  const names = programs.map(({ name }) => name);
  writeFileSync(join(runs, 'all.mjs'), `${RUNNER}\nawait runAll(${JSON.stringify(names)});\n`);
  const done = spawnSync(process.execPath, ['--conditions=@countersign/source', join('run', 'all.mjs')], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (done.status !== 0) throw new Error(`The programs stopped with ${done.status}.\n${done.stderr}`);
  return JSON.parse(done.stdout);
}

const RUNNER = `
import { writeSync } from 'node:fs';
import { format } from 'node:util';

const outcomes = {};
globalThis.consoleOf = (name) => ({
  ...console,
  log: (...values) => outcomes[name].printed.push(...format(...values).split('\\n')),
});

async function runAll(names) {
  for (const name of names) {
    outcomes[name] = { printed: [] };
    await import(\`./\${name}.ts\`).catch((error) => {
      outcomes[name].error = String(error?.stack ?? error);
    });
  }
}

process.once('beforeExit', () => writeSync(1, JSON.stringify(outcomes)));
`;
