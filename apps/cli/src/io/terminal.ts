import { closeSync, fstatSync, statSync } from 'node:fs';
import { openFile } from './files.ts';
import { pathOf } from './names.ts';

/** Whether a descriptor is a terminal. The streams of `process` know it too, but take longer to set up. */
export function isTerminal(descriptor: number): boolean {
  try {
    return (
      fstatSync(descriptor).isCharacterDevice() && process.getBuiltinModule('node:tty').isatty(descriptor)
    );
  } catch {
    return false; // closed
  }
}

/** Whether a file is a terminal, as `/dev/tty` is. @throws InputOutputError if it cannot be opened */
export function isTerminalFile(name: string): boolean {
  if (!statSync(pathOf(name), { throwIfNoEntry: false })?.isCharacterDevice()) return false;
  const descriptor = openFile(name);
  try {
    return isTerminal(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The width of the terminal, or 80 if unknown. */
export function columnsOf(stream: 'stdout' | 'stderr'): number {
  const given = Number(process.env['COLUMNS']);
  const columns = isTerminal(stream === 'stdout' ? 1 : 2) ? process[stream].columns : undefined;
  return columns || (given >= MIN_COLUMNS ? given : DEFAULT_COLUMNS);
}

const DEFAULT_COLUMNS = 80;
const MIN_COLUMNS = 40;
