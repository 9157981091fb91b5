import { execFileSync } from 'node:child_process';

/** CPython's speed with `statement`, in calls a second, best of five; `message` has `size` bytes. */
export function cpythonSpeed(statement: string, size: number): number {
  const script = `
import hashlib, timeit
message = bytes(${size})
timer = timeit.Timer(lambda: ${statement})
calls, _ = timer.autorange()
print(calls / min(timer.repeat(5, calls)))`;
  return Number(execFileSync('python3', ['-c', script], { encoding: 'utf8' }));
}

/** Its version, for example 3.11. */
export function cpythonVersion(): string {
  const version = execFileSync('python3', ['--version'], { encoding: 'utf8' });
  return /\d+\.\d+/.exec(version)?.[0] ?? 'unknown';
}
