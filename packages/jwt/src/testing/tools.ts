import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for key files that goes away with the test that made it. */
export class KeyFolder {
  readonly #path = mkdtempSync(join(tmpdir(), 'countersign-jwt-'));

  path(name: string): string {
    return join(this.#path, name);
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  readBytes(name: string): Buffer {
    return readFileSync(this.path(name));
  }

  /** Runs the system's ssh-keygen, which must be there. */
  sshKeygen(name: string, ...parameters: readonly string[]): void {
    run('ssh-keygen', ['-q', ...parameters, '-f', this.path(name)]);
  }

  /** Runs the system's openssl, which must be there, in the folder. */
  openssl(...parameters: readonly string[]): void {
    run('openssl', parameters, this.#path);
  }

  remove(): void {
    rmSync(this.#path, { recursive: true, force: true });
  }
}

/** Runs a program of the system; that it is missing is a failure that says what to install. */
export function run(program: string, parameters: readonly string[], cwd?: string, input?: string): string {
  try {
    return execFileSync(program, parameters, {
      encoding: 'utf8',
      stdio: 'pipe',
      maxBuffer: 2 ** 26,
      ...(cwd !== undefined && { cwd }),
      ...(input !== undefined && { input }),
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new Error(`${program} is not installed. Run .ci/install-counterparts.`);
    throw error;
  }
}
