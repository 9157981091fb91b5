import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** The user that PostgreSQL runs as. It rejects root. */
interface Owner {
  readonly uid?: number;
  readonly gid?: number;
}

/** A separate PostgreSQL in a temporary directory. It listens only at a socket in this directory. */
export class Cluster {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'countersign-postgres-'));
  readonly #bin = binaries();
  readonly #owner = nobodyPrivileged();
  #server: ChildProcess | undefined;

  constructor() {
    const { uid, gid } = this.#owner;
    if (uid !== undefined && gid !== undefined) chownSync(this.folder, uid, gid);
    const settings = ['-U', 'demo', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--locale=C'];
    const options = { ...this.#owner, stdio: 'pipe', cwd: this.folder } as const;
    execFileSync(join(this.#bin, 'initdb'), ['-D', join(this.folder, 'data'), ...settings], options);
  }

  async start(): Promise<void> {
    // Without fsync: these tests kill the service, not the machine.
    const settings = [
      'listen_addresses=',
      `unix_socket_directories=${this.folder}`,
      'fsync=off',
      'max_connections=200',
    ];
    const server = spawn(
      join(this.#bin, 'postgres'),
      ['-D', join(this.folder, 'data'), ...settings.flatMap((setting) => ['-c', setting])],
      { ...this.#owner, stdio: 'ignore', cwd: this.folder },
    );
    this.#server = server;
    // It listens before it accepts connections.
    const isReady = (): boolean =>
      spawnSync(join(this.#bin, 'pg_isready'), ['-q', '-h', this.folder]).status === 0;
    for (let tries = 0; !isReady(); tries += 1) {
      if (tries > 1200 || server.exitCode !== null) throw new Error('PostgreSQL did not start.');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Stops all its processes without ending them, as on a machine that hangs. */
  pause(): void {
    this.#signal('SIGSTOP');
  }

  resume(): void {
    this.#signal('SIGCONT');
  }

  /** Ends all connections and stops. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server || server.exitCode !== null) return;
    const exited = once(server, 'exit');
    server.kill('SIGINT');
    await exited;
  }

  /** Signals the server first, so that it starts no other process, and then the process of each connection. */
  #signal(signal: NodeJS.Signals): void {
    const pid = this.#server?.pid;
    if (pid === undefined) throw new Error('PostgreSQL does not run.');
    process.kill(pid, signal);
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    for (const child of children) {
      try {
        process.kill(Number(child), signal);
      } catch {
        // The backend has ended since the list was read.
      }
    }
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
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
