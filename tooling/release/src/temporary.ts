import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';

let janitor: Writable | undefined;

/** The standard input of a process that outlives this one, to tidy up after it; started when first needed. */
function tell(what: 'started' | 'ended' | 'folder', subject: string | number | undefined): void {
  if (!janitor) {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'janitor.ts')], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    child.unref();
    janitor = child.stdin;
    if ('unref' in janitor && typeof janitor.unref === 'function') janitor.unref();
  }
  janitor.write(`${JSON.stringify([what, subject])}\n`);
}

/** A temporary folder that is gone soon after this process has ended, even when it was killed. */
export function temporaryFolder(purpose: string): string {
  const folder = mkdtempSync(join(tmpdir(), `countersign-${purpose}-`));
  tell('folder', folder);
  return folder;
}

/** Stops a child and its own children when this process ends. The child must lead its own process group. */
export function endWithThisProcess(child: ChildProcess): void {
  tell('started', child.pid);
  child.once('close', () => tell('ended', child.pid));
}
