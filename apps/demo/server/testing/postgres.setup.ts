import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the socket of a PostgreSQL that the tests started. */
    readonly postgres: string;
  }
}

/** Whom PostgreSQL runs as: it refuses root. */
interface Owner {
  readonly uid?: number;
  readonly gid?: number;
}

let folder: string | undefined;
let server: ChildProcess | undefined;

/** Starts a PostgreSQL of its own for this run, in a temporary folder, reachable by a socket in it alone. */
export async function setup(project: TestProject): Promise<void> {
  const bin = binaries();
  folder = mkdtempSync(join(tmpdir(), 'countersign-postgres-'));
  const owner = nobodyPrivileged();
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'demo', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--locale=C'],
    {
      ...owner,
      stdio: 'pipe',
      cwd: folder,
    },
  );
  // Without fsync: these tests kill the service, not the machine.
  const settings = [
    '-c',
    'listen_addresses=',
    '-c',
    `unix_socket_directories=${folder}`,
    '-c',
    'fsync=off',
    '-c',
    'max_connections=200',
  ];
  server = spawn(join(bin, 'postgres'), ['-D', data, ...settings], {
    ...owner,
    stdio: 'ignore',
    cwd: folder,
  });
  const socket = join(folder, '.s.PGSQL.5432');
  for (let tries = 0; !existsSync(socket); tries += 1) {
    if (tries > 300 || server.exitCode !== null) throw new Error('PostgreSQL did not start.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  project.provide('postgres', folder);
}

export async function teardown(): Promise<void> {
  if (server && server.exitCode === null) {
    const stopped = new Promise((resolve) => server?.once('exit', resolve));
    // Immediate: nothing of it is needed any more.
    server.kill('SIGQUIT');
    await stopped;
  }
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
}

function binaries(): string {
  const root = '/usr/lib/postgresql';
  const [newest] = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  if (newest === undefined)
    throw new Error('These tests need PostgreSQL: .ci/install-counterparts installs it on Debian.');
  return join(root, newest, 'bin');
}

function nobodyPrivileged(): Owner {
  if (userInfo().uid !== 0) return {};
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
