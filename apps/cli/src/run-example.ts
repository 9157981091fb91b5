import { spawnSync } from 'node:child_process';
import type { Step } from './examples.ts';

/** How a step went. */
export interface Outcome {
  readonly args: readonly string[];
  readonly output: string;
  readonly error: string;
  readonly exit: number | null;
}

/** Runs one step with this very command in a process of its own; `$NAME` in its arguments stands for what was saved. */
export function runStep(step: Step, variables: Map<string, string>): Outcome {
  const args = step.args.map((argument) =>
    argument.replace(/^\$([A-Z0-9]+)/, (_, name: string) => variables.get(name) ?? ''),
  );
  const [command = '', ...rest] = [process.execPath, ...process.execArgv, process.argv[1] ?? '', ...args];
  const done = spawnSync(command, rest, { input: step.input ?? '', encoding: 'utf8' });
  if (step.saveAs !== undefined) variables.set(step.saveAs, done.stdout.trim());
  return { args, output: done.stdout, error: done.stderr, exit: done.status };
}
