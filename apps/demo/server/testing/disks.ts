import { type ChildProcess, execFileSync } from 'node:child_process';
import { accessSync, appendFileSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

/** Ways in which a disk stops taking writes. */
export const DISKS: readonly { readonly what: string; readonly make: () => Disk }[] = [
  { what: 'takes no more', make: limited },
  { what: 'is full', make: small },
  { what: 'turns read-only', make: failing },
];

/** Whether such a disk can be had here: mounting needs a privilege, and a file with a file system in it a loop device. */
export function canMake(make: () => Disk): boolean {
  try {
    make().remove();
    return true;
  } catch {
    return false;
  }
}
