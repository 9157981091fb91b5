import { execFile } from 'node:child_process';
import type { Step } from './example.ts';

/** The outcome of a step. */
export interface Outcome {
  readonly args: readonly string[];
  readonly output: string;
  readonly error: string;
  readonly exit: number | null;
}

/** Runs a command line, and returns its outcome. */
export type Runner = (args: readonly string[], input: string) => Promise<Omit<Outcome, 'args'>>;

/** Runs one step. `$NAME` in an argument is a saved output. */
export async function runStep(step: Step, variables: Map<string, string>, runner: Runner): Promise<Outcome> {
  const args = step.args.map((argument) =>
    argument.replace(/^\$([A-Z0-9]+)/, (_, name: string) => variables.get(name) ?? ''),
  );
  const outcome = await runner(args, step.input ?? '');
  if (step.saveAs !== undefined) variables.set(step.saveAs, outcome.output.trim());
  return { args, ...outcome };
}

/** The single file is the command. The package has a program that Node.js runs. */
function programArguments(): readonly string[] {
  return process.getBuiltinModule('node:sea').isSea() ? [] : [...process.execArgv, process.argv[1] ?? ''];
}

/** Runs this command in another process. */
export function inChildProcess(signal: AbortSignal): Runner {
  return (args, input) =>
    new Promise((resolve) => {
      const command = [...programArguments(), ...args];
      const child = execFile(process.execPath, command, { signal }, (_, output, error) =>
        resolve({ output, error, exit: child.exitCode }),
      );
      // A step that reads no input may end before it is written.
      child.stdin?.on('error', () => undefined).end(input);
    });
}

/** A step as a line of a shell. */
export function commandLine(args: readonly string[], input?: string): string {
  const pipe = input === undefined ? '' : `printf %s ${quoted(input)} | `;
  return `${pipe}countersign ${args.map(quoted).join(' ')}`;
}

function quoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
