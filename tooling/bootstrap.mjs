// Runs one script of the workspace on a machine that may have only Node.js and npm: installs the locked dependencies with
// the pinned pnpm, then runs the script. Without a script, it only installs. It needs no dependency, because it runs
// before anything is installed.
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = 20;

const root = fileURLToPath(new URL('..', import.meta.url));
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

// Caches are inside the workspace, so that a home directory is not needed and stays unchanged.
const cache = join(root, '.cache');
const env = { ...process.env, npm_config_cache: join(cache, 'npm'), HOME: process.env.HOME ?? cache };

/** Runs a program in the workspace's root and resolves to its exit code. */
function run(command, ...args) {
  const child = spawn(command, args, {
    cwd: root,
    env,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  // A terminal sends Ctrl-C to the child itself. A supervisor's SIGTERM reaches only this process.
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

const pnpm = (...args) => run('npx', '--yes', packageManager, ...args);

/** Runs all tests, then counts them and names the software that skipped tests need. */
async function test(...args) {
  for (const folder of ['packages', 'apps', 'tooling']) clearReports(folder);
  useOwnHome();
  const code = await pnpm('run', 'test:all', ...args);
  const summary = await run(join(root, 'node_modules/.bin/node'), 'tooling/summary.mjs');
  return code || summary;
}

/** Browsers and package managers that tests start write into the home directory, so tests have their own. */
function useOwnHome() {
  const home = join(cache, 'home');
  mkdirSync(home, { recursive: true });
  env.npm_config_userconfig ??= join(homedir(), '.npmrc');
  for (const name of ['XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_STATE_HOME'])
    delete env[name];
  Object.assign(env, { HOME: home, USERPROFILE: home });
}

function clearReports(folder) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    if (entry.isDirectory())
      rmSync(join(root, folder, entry.name, 'reports'), { recursive: true, force: true });
  }
}

async function main([script, ...rest]) {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    console.error(`Node.js ${process.versions.node} is too old. Install Node.js ${OLDEST_NODE} or newer.`);
    return 1;
  }
  const install = ['--frozen-lockfile', '--prefer-offline', '--reporter=append-only', '--loglevel=warn'];
  const code = await pnpm('install', ...install);
  if (code !== 0 || script === undefined) return code;
  return script === 'test' ? test(...rest) : pnpm('run', script, ...rest);
}

process.exitCode = await main(process.argv.slice(2));
