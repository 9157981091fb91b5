import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, inject } from 'vitest';

/** How a run of the installed command ended. */
interface Ending {
  readonly exit: number | null;
  readonly output: string;
  readonly error: string;
}

interface RunOptions {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
}

/** A folder of its own in which a test file runs the installed command, and other programs beside it. */
export interface Workbench {
  readonly folder: string;
  /** Runs `countersign`. */
  run(args: readonly string[], options?: RunOptions): Ending;
  /** Runs `countersign` while this process does something else, such as answering it. */
  runBeside(args: readonly string[], options?: Pick<RunOptions, 'env'>): Promise<Ending>;
  /** Runs another program, which must exist; never through a shell. */
  other(command: string, args: readonly string[], options?: RunOptions): Ending;
  /** The output of another program, which must succeed. */
  outputOf(command: string, ...args: readonly string[]): string;
  /** Writes a file and gives its name. */
  file(name: string, content: string | Uint8Array): string;
}

/** Without the terminal that the tests may have been started from: nobody is there to be asked for a secret. */
const WITHOUT_TERMINAL = { detached: true };

export function workbench(name: string): Workbench {
  const folder = mkdtempSync(join(tmpdir(), `countersign-${name}-`));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
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
    run: (args, options) => other(process.execPath, [inject('countersign'), ...args], options),
    runBeside: (args, { env } = {}) =>
      new Promise((resolve) => {
        const child = execFile(
          process.execPath,
          [inject('countersign'), ...args],
          { cwd: folder, env: { ...process.env, ...env } },
          (_, output, error) => resolve({ exit: child.exitCode, output, error }),
        );
        child.stdin?.end();
      }),
    outputOf: (command, ...args) => execFileSync(command, args, { cwd: folder, encoding: 'utf8' }),
    file(path, content) {
      writeFileSync(join(folder, path), content);
      return path;
    },
  };
}
