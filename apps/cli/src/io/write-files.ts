import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { codeOf, fileError } from './files.ts';
import { pathOf } from './names.ts';

/** A file to write. */
export interface NewFile {
  readonly name: string;
  readonly content: string | Uint8Array;
  /** Only its owner may read it. */
  readonly isPrivate: boolean;
}

/**
 * Writes files completely or not at all. Each goes into a temporary file next to its target; only when all are on the
 * disk do they take their names. An existing file is replaced only with `force`, and a link is replaced, not followed.
 *
 * @throws InputOutputError
 */
export function writeNewFiles(files: readonly NewFile[], { force }: { readonly force: boolean }): void {
  const existing = files.map(({ name }) => checkNewFile(name, { force }));
  const temporaries: string[] = [];
  const published: string[] = [];
  try {
    const steps = files.map((file, index) => {
      // A device or a pipe cannot be replaced.
      if (existing[index] && !isReplaceable(existing[index]))
        return () => guard(file, () => writeTo(file, 'w'));
      const temporary = join(dirname(file.name), `.countersign-${randomBytes(8).toString('hex')}`);
      guard(file, () => writeTo({ ...file, name: temporary }, 'wx', () => temporaries.push(temporary)));
      return () => {
        guard(file, () => publish(temporary, file.name, force));
        published.push(file.name);
      };
    });
    for (const step of steps) step();
  } catch (error) {
    if (!force) for (const name of published) rmSync(pathOf(name), { force: true });
    throw error;
  } finally {
    for (const temporary of temporaries) rmSync(pathOf(temporary), { force: true });
  }
}

function isReplaceable(stats: Stats): boolean {
  return stats.isFile() || stats.isSymbolicLink();
}

function guard({ name }: NewFile, act: () => void): void {
  try {
    act();
  } catch (error) {
    throw fileError(name, error);
  }
}

function publish(temporary: string, name: string, force: boolean): void {
  if (force) {
    renameSync(pathOf(temporary), pathOf(name));
    return;
  }
  try {
    // Unlike a rename, a link fails if the name has been taken in the meantime.
    linkSync(pathOf(temporary), pathOf(name));
  } catch (error) {
    if (!WITHOUT_LINKS.has(codeOf(error))) throw error;
    copyFileSync(pathOf(temporary), pathOf(name), constants.COPYFILE_EXCL);
  }
}

/** The errors of file systems that have no hard links. */
const WITHOUT_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/** Looks at the target of a file. @throws InputOutputError if it must not be overwritten, or cannot be */
export function checkNewFile(name: string, { force }: { readonly force: boolean }): Stats | undefined {
  const stats = statOf(name);
  if (stats?.isDirectory()) throw fileError(name, Object.assign(new Error(), { code: 'EISDIR' }));
  if (stats && !force) throw fileError(name, Object.assign(new Error(), { code: 'EEXIST' }));
  return stats;
}

function statOf(name: string): Stats | undefined {
  try {
    return lstatSync(pathOf(name), { throwIfNoEntry: false });
  } catch (error) {
    throw fileError(name, error);
  }
}

const PRIVATE_MODE = 0o600;
const PUBLIC_MODE = 0o666; // without the umask

function writeTo({ name, content, isPrivate }: NewFile, mode: 'w' | 'wx', opened?: () => void): void {
  const descriptor = openSync(pathOf(name), mode, isPrivate ? PRIVATE_MODE : PUBLIC_MODE);
  opened?.();
  try {
    writeFileSync(descriptor, content);
    if (mode === 'wx') fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
