import { type ChildProcess, execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** A folder that stops taking writes when a test says so. */
interface Disk {
  readonly folder: string;
  /** Refuses from now on whatever a process writes. */
  refuse(process: ChildProcess): void;
  /** Takes it again; missing where nothing does that while the process runs. */
  takeAgain?(process: ChildProcess): void;
  /** Makes it a disk that can be written to, once nobody uses it any more. */
  repair?(): void;
  remove(): void;
}

const run = (command: string, ...words: readonly string[]): string =>
  execFileSync(command, words, { encoding: 'utf8', stdio: 'pipe' });

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'countersign-disk-'));

/** What SQLite meets is what it meets on a full disk, and a limit needs no privilege. */
function limited(): Disk {
  const folder = newFolder();
  const limit = ({ pid }: ChildProcess, bytes: string): void =>
    void run('prlimit', `--pid=${pid}`, `--fsize=${bytes}:`);
  return {
    folder,
    refuse: (process) => limit(process, '0'),
    takeAgain: (process) => limit(process, 'unlimited'),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** In memory, and of 4 MiB. */
function small(): Disk {
  const folder = newFolder();
  run('mount', '-t', 'tmpfs', '-o', 'size=4m', 'none', folder);
  const filler = join(folder, 'filler');
  return {
    folder,
    refuse() {
      try {
        for (;;) appendFileSync(filler, Buffer.alloc(4096));
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
      }
    },
    takeAgain: () => rmSync(filler),
    remove() {
      run('umount', folder);
      rmSync(folder, { recursive: true });
    },
  };
}

/** A file with a file system in it, which turns read-only when it finds an error, as that of a server does; the system lets tests report one. */
function failing(): Disk {
  const home = newFolder();
  const image = join(home, 'image');
  const folder = newFolder();
  run('truncate', '--size=32M', image);
  run('mkfs.ext4', '-q', image);
  const mount = (): void => void run('mount', '-o', 'loop,errors=remount-ro', image, folder);
  mount();
  return {
    folder,
    refuse() {
      const device = basename(run('findmnt', '--noheadings', '--output=SOURCE', folder).trim());
      writeFileSync(`${ERRORS}/${device}/trigger_fs_error`, '1');
    },
    repair() {
      run('umount', folder);
      mount();
    },
    remove() {
      run('umount', folder);
      for (const each of [folder, home]) rmSync(each, { recursive: true });
    },
  };
}

const ERRORS = '/sys/fs/ext4';

/** Whether file systems can be mounted here, in which a process that is started sees them. */
function canMount(): boolean {
  const folder = newFolder();
  const { status } = spawnSync('mount', ['-t', 'tmpfs', 'none', folder]);
  if (status === 0) run('umount', folder);
  rmSync(folder, { recursive: true });
  return status === 0;
}

const isAllowed = canMount();

/** Ways in which a disk stops taking writes. Where mounting is not allowed, the first stands for all. */
export const DISKS: readonly {
  readonly what: string;
  readonly isPossible: boolean;
  readonly make: () => Disk;
}[] = [
  { what: 'takes no more', isPossible: true, make: limited },
  { what: 'is full', isPossible: isAllowed, make: small },
  { what: 'turns read-only', isPossible: isAllowed && hasLoopDevices(), make: failing },
];

function hasLoopDevices(): boolean {
  return readdirSync('/dev').includes('loop-control') && spawnSync('mkfs.ext4', ['-V']).status === 0;
}
