import { type ChildProcess, execFileSync } from 'node:child_process';
import { accessSync, appendFileSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** A directory that can be made to reject writes. */
interface Disk {
  readonly folder: string;
  /** Rejects all writes of a process from now on. */
  refuse(process: ChildProcess): void;
  /** Accepts writes again. Missing if that is impossible while the process runs. */
  takeAgain?(process: ChildProcess): void;
  /** Makes the disk writable again after the last process has closed it. */
  repair?(): void;
  remove(): void;
}

const run = (command: string, ...words: readonly string[]): string =>
  execFileSync(command, words, { encoding: 'utf8', stdio: 'pipe' });

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'countersign-disk-'));

/** A limit for the size of files. SQLite gets the error of a full disk, and the limit needs no privilege. */
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

/** A file system of 4 MiB in memory. */
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

/** A file system in a file. After an error it becomes read-only, as on a server. The kernel lets tests report an error. */
function failing(): Disk {
  const home = newFolder();
  const image = join(home, 'image');
  const folder = newFolder();
  run('truncate', '--size=32M', image);
  run('mkfs.ext4', '-q', image);
  const mount = (): void => void run('mount', '-o', 'loop,errors=remount-ro', image, folder);
  mount();
  const device = basename(run('findmnt', '--noheadings', '--output=SOURCE', folder).trim());
  const trigger = `/sys/fs/ext4/${device}/trigger_fs_error`;
  accessSync(trigger, constants.W_OK);
  return {
    folder,
    refuse: () => writeFileSync(trigger, '1'),
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

/** The ways in which a disk rejects writes. */
export const DISKS: readonly { readonly what: string; readonly make: () => Disk }[] = [
  { what: 'rejects larger files', make: limited },
  { what: 'is full', make: small },
  { what: 'becomes read-only', make: failing },
];

/** Whether this machine can make such a disk. Mounting needs a privilege, and some disks need a loop device. */
export function canMake(make: () => Disk): boolean {
  try {
    make().remove();
    return true;
  } catch {
    return false;
  }
}
