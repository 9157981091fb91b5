import { execFile } from 'node:child_process';
import type { Step } from './examples.ts';

/** How a step went. */
export interface Outcome {
  readonly args: readonly string[];
  readonly output: string;
  readonly error: string;
  readonly exit: number | null;
}

/** Runs one step with this very command in a process of its own; `$NAME` in its arguments stands for what was saved. */
export function runStep(step: Step, variables: Map<string, string>, signal?: AbortSignal): Promise<Outcome> {
  const args = step.args.map((argument) =>
    argument.replace(/^\$([A-Z0-9]+)/, (_, name: string) => variables.get(name) ?? ''),
  );
  const [command = '', ...rest] = [process.execPath, ...process.execArgv, process.argv[1] ?? '', ...args];
  return new Promise((resolve) => {
    const child = execFile(command, rest, { signal }, (_, output, error) => {
      if (step.saveAs !== undefined) variables.set(step.saveAs, output.trim());
      resolve({ args, output, error, exit: child.exitCode });
    });
    // A step that reads no input may have ended before it is written.
    child.stdin?.on('error', () => undefined).end(step.input ?? '');
  });
}
