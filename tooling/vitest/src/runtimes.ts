import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runtimes beside Node.js, and how each runs a program: Deno without any permission. */
const OPTIONS = {
  bun: [],
  deno: ['run', '--quiet', '--no-prompt', '--no-lock', '--node-modules-dir=manual'],
} as const;

/** A runtime, by the name of its command. */
export type Runtime = keyof typeof OPTIONS;

/**
 * Runs a program of a package from its sources on another runtime. It reads the question from standard input and writes
 * the answer to standard output, both as JSON.
 *
 * @param folder the package's, which has the runtime among its dependencies
 * @param program the program's path in it
 */
export function askOn(runtime: Runtime, folder: string, program: string, question: unknown): string {
  const cache = mkdtempSync(join(tmpdir(), 'countersign-deno-'));
  try {
    const answer = execFileSync(
      join(folder, 'node_modules/.bin', runtime),
      [...OPTIONS[runtime], '--conditions=@countersign/source', program],
      {
        cwd: folder,
        env: { ...process.env, DENO_DIR: cache, DENO_NO_UPDATE_CHECK: '1' },
        input: JSON.stringify(question),
        maxBuffer: 2 ** 26,
      },
    );
    return answer.toString();
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}
