import { closeSync, fstatSync, statSync } from 'node:fs';
import { openFile } from './files.ts';

/** Whether a person is at the other end of a descriptor. The streams of `process` would say so, too, but take longer to set up. */
export function isTerminal(descriptor: number): boolean {
  try {
    return (
      fstatSync(descriptor).isCharacterDevice() && process.getBuiltinModule('node:tty').isatty(descriptor)
    );
  } catch {
    return false; // closed
  }
}

/** Whether what a path names is a terminal, as `/dev/tty` is. @throws InputOutputError when it cannot be opened */
export function isTerminalFile(path: string): boolean {
  if (!statSync(path, { throwIfNoEntry: false })?.isCharacterDevice()) return false;
  const descriptor = openFile(path);
  try {
    return isTerminal(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
