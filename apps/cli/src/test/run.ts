import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, inject } from 'vitest';
import { fail } from '../failure.ts';
import { createIo } from '../io/io.ts';
import { run } from '../run.ts';

/** The outcome of a run. */
export interface Ending {
  readonly exit: number | null;
  readonly output: string;
  readonly error: string;
}

interface RunOptions {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
}

/** A directory in which a test file runs commands. It is the current directory of this process. */
export interface Workbench {
  readonly folder: string;
  /** Runs `countersign` in this process. */
  run(args: readonly string[], options?: RunOptions): Promise<Ending>;
  /** Runs the installed command in a child process. */
  runInstalled(args: readonly string[], options?: RunOptions): Ending;
  /** Runs another program, which must exist; never through a shell. */
  other(command: string, args: readonly string[], options?: RunOptions): Ending;
  /** The output of another program, which must succeed. */
  outputOf(command: string, ...args: readonly string[]): string;
  /** Writes a file and returns its name. */
  file(name: string, content: string | Uint8Array): string;
}

/** Defines `countersign` in bash as the installed command. */
export const IN_BASH: string = `countersign() { ${quoted(process.execPath)} ${quoted(inject('countersign'))} "$@"; }`;

/** Quotes a path for a shell. Folders may have an apostrophe in their name. */
function quoted(path: string): string {
  return `'${path.replaceAll("'", "'\\''")}'`;
}

/** Without the terminal from which the tests were started: nobody answers a prompt. */
const WITHOUT_TERMINAL = { detached: true };

export function workbench(name: string): Workbench {
  const folder = mkdtempSync(join(tmpdir(), `countersign-${name}-`));
  const before = process.cwd();
  process.chdir(folder);
  afterAll(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true, force: true });
  });
  const other = (command: string, args: readonly string[], options: RunOptions = {}): Ending => {
    const done = spawnSync(command, args, {
      ...WITHOUT_TERMINAL,
      cwd: folder,
      input: options.input ?? '',
      env: { ...process.env, ...options.env },
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    if (done.error) throw done.error;
    return { exit: done.status, output: done.stdout, error: done.stderr };
  };
  return {
    folder,
    other,
    run: runHere,
    runInstalled: (args, options) => other(process.execPath, [inject('countersign'), ...args], options),
    outputOf: (command, ...args) => execFileSync(command, args, { cwd: folder, encoding: 'utf8' }),
    file(path, content) {
      writeFileSync(join(folder, path), content);
      return path;
    },
  };
}

/** Runs `countersign` in this process, with its own standard streams. */
export async function runHere(
  args: readonly string[],
  { input = '', env = {} }: RunOptions = {},
): Promise<Ending> {
  const written: Record<1 | 2, Buffer[]> = { 1: [], 2: [] };
  const directory = mkdtempSync(join(tmpdir(), 'countersign-input-'));
  const path = join(directory, 'input');
  writeFileSync(path, input);
  const descriptor = openSync(path, 'r');
  const io = createIo(args, {
    input: descriptor,
    write: (target, data) => void written[target].push(Buffer.from(data)),
    isTerminal: () => false,
    environment: { ...process.env, ...env },
  });
  try {
    const exit = await run(args, io)
      .finally(io.flush)
      .catch((error: unknown) => fail(error, args, io));
    return {
      exit,
      output: Buffer.concat(written[1]).toString(),
      error: Buffer.concat(written[2]).toString(),
    };
  } finally {
    closeSync(descriptor);
    rmSync(directory, { recursive: true });
  }
}
