// Runs one script of the workspace on a machine that may have nothing but Node.js 20 and npm:
// installs what the lockfile names with the pnpm that package.json pins, then hands over to it. No script, and it only installs.
// Plain JavaScript with no dependency, because it runs before anything is installed.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

const root = new URL('..', import.meta.url);
const { packageManager } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));

/** Runs the pinned pnpm in the workspace's root and resolves to its exit code. */
function pnpm(...args) {
  const child = spawn('npx', ['--yes', packageManager, ...args], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  // A terminal's Ctrl-C reaches the child by itself; a supervisor's SIGTERM reaches only this process.
  const forward = (signal) => child.kill(signal);
  const ignore = () => {};
  process.on('SIGTERM', forward).on('SIGINT', ignore);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      process.off('SIGTERM', forward).off('SIGINT', ignore);
      resolve(signal ? 1 : (code ?? 1));
    });
  });
}

const [script, ...rest] = process.argv.slice(2);
process.exitCode =
  (await pnpm(
    'install',
    '--frozen-lockfile',
    '--prefer-offline',
    '--reporter=append-only',
    '--loglevel=warn',
  )) || (script === undefined ? 0 : await pnpm('run', script, ...rest));
